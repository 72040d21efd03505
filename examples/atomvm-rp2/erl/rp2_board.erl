%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Every port of a board with touch, panel, speaker and flash: a picture, a
%% finger, a sound and an identification.
-module(rp2_board).

-export([start/0]).

%% Whole halves of the path's buffer: DMA has the last frame when it is drained.
-define(FRAMES, 1024).

start() ->
    {ok, Display} = avm_display:open(#{width => 320, height => 480}),
    ok = avm_display:fill(Display, 16#102030),
    ok = avm_display:rect(Display, 40, 60, 100, 50, 16#F0C040),
    script:show(config, config(Display)),
    {ok, Touch} = avm_touch:open(),
    script:show(second, avm_touch:open()),
    ok = avm_touch:subscribe(Touch),
    io:format("ready~n"),
    script:show(finger, finger(Touch)),
    {ok, Spi} = avm_spi:open(),
    {ok, Id} = avm_spi:transfer(Spi, <<16#9F>>, 3),
    script:show(spi, binary_to_list(Id)),
    %% The slowest rate there is: what the hardware still has lasts longest.
    {ok, Audio} = avm_audio:open(#{sample_rate => 8000, channels => 1}),
    ok = avm_audio:play_buffer(Audio, << <<Nth:16/little>> || Nth <- lists:seq(1, ?FRAMES) >>),
    Played = receive
        {audio, Audio, drained} -> ?FRAMES
    after 1000 -> nothing
    end,
    %% At once: closing waits for what is in the hardware.
    Closed = [avm_port:close(Port) || Port <- [Audio, Display, Touch, Spi]],
    script:show(played, Played),
    script:show(close, Closed),
    ok.

%% By NIFs, which read what the port writes.
config(Display) ->
    {ok, Config} = avm_port:call(Display, get_config),
    Levels = [
        begin
            ok = avm_port:call(Display, {set_backlight, #{level => Level}}),
            example_nifs:display_backlight(Config)
        end
     || Level <- [0, 77, 255]
    ],
    {example_nifs:display_size(Config), Levels}.

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
