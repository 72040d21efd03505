%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What a call takes, and what passes from an interrupt to the message, in
%% the chip's own microseconds: the Rust ports and the same in C.
-module(rp2_bench).

-export([start/0]).

-define(CALLS, 2000).
-define(POINTS, 100).

start() ->
    Peer = open_port({spawn, "peer"}, []),
    {ok, Ping} = avm_port:open(ping),
    ok = calls(Ping, 100),
    ok = calls(Peer, 100),
    script:show(call_rust_ns, timed(Ping)),
    script:show(call_c_ns, timed(Peer)),
    {ok, Touch} = avm_touch:open(),
    ok = avm_touch:subscribe(Touch),
    latencies(rust, Touch),
    ok = avm_touch:close(Touch),
    ok = port:call(Peer, subscribe),
    latencies(c, Peer),
    ok.

calls(_Port, 0) ->
    ok;
calls(Port, Left) ->
    pong = port:call(Port, ping),
    calls(Port, Left - 1).

timed(Port) ->
    Start = erlang:monotonic_time(microsecond),
    ok = calls(Port, ?CALLS),
    (erlang:monotonic_time(microsecond) - Start) * 1000 div ?CALLS.

%% Each message one point, so that nothing waits for anything else.
latencies(Label, Port) ->
    io:format("ready ~p~n", [Label]),
    Sorted = lists:sort([latency(Port) || _ <- lists:seq(1, ?POINTS)]),
    Median = lists:nth(?POINTS div 2, Sorted),
    script:show(Label, {hd(Sorted), Median, lists:last(Sorted)}).

latency(Port) ->
    receive
        {touch, Port, [{touch, _, _, _, _, _, Time}]} ->
            erlang:monotonic_time(microsecond) - Time
    after 5000 -> exit(no_event_in_5_s)
    end.
