%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Every part of the Pico board, through AtomVM: what a program sees.
-module(board_on_rp2).

-export([start/0]).

-define(FRAMES, 600).

start() ->
    ok = flash(),
    ok = panel(),
    ok = touch(),
    ok = sound(),
    ok = again(5),
    ok.

flash() ->
    {ok, Spi} = avm_port:open(spi, #{clock_hz => 10000000}),
    {ok, Id} = avm_port:call(Spi, {transfer, #{write => <<16#9F>>, read => 3}}),
    io:format("flash ~p~n", [binary_to_list(Id)]),
    Lsb = avm_port:open(spi, #{bit_order => lsb_first}),
    avm_port:close(Spi),
    io:format("while open ~p~n", [Lsb]),
    io:format("lsb_first ~p~n", [avm_port:open(spi, #{bit_order => lsb_first})]),
    ok.

panel() ->
    {ok, Display} = avm_port:open(display, #{width => 320, height => 480, backlight => 255}),
    ok = avm_port:call(Display, {fill, #{color => 16#FF0000}}, 60000),
    Rect = #{x => 10, y => 20, width => 30, height => 40, color => 16#00FF00},
    ok = avm_port:call(Display, {rect, Rect}, 60000),
    io:format("drawn~n"),
    avm_port:close(Display).

%% The finger comes after this line.
touch() ->
    {ok, Touch} = avm_touch:open(),
    ok = avm_touch:subscribe(Touch),
    io:format("ready~n"),
    [io:format("touch ~p~n", [event(Touch)]) || _ <- [down, up]],
    avm_touch:close(Touch).

event(Touch) ->
    receive
        {touch, Touch, [{touch, Kind, Id, X, Y, _Pressure, _Time}]} -> {Kind, Id, X, Y}
    after 5000 -> exit(no_event_in_5_s)
    end.

%% The emulated PIO stands while the processor sleeps, so it is kept awake.
sound() ->
    Options = #{sample_rate => 16000, bit_depth => 16, channels => 2, volume => 255},
    {ok, Audio} = avm_port:open(audio, Options),
    Data = <<<<N:16/little, (1000 + N):16/little>> || N <- lists:seq(1, ?FRAMES)>>,
    ok = avm_port:call(Audio, {play_buffer, #{data => Data}}, 30000),
    ok = spin(erlang:monotonic_time(millisecond) + 120),
    receive
        {audio, Audio, drained} -> io:format("drained~n")
    after 5000 -> exit(not_drained_in_5_s)
    end,
    avm_port:close(Audio).

spin(End) ->
    case erlang:monotonic_time(millisecond) >= End of
        true -> ok;
        false -> spin(End)
    end.

again(0) ->
    ok;
again(Left) ->
    Ports = [element(2, {ok, _} = avm_port:open(Name)) || Name <- [audio, touch, spi]],
    [ok = avm_port:close(Port) || Port <- Ports],
    io:format("again ~p~n", [Left]),
    again(Left - 1).
