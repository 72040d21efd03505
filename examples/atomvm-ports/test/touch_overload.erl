%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Lets a trace run into a ring that nobody drains, then reads.
-module(touch_overload).

-export([start/0]).

start() ->
    {ok, Port} = avm_touch:open(),
    Capacity = settled(Port, 0),
    script:show(capacity, Capacity),
    script:show(full, stats(Port)),
    {events, Events} = avm_touch:read_events(Port),
    lists:foreach(
        fun({touch, Kind, Id, X, Y, Pressure, TimestampUs}) ->
            io:format("~p,~p,~p,~p,~p,~p~n", [TimestampUs, Kind, Id, X, Y, Pressure])
        end,
        Events
    ),
    script:show(empty, stats(Port)),
    script:show(close, avm_touch:close(Port)),
    ok.

%% Waits until no more events come.
settled(Port, Before) ->
    script:sleep(200),
    case avm_touch:get_stats(Port) of
        {stats, #{offered := Before, capacity := Capacity}} when Before > 0 -> Capacity;
        {stats, #{offered := Offered}} -> settled(Port, Offered)
    end.

stats(Port) ->
    {stats, Stats} = avm_touch:get_stats(Port),
    #{offered := Offered, delivered := Delivered, dropped := Dropped} = Stats,
    #{queued := Queued, high_water := High} = Stats,
    {Offered, Delivered, Dropped, Queued, High}.
