%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens a speaker with good and bad options, and asks it good and bad things.
-module(audio_requests).

-export([start/0]).

start() ->
    opened(),
    refused(),
    {ok, Port} = avm_audio:open(),
    script:show(second, avm_audio:open()),
    played(Port),
    volume(Port),
    bad_samples(Port),
    bad_request(Port),
    script:show(waiting, waiting(Port)),
    stopped(Port),
    frames(),
    ok.

open(Label, Options) ->
    script:show(Label, script:outcome(avm_audio:open(Options))).

opened() ->
    open(defaults, #{}),
    open(map, #{sample_rate => 48000, bit_depth => 24, channels => 1, volume => 0}),
    open(proplist, [{bit_depth, 32}, {volume, 255}]),
    open(slowest, [{sample_rate, 8000}]).

refused() ->
    open(slow, #{sample_rate => 7999}),
    open(fast, #{sample_rate => 192001}),
    open(odd_depth, #{bit_depth => 20}),
    open(no_depth, #{bit_depth => 0}),
    open(mute, #{channels => 0}),
    open(surround, #{channels => 6}),
    open(too_loud, #{volume => 256}),
    open(too_soft, [{volume, -1}]),
    open(loud, #{volume => loud}),
    open(pitch, #{pitch => 1}),
    open(no_options, <<"44100">>).

played(Port) ->
    script:show(play, avm_audio:play_buffer(Port, binary:copy(<<1, 2, 3, 4>>, 100))),
    script:show(told, told(Port)),
    script:show(counts, counts(Port, [queued_bytes, played_frames, underruns, waiting])),
    script:show(long, avm_audio:play_buffer(Port, binary:copy(<<1, 2, 3, 4>>, 20000))),
    script:show(told_again, told(Port)),
    script:show(counts_then, counts(Port, [queued_bytes, played_frames, underruns, waiting])),
    script:show(nothing, avm_audio:play_buffer(Port, <<>>)),
    script:show(pause, avm_audio:pause(Port)),
    script:show(pause_twice, avm_audio:pause(Port)),
    script:show(play_paused, avm_audio:play_buffer(Port, <<1, 2, 3, 4, 5, 6, 7, 8>>)),
    script:sleep(30),
    script:show(waits, counts(Port, [queued_bytes, played_frames])),
    script:show(resume, avm_audio:resume(Port)),
    script:show(told_then, told(Port)),
    script:show(resume_twice, avm_audio:resume(Port)),
    script:show(counts_at_end, counts(Port, [queued_bytes, played_frames, lost_events])).

%% What the owner is sent next.
told(Port) ->
    receive
        {audio, Port, What} -> What
    after 5000 -> nothing
    end.

counts(Port, Keys) ->
    {stats, Stats} = avm_audio:get_stats(Port),
    [{Key, maps:get(Key, Stats)} || Key <- Keys].

volume(Port) ->
    [
        script:show({volume, Volume}, avm_audio:set_volume(Port, Volume))
     || Volume <- [0, 255, 256, -1, <<1>>, loud]
    ].

%% Nothing of any of these is queued.
bad_samples(Port) ->
    ok = avm_audio:pause(Port),
    script:show(odd, avm_audio:play_buffer(Port, <<1, 2, 3>>)),
    script:show(half, avm_audio:play_buffer(Port, <<1, 2, 3, 4, 5, 6>>)),
    script:show(odd_and_long, avm_audio:play_buffer(Port, binary:copy(<<7>>, 40001))),
    script:show(list, avm_audio:play_buffer(Port, [1, 2, 3, 4])),
    script:show(atom, avm_audio:play_buffer(Port, silence)),
    script:show(counts_of_bad, counts(Port, [queued_bytes, waiting])),
    ok = avm_audio:resume(Port).

bad_request(Port) ->
    [
        script:show(Label, avm_port:call(Port, Request))
     || {Label, Request} <- [
            {unknown, rewind},
            {no_data, {play_buffer, #{}}},
            {no_arguments, play_buffer},
            {extra, {set_volume, [{volume, 1}, {balance, 1}]}},
            {no_map, {set_volume, 1}}
        ]
    ].

%% Eight calls can wait for room; the ninth is told so at once.
waiting(Port) ->
    ok = avm_audio:pause(Port),
    {stats, #{capacity_bytes := Capacity}} = avm_audio:get_stats(Port),
    ok = avm_audio:play_buffer(Port, binary:copy(<<5>>, Capacity div 4 * 4 - 400)),
    Data = binary:copy(<<6>>, 800),
    Test = self(),
    Wait = fun() -> Test ! {answer, avm_audio:play_buffer(Port, Data)} end,
    [spawn(Wait) || _ <- lists:seq(1, 8)],
    ok = until(Port, 8, 500),
    Ninth = avm_audio:play_buffer(Port, Data),
    ok = avm_audio:resume(Port),
    Answers = [
        receive
            {answer, Answer} -> Answer
        after 5000 -> hangs
        end
     || _ <- lists:seq(1, 8)
    ],
    {Ninth, lists:usort(Answers), counts(Port, [waiting])}.

until(Port, Waiting, Tries) ->
    case counts(Port, [waiting]) of
        [{waiting, Waiting}] ->
            ok;
        _ when Tries > 0 ->
            script:sleep(5),
            until(Port, Waiting, Tries - 1);
        Other ->
            Other
    end.

%% Who waits is told, and so is who comes too late.
stopped(Port) ->
    _ = script:flush(),
    ok = avm_audio:pause(Port),
    Test = self(),
    Data = binary:copy(<<8>>, 40000),
    spawn(fun() -> Test ! {answer, avm_audio:play_buffer(Port, Data)} end),
    ok = until(Port, 1, 500),
    script:show(stop, avm_audio:stop(Port)),
    receive
        {answer, Answer} -> script:show(who_waited, Answer)
    after 5000 -> script:show(who_waited, hangs)
    end,
    {ok, Again} = avm_audio:open(),
    script:show(stop_twice, avm_audio:stop(Port)),
    script:show(play_after_stop, avm_audio:play_buffer(Port, <<1, 2, 3, 4>>)),
    script:show(close_after_stop, avm_audio:close(Port)),
    script:show(stop_again, avm_audio:stop(Again)).

%% How many bytes a frame is depends on the format.
frames() ->
    [
        begin
            {ok, Port} = avm_audio:open(#{bit_depth => Depth, channels => Channels}),
            Answers = [avm_audio:play_buffer(Port, binary:copy(<<1>>, N)) || N <- [1, 24]],
            script:show({frame, Depth, Channels}, {Answers, avm_audio:stop(Port)})
        end
     || Depth <- [16, 24, 32], Channels <- [1, 2]
    ].
