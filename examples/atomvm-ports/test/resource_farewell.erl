%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Resources whose drop sends a message, collected at all kinds of moments:
%% also while the VM ends a process and holds the lock of all processes.
-module(resource_farewell).

-export([start/0]).

-ifndef(ROUNDS).
-define(ROUNDS, 300).
-endif.

start() ->
    {ok, Maker} = avm_port:open(maker),
    script:show(collected, lists:usort([collected(Maker, N) || N <- lists:seq(1, 20)])),
    script:show(dying, lists:usort([dying(Maker, N) || N <- lists:seq(1, ?ROUNDS)])),
    script:show(nested, nested(Maker)),
    script:show(to_the_dead, to_the_dead(Maker)),
    script:show(in_a_mailbox, in_a_mailbox(Maker)),
    {Created, 0, Created} = resource_script:settled(Maker, count_probes),
    avm_port:close(Maker).

%% In a garbage collection of a process that lives on.
collected(Maker, N) ->
    Test = self(),
    Pid = spawn(fun() ->
        _ = resource_script:make(Maker, N, Test),
        receive
            collect -> erlang:garbage_collect()
        end,
        receive
            stop -> ok
        end
    end),
    Pid ! collect,
    {dropped, N} = resource_script:told(5000),
    Pid ! stop,
    dropped.

%% As garbage of a process that dies, watched by others: to tell them the VM may
%% have to make room on its heap, and so to collect it, under that lock. How full
%% the heap is varies.
dying(Maker, N) ->
    Test = self(),
    Pid = spawn(fun() ->
        Fill = lists:seq(1, 1 + N rem 97),
        _ = resource_script:make(Maker, N, Test),
        %% From here on it is not scheduled again, and so not collected before the end.
        Test ! ready,
        receive
            never -> Fill
        end
    end),
    receive
        ready -> ok
    end,
    Refs = [erlang:monitor(process, Pid) || _ <- lists:seq(1, 1 + N rem 7)],
    nothing = resource_script:told(0),
    exit(Pid, kill),
    {dropped, N} = resource_script:told(5000),
    [
        receive
            {'DOWN', Ref, process, Pid, killed} -> ok
        after 5000 -> exit(no_down)
        end
     || Ref <- Refs
    ],
    dropped.

%% What one resource holds of another goes with it, or after it.
nested(Maker) ->
    Test = self(),
    ok = resource_script:elsewhere(fun() ->
        {ok, {_Outer, _Inner}} = avm_port:call(Maker, {make_nested, #{number => 1, tell => Test}}),
        ok
    end),
    lists:sort([resource_script:told(5000), resource_script:told(5000), resource_script:told(20)]).

%% Whom it tells may be gone.
to_the_dead(Maker) ->
    {Dead, Ref} = spawn_opt(fun() -> ok end, [monitor]),
    receive
        {'DOWN', Ref, process, Dead, normal} -> ok
    end,
    resource_script:elsewhere(fun() ->
        _ = resource_script:make(Maker, 1, Dead),
        ok
    end).

%% In messages that nobody took.
in_a_mailbox(Maker) ->
    Test = self(),
    Pid = spawn(fun() ->
        receive
            die -> ok
        end
    end),
    ok = resource_script:elsewhere(fun() ->
        [Pid ! {unread, resource_script:make(Maker, N, Test)} || N <- lists:seq(1, 5)],
        ok
    end),
    nothing = resource_script:told(20),
    Pid ! die,
    lists:sort([resource_script:told(5000) || _ <- lists:seq(1, 5)]).
