%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What the firmware holds: which AtomVM, and which ports.
-module(rp2_holds).

-export([start/0]).

start() ->
    io:format("version ~s~n", [erlang:system_info(atomvm_version)]),
    script:show(wordsize, erlang:system_info(wordsize)),
    [script:show(Name, holds(Name)) || Name <- [ping, counters, touch, spi, no_such_port]],
    script:show(peer, is_c_port("peer")),
    script:show(many, many([], 0)),
    ok.

holds(Name) ->
    case avm_port:open(Name) of
        {ok, Port} ->
            {ok, #{name := Name}} = avm_port:info(Port),
            avm_port:close(Port);
        Error ->
            Error
    end.

is_c_port(Name) ->
    Port = open_port({spawn, Name}, []),
    pong = port:call(Port, ping),
    true = exit(Port, kill),
    ok.

%% As many ports as there is room for, and one more.
many(Open, Count) ->
    case avm_port:open(ping) of
        {ok, Port} ->
            many([Port | Open], Count + 1);
        Error ->
            [ok = avm_port:close(Port) || Port <- Open],
            ok = holds(ping),
            {Count, Error}
    end.
