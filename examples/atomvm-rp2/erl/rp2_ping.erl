%% SPDX-License-Identifier: MIT OR Apache-2.0
%% The smallest port: opened, called, closed.
-module(rp2_ping).

-export([start/0]).

start() ->
    io:format("version ~s~n", [erlang:system_info(atomvm_version)]),
    {ok, Port} = avm_port:open(ping),
    pong = avm_port:call(Port, ping),
    io:format("~p~n", [avm_port:call(Port, pong)]),
    io:format("~p~n", [avm_port:open(ping, #{size => 3})]),
    io:format("~p~n", [avm_port:open(pong)]),
    ok = avm_port:close(Port),
    io:format("~p~n", [avm_port:call(Port, ping)]),
    io:format("end~n"),
    ok.
