%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Faults inside a driver: panic, no answer, no memory, late answers.
-module(fault_calls).

-export([start/0]).

start() ->
    script:show(echo, echo()),
    script:show(missing, missing()),
    script:show(no_reply, no_reply()),
    script:show(alloc_fail, alloc_fail()),
    script:show(deferred, deferred()),
    script:show(deferred_many, deferred_many()),
    script:show(deferred_late, deferred_late()),
    script:show(deferred_close, deferred_end(fun avm_port:close/1)),
    script:show(deferred_kill, deferred_end(fun(Port) -> exit(Port, kill) end)),
    script:show(deferred_caller_gone, deferred_caller_gone()),
    script:show(panic, panic()),
    script:show(panic_many, panic_many(100)),
    ok.

echo() ->
    {ok, Port} = avm_port:open(fault),
    Terms = [
        1, -1, 1.5, 9223372036854775807, -9223372036854775808, [], [1, 2, 3], {}, {a, b},
        #{}, #{k => [v]}, <<>>, <<"text">>, binary:copy(<<7>>, 100000), atom, self(), make_ref(),
        "charlist", ["io", <<"list">>, [$s]], [1 | 2], Port
    ],
    Wrong = [Term || Term <- Terms, {ok, Term} =/= avm_port:call(Port, {echo, #{value => Term}})],
    ok = avm_port:close(Port),
    {length(Terms), wrong, length(Wrong)}.

missing() ->
    {ok, Port} = avm_port:open(fault),
    Errors = [avm_port:call(Port, Request) || Request <- [echo, {echo, #{}}, {echo, []}]],
    ok = avm_port:close(Port),
    lists:usort(Errors).

no_reply() ->
    {ok, Port} = avm_port:open(fault),
    Error = avm_port:call(Port, no_reply),
    {ok, _} = avm_port:info(Port),
    ok = avm_port:close(Port),
    Error.

%% The port lives on.
alloc_fail() ->
    {ok, Port} = avm_port:open(fault),
    Error = avm_port:call(Port, alloc_fail),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    ok = avm_port:close(Port),
    Error.

%% The answer to `defer' comes with `release'; other calls are served between.
deferred() ->
    {ok, Port} = avm_port:open(fault),
    {Pid, Ref} = caller(Port),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    nothing = result(Pid, Ref, 50),
    Release = avm_port:call(Port, release),
    Result = result(Pid, Ref, 5000),
    ok = avm_port:close(Port),
    {Release, Result}.

deferred_many() ->
    {ok, Port} = avm_port:open(fault),
    Results = [
        begin
            {Pid, Ref} = caller(Port),
            _ = avm_port:call(Port, release),
            result(Pid, Ref, 5000)
        end
     || _ <- lists:seq(1, 100)
    ],
    ok = avm_port:close(Port),
    lists:usort(Results).

%% The caller gives up; the answer comes later, and the next call removes it.
deferred_late() ->
    {ok, Port} = avm_port:open(fault),
    Error = avm_port:call(Port, defer, 30),
    _ = avm_port:call(Port, release),
    script:sleep(50),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    Left = length(script:flush()),
    ok = avm_port:close(Port),
    {Error, Left}.

%% A port that ends with a call pending leaves no caller hanging. What the
%% caller is told first, the loss of its answer or of the port, may differ.
deferred_end(End) ->
    {ok, Port} = avm_port:open(fault),
    {Pid, Ref} = caller(Port),
    _ = End(Port),
    Reason = script:reason(result(Pid, Ref, 5000)),
    true = lists:member(Reason, [no_reply, closed, exit]),
    told.

deferred_caller_gone() ->
    {ok, Port} = avm_port:open(fault),
    {Pid, _Ref} = caller(Port),
    exit(Pid, kill),
    script:sleep(20),
    Release = avm_port:call(Port, release),
    {ok, _} = avm_port:info(Port),
    ok = avm_port:close(Port),
    Release.

panic() ->
    {ok, Port} = avm_port:open(fault),
    Error = avm_port:call(Port, panic),
    _ = script:wait_gone(Port),
    {error, closed} = avm_port:info(Port),
    {ok, Again} = avm_port:open(fault),
    ok = avm_port:close(Again),
    Error.

panic_many(0) ->
    ok;
panic_many(N) ->
    {ok, Port} = avm_port:open(fault),
    {error, panic} = avm_port:call(Port, panic),
    panic_many(N - 1).

%% A process that waits for the answer to `defer'; the call is under way.
caller(Port) ->
    Test = self(),
    Started = spawn_opt(
        fun() ->
            Test ! {result, self(), avm_port:call(Port, defer)}
        end,
        [monitor]
    ),
    script:sleep(20),
    Started.

result(Pid, Ref, Patience) ->
    receive
        {result, Pid, Result} ->
            true = erlang:demonitor(Ref, [flush]),
            Result
    after Patience -> nothing
    end.
