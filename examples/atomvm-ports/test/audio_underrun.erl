%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Plays faster than samples can come, and adds up what is told of it.
-module(audio_underrun).

-export([start/0]).

start() ->
    {ok, Port} = avm_audio:open(),
    script:show(play, avm_audio:play_buffer(Port, binary:copy(<<1, 2, 3, 4>>, 200000))),
    {Times, Frames} = told(Port, 0, 0),
    {stats, Stats} = avm_audio:get_stats(Port),
    #{underruns := Underruns, underrun_frames := Silent, lost_events := Lost} = Stats,
    #{played_frames := Played, queued_bytes := Queued} = Stats,
    script:show(underrun, Underruns > 0 andalso Silent > 0),
    Agree = Played =:= 200000 andalso Queued =:= 0 andalso
        Times + Lost >= Underruns andalso Times =< Underruns andalso Frames =< Silent andalso
        (Lost > 0 orelse Frames =:= Silent),
    script:show(counts_agree, Agree orelse {Times, Frames, Stats}),
    script:show(stop, avm_audio:stop(Port)),
    ok.

%% Underruns until all has been played.
told(Port, Times, Frames) ->
    receive
        {audio, Port, {underrun, More}} -> told(Port, Times + 1, Frames + More);
        {audio, Port, drained} -> {Times, Frames}
    after 10000 -> {Times, not_drained}
    end.
