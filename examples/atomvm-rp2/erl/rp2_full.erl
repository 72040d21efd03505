%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A finger while the VM's queue is full of the events of others.
%%
%% The port in C posts an event for each edge of another pin, and the queue has
%% room for 16.
-module(rp2_full).

-export([start/0]).

start() ->
    Peer = open_port({spawn, "peer"}, []),
    ok = port:call(Peer, flood),
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port),
    {_, Before} = port:call(Peer, memory),
    io:format("ready~n"),
    receive
        {touch, Port, [{touch, down, 0, 12, 34, 50, _}]} -> script:show(touch, arrived)
    after 1000 -> script:show(touch, lost)
    end,
    {_, After} = port:call(Peer, memory),
    script:show(rung_again, After > Before),
    ok.
