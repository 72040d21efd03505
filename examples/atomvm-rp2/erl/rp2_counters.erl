%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Resources: made, used by others, copied, dropped once.
-module(rp2_counters).

-export([start/0]).

start() ->
    {ok, Port} = avm_port:open(counters),
    Counter = avm_port:call(Port, new),
    script:show(next, [avm_port:call(Port, {next, #{counter => Counter}}) || _ <- [a, b, c]]),
    script:show(no_counter, avm_port:call(Port, {next, #{counter => make_ref()}})),
    script:show(other_process, in_another(Port, Counter)),
    script:show(same, avm_port:call(Port, {next, #{counter => Counter}})),
    script:show(counts, avm_port:call(Port, counts)),
    ok = many(Port, 200),
    true = erlang:garbage_collect(),
    script:show(many, avm_port:call(Port, counts)),
    ok = avm_port:close(Port),
    {ok, Next} = avm_port:open(counters),
    script:show(outlives_its_port, avm_port:call(Next, {next, #{counter => Counter}})),
    script:show(close, avm_port:close(Next)),
    ok.

in_another(Port, Counter) ->
    Self = self(),
    spawn(fun() -> Self ! {said, avm_port:call(Port, {next, #{counter => Counter}})} end),
    receive
        {said, Number} -> Number
    after 5000 -> nothing
    end.

%% Made and forgotten, by a process that ends.
many(Port, Count) ->
    {Pid, Ref} = spawn_opt(fun() -> [avm_port:call(Port, new) || _ <- lists:seq(1, Count)] end, [
        monitor
    ]),
    receive
        {'DOWN', Ref, process, Pid, normal} -> script:sleep(10)
    after 60000 -> timeout
    end.
