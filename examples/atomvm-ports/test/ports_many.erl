%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc As many ports as there is room for, and some that are refused.
-module(ports_many).

-export([start/0]).

start() ->
    Open = many([]),
    script:show(refused, [port() || _ <- [a, b, c]]),
    script:show(some, length(Open) > 100),
    script:show(gone, lists:all(fun gone/1, Open)),
    {ok, Port} = script:reopen(200),
    script:show(close, avm_touch:close(Port)),
    ok.

many(Open) ->
    case port() of
        refused -> Open;
        Port -> many([Port | Open])
    end.

port() ->
    try
        open_port({spawn, "touch"}, #{owner => self()})
    catch
        error:badarg -> refused
    end.

gone(Port) ->
    true = exit(Port, kill),
    script:wait_gone(Port) =/= still_there.
