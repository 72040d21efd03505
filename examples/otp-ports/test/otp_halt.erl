%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The VM halts while ports are called, rung and opened from all sides.
-module(otp_halt).

-export([start/0]).

start() ->
    {ok, Blocking} = avm_port:open(blocking),
    Blocking ! {'$call', {self(), make_ref()}, {sleep, #{ms => 100}}},
    [spawn(fun() -> busy(Name) end) || Name <- [fault, maker, storm], _ <- lists:seq(1, 8)],
    script:sleep(300),
    script:show(halting, true),
    halt(0).

busy(Name) ->
    {ok, Port} = avm_port:open(Name),
    work(Name, Port, 20),
    ok = avm_port:close(Port),
    busy(Name).

work(_Name, _Port, 0) ->
    ok;
work(fault, Port, Left) ->
    {ok, Left} = avm_port:call(Port, {echo, #{value => Left}}),
    work(fault, Port, Left - 1);
work(maker, Port, Left) ->
    {ok, Left} = resource_script:read(Port, resource_script:make(Port, Left, self())),
    work(maker, Port, Left - 1);
work(storm, Port, Left) ->
    ok = avm_port:call(Port, {storm, #{threads => 2, rings => 50}}),
    work(storm, Port, Left - 1).
