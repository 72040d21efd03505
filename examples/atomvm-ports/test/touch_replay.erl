%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Prints every event of a trace, fetched or subscribed to.
%%
%% `MODE' is `read', `true', `once' or a count; `EVENTS' is how many to expect;
%% `OPTIONS' is what to open the panel with.
-module(touch_replay).

-export([start/0]).

-ifndef(MODE).
-define(MODE, read).
-endif.
-ifndef(EVENTS).
-define(EVENTS, 100).
-endif.

-ifndef(OPTIONS).
-define(OPTIONS, []).
-endif.

start() ->
    {ok, Port} = avm_touch:open(?OPTIONS),
    ok = begin_mode(Port, ?MODE),
    ok = take(Port, ?MODE, ?EVENTS, 0),
    script:sleep(20),
    script:show(left, {length(script:flush()), avm_touch:read_events(Port)}),
    {stats, Stats} = avm_touch:get_stats(Port),
    #{offered := Offered, delivered := Delivered, dropped := Dropped, queued := Queued} = Stats,
    #{high_water := High, capacity := Capacity} = Stats,
    script:show(stats, {Offered, Delivered, Dropped, Queued}),
    script:show(high_water_within_capacity, High > 0 andalso High =< Capacity),
    script:show(close, avm_touch:close(Port)),
    ok.

begin_mode(_Port, read) -> ok;
begin_mode(Port, Mode) -> avm_touch:subscribe(Port, Mode).

%% `Since' counts messages since the last `touch_passive'.
take(Port, Mode, 0, Since) ->
    finish(Port, Mode, Since);
take(Port, read, Left, Since) ->
    case avm_touch:read_events(Port) of
        {events, Events} ->
            take(Port, read, Left - print(Events), Since);
        no_events ->
            script:sleep(1),
            take(Port, read, Left, Since)
    end;
take(Port, Mode, Left, Since) ->
    receive
        {touch, Port, Events} ->
            Count = print(Events),
            ok = rearm(Port, Mode),
            take(Port, Mode, Left - Count, Since + 1);
        {touch_passive, Port} ->
            Since = Mode,
            ok = avm_touch:subscribe(Port, Mode),
            take(Port, Mode, Left, 0)
    after 5000 -> {error, {no_event_in_5_s, Left}}
    end.

%% A count that ends with the last event still owes its notice.
finish(Port, Mode, Mode) when is_integer(Mode) ->
    receive
        {touch_passive, Port} -> ok
    after 5000 -> {error, no_touch_passive}
    end;
finish(_Port, _Mode, _Since) ->
    ok.

%% After `once' nothing comes, not even a notice, until the next `once'.
rearm(Port, once) -> avm_touch:subscribe(Port, once);
rearm(_Port, _Mode) -> ok.

print(Events) ->
    lists:foreach(
        fun({touch, Kind, Id, X, Y, Pressure, TimestampUs}) ->
            io:format("~p,~p,~p,~p,~p,~p~n", [TimestampUs, Kind, Id, X, Y, Pressure])
        end,
        Events
    ),
    length(Events).
