%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The touch port in Rust beside the same port in C, on AtomVM.
%%
%% Both ports get the same requests by the same function, eavmlib's
%% `port:call/2'. A round times one request many times on one port and then as
%% often on the other; which goes first alternates. What varies with the
%% machine's load then varies for both, so the figure to trust is the median of
%% the rounds' ratios, not the times.
%%
%% Prints one line per request and port, `time REQUEST PORT median NS min NS',
%% nanoseconds a call, and one per request, `ratio REQUEST median PERMILLE',
%% the calls a second of the Rust port in permille of those of the C port.
%% Run it on one CPU: `taskset -c 0 AtomVM bench.beam ... atomvmlib.avm'.
%% @end
%%-----------------------------------------------------------------------------
-module(bench).

-export([start/0]).

-define(ROUNDS, 21).
-define(EVENTS, 64).

%%-----------------------------------------------------------------------------
%% @returns `ok'; anything else is the reason why nothing was measured
%% @doc     Open both ports, check that they answer alike, measure, close.
%% @end
%%-----------------------------------------------------------------------------
-spec start() -> ok | {error, term()}.
start() ->
    C = open_port({spawn, "c_touch"}, []),
    case avm_port:open(touch_bench, []) of
        {ok, Rust} ->
            check(C, Rust),
            measure(ping, 20000, C, Rust),
            measure(read_events, 1000, C, Rust),
            true = exit(C, kill),
            avm_port:close(Rust);
        {error, _} = Error ->
            Error
    end.

check(C, Rust) ->
    pong = port:call(C, ping),
    pong = port:call(Rust, ping),
    Expected = shape(port:call(C, read_events)),
    Expected = shape(port:call(Rust, read_events)),
    ?EVENTS = length(Expected),
    ok.

%% All but the time, which is each port's own; that it is a number at least.
shape({events, Events}) ->
    [
        {Kind, Id, X, Y, Pressure}
     || {touch, Kind, Id, X, Y, Pressure, Us} <- Events, is_integer(Us)
    ].

measure(Request, Calls, C, Rust) ->
    _Warm = round_of(1, Request, Calls, C, Rust),
    Rounds = [round_of(N, Request, Calls, C, Rust) || N <- lists:seq(1, ?ROUNDS)],
    report(Request, c, [time_per(Us, Calls) || {Us, _} <- Rounds]),
    report(Request, rust, [time_per(Us, Calls) || {_, Us} <- Rounds]),
    Ratios = lists:sort([CUs * 1000 div max(1, RustUs) || {CUs, RustUs} <- Rounds]),
    io:format("ratio ~p median ~p~n", [Request, median(Ratios)]).

round_of(N, Request, Calls, C, Rust) when N rem 2 =:= 0 ->
    CUs = timed(C, Request, Calls),
    {CUs, timed(Rust, Request, Calls)};
round_of(_N, Request, Calls, C, Rust) ->
    RustUs = timed(Rust, Request, Calls),
    {timed(C, Request, Calls), RustUs}.

timed(Port, Request, Calls) ->
    erlang:garbage_collect(),
    Start = erlang:monotonic_time(microsecond),
    ok = repeat(Port, Request, Calls),
    erlang:monotonic_time(microsecond) - Start.

repeat(_Port, _Request, 0) ->
    ok;
repeat(Port, Request, Calls) ->
    _ = port:call(Port, Request),
    repeat(Port, Request, Calls - 1).

time_per(Us, Calls) ->
    Us * 1000 div Calls.

report(Request, Port, Times) ->
    Sorted = lists:sort(Times),
    io:format("time ~p ~p median ~p min ~p~n", [Request, Port, median(Sorted), hd(Sorted)]).

median(Sorted) ->
    lists:nth(length(Sorted) div 2 + 1, Sorted).
