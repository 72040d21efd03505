%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Every port of a board with touch, panel, speaker and flash: a picture, a
%% finger, a sound and an identification.
-module(rp2_board).

-export([start/0]).

-define(FRAMES, 1600).

start() ->
    {ok, Display} = avm_display:open(#{width => 320, height => 480}),
    ok = avm_display:fill(Display, 16#102030),
    ok = avm_display:rect(Display, 40, 60, 100, 50, 16#F0C040),
    {ok, Touch} = avm_touch:open(),
    script:show(second, avm_touch:open()),
    ok = avm_touch:subscribe(Touch),
    io:format("ready~n"),
    script:show(finger, finger(Touch)),
    {ok, Spi} = avm_spi:open(),
    {ok, Id} = avm_spi:transfer(Spi, <<16#9F>>, 3),
    script:show(spi, binary_to_list(Id)),
    {ok, Audio} = avm_audio:open(#{sample_rate => 16000, channels => 1}),
    ok = avm_audio:play_buffer(Audio, << <<Nth:16/little>> || Nth <- lists:seq(1, ?FRAMES) >>),
    receive
        {audio, Audio, drained} -> script:show(played, ?FRAMES)
    after 1000 -> script:show(played, nothing)
    end,
    %% The last frames are on their way through the hardware's buffer still.
    script:sleep(50),
    script:show(close, [avm_port:close(Port) || Port <- [Display, Touch, Spi, Audio]]),
    ok.

%% Where it went down, and that it was lifted.
finger(Touch) ->
    {down, X, Y} = next(Touch, down),
    {up, _, _} = next(Touch, up),
    {X, Y}.

next(Touch, Kind) ->
    receive
        {touch, Touch, Events} ->
            case [{Kind, X, Y} || {touch, K, 0, X, Y, _, _} <- Events, K =:= Kind] of
                [Event | _] -> Event;
                [] -> next(Touch, Kind)
            end
    after 1000 -> nothing
    end.
