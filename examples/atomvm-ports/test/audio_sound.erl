%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Plays samples at several volumes; the Rust test computes what is heard.
%%
%% `DEPTH' and `CHANNELS' say how they are laid out, `VOLUMES' how loud they are
%% played, one after the other, `END' what ends the port.
-module(audio_sound).

-export([start/0]).

-ifndef(DEPTH).
-define(DEPTH, 16).
-endif.
-ifndef(CHANNELS).
-define(CHANNELS, 2).
-endif.
-ifndef(VOLUMES).
-define(VOLUMES, [191]).
-endif.
-ifndef(END).
-define(END, close).
-endif.

start() ->
    [First | _] = ?VOLUMES,
    Options = #{bit_depth => ?DEPTH, channels => ?CHANNELS, sample_rate => 32000, volume => First},
    {ok, Port} = avm_audio:open(Options),
    %% More than the ring holds.
    Samples = samples(12000),
    [ok = play(Port, Volume, Samples) || Volume <- ?VOLUMES],
    {stats, #{played_frames := Frames, queued_bytes := Left}} = avm_audio:get_stats(Port),
    script:show(played, {Frames, Left}),
    script:show(close, script:finish(?END, Port)),
    ok.

play(Port, Volume, Samples) ->
    ok = avm_audio:set_volume(Port, Volume),
    ok = avm_audio:play_buffer(Port, Samples),
    receive
        {audio, Port, drained} -> ok
    after 10000 -> not_drained
    end.

%% Of all sizes and both signs. AtomVM 0.6 makes no segments of 24 bits, so the
%% bytes below the upper two are zeros of their own.
samples(Count) ->
    Below = binary:copy(<<0>>, ?DEPTH div 8 - 2),
    Sample = fun(N) -> (N * 40503 - 32768) band 16#FFFF end,
    list_to_binary([[Below, <<(Sample(N)):16/little>>] || N <- lists:seq(1, Count)]).
