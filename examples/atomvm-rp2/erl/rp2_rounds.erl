%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens and closes the panel many times; the memory in use stays as it is.
-module(rp2_rounds).

-export([start/0]).

-ifndef(ROUNDS).
-define(ROUNDS, 1000).
-endif.
%% Rounds after which all that is made once has been made.
-define(WARM, 200).

start() ->
    Peer = open_port({spawn, "peer"}, []),
    ok = rounds(?WARM),
    %% To ask takes some memory the first time.
    _ = memory(Peer),
    Before = memory(Peer),
    ok = rounds(?ROUNDS div 2),
    Halfway = memory(Peer),
    ok = rounds(?ROUNDS - ?ROUNDS div 2),
    After = memory(Peer),
    script:show(rounds, ?ROUNDS),
    script:show(in_use, {Before, Halfway, After}),
    script:show(ports, erlang:system_info(port_count)),
    ok.

rounds(0) ->
    ok;
rounds(Left) ->
    {ok, Port} = avm_touch:open(),
    ok = ends(Left rem 2, Port),
    rounds(Left - 1).

ends(0, Port) ->
    avm_touch:close(Port);
ends(1, Port) ->
    true = exit(Port, kill),
    killed = script:wait_gone(Port),
    ok.

%% As low as it gets: what a process has on its heap is not the port's.
memory(Peer) ->
    true = erlang:garbage_collect(),
    {InUse, _} = port:call(Peer, memory),
    InUse.
