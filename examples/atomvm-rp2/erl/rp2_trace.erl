%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Prints every event of a trace that somebody plays to the controller.
-module(rp2_trace).

-export([start/0]).

-ifndef(EVENTS).
-define(EVENTS, 100).
-endif.

%% What arrived is packed, eight bytes for each event, and printed at the end: to
%% print takes longer than a finger needs to its next point.
start() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port),
    io:format("ready~n"),
    {ok, Packed} = take(Port, ?EVENTS, 0, []),
    [] = script:flush(),
    print(lists:reverse(Packed)),
    {stats, Stats} = avm_touch:get_stats(Port),
    #{offered := Offered, delivered := Delivered, dropped := Dropped, queued := Queued} = Stats,
    script:show(stats, {Offered, Delivered, Dropped, Queued}),
    script:show(close, avm_touch:close(Port)),
    ok.

take(_Port, 0, _Last, Packed) ->
    {ok, Packed};
take(Port, Left, Last, Packed) ->
    receive
        {touch, Port, Events} ->
            {Now, More} = pack(Events, Last, Packed),
            take(Port, Left - length(Events), Now, More)
    after 5000 -> {error, {no_event_in_5_s, Left}}
    end.

%% The times never go back.
pack([], Last, Packed) ->
    {Last, Packed};
pack([{touch, Kind, Id, X, Y, Pressure, Time} | Events], Last, Packed) when Time >= Last ->
    pack(Events, Time, add(<<(number(Kind)), Id, X:16, Y:16, Pressure:16>>, Packed)).

%% In pieces, because a binary is copied when it grows.
add(Event, [Piece | Pieces]) when byte_size(Piece) < 512 -> [<<Piece/binary, Event/binary>> | Pieces];
add(Event, Pieces) -> [Event | Pieces].

number(down) -> 0;
number(move) -> 1;
number(up) -> 2.

kind(0) -> down;
kind(1) -> move;
kind(2) -> up.

print([]) ->
    ok;
print([<<>> | Pieces]) ->
    print(Pieces);
print([<<Kind, Id, X:16, Y:16, Pressure:16, Rest/binary>> | Pieces]) ->
    io:format("~p,~p,~p,~p,~p~n", [kind(Kind), Id, X, Y, Pressure]),
    print([Rest | Pieces]).
