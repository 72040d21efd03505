%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Threads that are not the VM's ring bells, all at once.
-module(otp_storm).

-export([start/0]).

-define(THREADS, 16).
-define(RINGS, 20000).

start() ->
    script:show(alone, storm(1)),
    script:show(together, lists:usort(together(8))),
    script:show(told, told()),
    script:show(ended, lists:usort([ended(End) || End <- ends(), _ <- lists:seq(1, 20)])),
    ok.

%% What was rung last is seen, and one message stands for many rings.
storm(_) ->
    {ok, Port} = avm_port:open(storm),
    ok = avm_port:call(Port, {storm, #{threads => ?THREADS, rings => ?RINGS}}, 60000),
    Counts = calm(Port, 500),
    ok = avm_port:close(Port),
    Counts.

calm(Port, Tries) ->
    case avm_port:call(Port, calm, 60000) of
        #{rung := Rung, seen := Rung, events := Events} when
            Rung =:= ?THREADS * ?RINGS, Events >= 1, Events =< Rung
        ->
            all_seen;
        _ when Tries > 0 ->
            script:sleep(5),
            calm(Port, Tries - 1);
        Counts ->
            Counts
    end.

together(Count) ->
    Test = self(),
    Pids = [spawn_link(fun() -> Test ! {self(), storm(N)} end) || N <- lists:seq(1, Count)],
    [
        receive
            {Pid, Counts} -> Counts
        end
     || Pid <- Pids
    ].

%% What events send comes in order, and the last of it is all.
told() ->
    {ok, Port} = avm_port:open(storm),
    ok = avm_port:call(Port, {tell, #{process => self()}}),
    ok = avm_port:call(Port, {storm, #{threads => 4, rings => 1000}}),
    all_seen = seen(0),
    avm_port:close(Port).

seen(4000) ->
    all_seen;
seen(Before) ->
    receive
        {seen, Now} when Now >= Before -> seen(Now)
    after 5000 -> {seen, Before}
    end.

ends() -> [close, kill, shutdown, owner].

%% A port ends in the middle of a storm, and its bell is rung on.
ended(End) ->
    {Owner, Ref} = spawn_monitor(fun() ->
        {ok, Port} = avm_port:open(storm),
        ok = avm_port:call(Port, {storm, #{threads => 4, rings => 5000}}),
        case End of
            close -> ok = avm_port:close(Port);
            owner -> exit(normal);
            Reason -> true = exit(Port, Reason)
        end,
        _ = script:wait_gone(Port)
    end),
    receive
        {'DOWN', Ref, process, Owner, Why} -> Why
    end.
