%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A port that blocks keeps no other process waiting, however it ends.
-module(otp_blocking).

-export([start/0]).

-define(MS, 400).

start() ->
    {ok, Port} = avm_port:open(blocking),
    Ticks = ticking(),
    {ok, Thread} = avm_port:call(Port, {sleep, #{ms => ?MS}}),
    script:show(dirty, string:find(Thread, "io") =/= nomatch),
    %% On a scheduler that sleeps there would be none, but for the first.
    script:show(ticked, ticks(Ticks) > 5),
    script:show(close, avm_port:close(Port)),
    [script:show(End, ended(End)) || End <- [shutdown, kill, owner]],
    script:show(in_mid_call, in_mid_call()),
    ok.

ticking() -> spawn_link(fun() -> tick(0) end).

tick(Count) ->
    receive
        {ticks, From} -> From ! {self(), Count}
    after 1 -> tick(Count + 1)
    end.

ticks(Pid) ->
    Pid ! {ticks, self()},
    receive
        {Pid, Count} -> Count
    end.

ended(End) ->
    {Owner, Ref} = spawn_monitor(fun() ->
        {ok, Port} = avm_port:open(blocking),
        case End of
            owner -> ok;
            Reason -> true = exit(Port, Reason), _ = script:wait_gone(Port)
        end
    end),
    receive
        {'DOWN', Ref, process, Owner, Why} -> script:sleep(100), Why
    end.

%% The call is carried out, and the port dropped after it.
in_mid_call() ->
    {ok, Port} = avm_port:open(blocking),
    Port ! {'$call', {self(), make_ref()}, {sleep, #{ms => 200}}},
    script:sleep(50),
    Ref = erlang:monitor(process, Port),
    true = exit(Port, kill),
    receive
        {'DOWN', Ref, process, Port, Reason} -> script:sleep(400), Reason
    end.
