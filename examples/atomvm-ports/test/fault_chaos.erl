%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Many processes open ports, and owners, ports and callers die at random.
-module(fault_chaos).

-export([start/0]).

-ifndef(ROUNDS).
-define(ROUNDS, 1000).
-endif.
-define(WORKERS, 8).

start() ->
    %% The first port brings in what the library keeps for good.
    ok = round_trip(),
    script:sleep(50),
    Before = erlang:system_info(process_count),
    Workers = [
        spawn_opt(fun() -> ok = work(Seed, ?ROUNDS) end, [monitor])
     || Seed <- lists:seq(1, ?WORKERS)
    ],
    script:show(workers, lists:usort([ended(Worker) || Worker <- Workers])),
    script:show(left_over, left_over(Before, 100)),
    script:show(round_trip, round_trip()),
    ok.

ended({Pid, Ref}) ->
    receive
        {'DOWN', Ref, process, Pid, Reason} -> Reason
    after 60000 -> hangs
    end.

%% Ports end on their own time, so with patience.
left_over(Before, Tries) ->
    case erlang:system_info(process_count) - Before of
        More when More > 0, Tries > 0 ->
            script:sleep(20),
            left_over(Before, Tries - 1);
        More ->
            More
    end.

round_trip() ->
    {ok, Port} = avm_port:open(fault),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    avm_port:close(Port).

work(_Seed, 0) ->
    ok;
work(Seed, Left) ->
    {Choice, Next} = script:random(Seed, 8),
    ok = step(Choice),
    work(Next, Left - 1).

step(0) -> round_trip();
step(1) -> with_port(fun(Port) -> exit(Port, kill) end);
step(2) -> with_port(fun(Port) -> exit(Port, shutdown) end);
step(3) -> with_port(fun(Port) -> {error, no_reply} = avm_port:call(Port, no_reply) end);
step(4) -> with_port(fun(Port) -> flood(Port, 20) end);
step(5) -> owner_killed(fun(_Port) -> ok end);
step(6) -> owner_killed(fun(Port) -> flood(Port, 20) end);
step(7) -> owner_killed(fun(Port) -> avm_port:call(Port, defer) end).

%% The owner ends normally, right after what it did, without a close.
with_port(Do) ->
    {Pid, Ref} = spawn_opt(
        fun() ->
            {ok, Port} = avm_port:open(fault),
            _ = Do(Port)
        end,
        [monitor]
    ),
    normal = ended({Pid, Ref}),
    ok.

%% The owner is killed at no moment in particular.
owner_killed(Do) ->
    {Pid, Ref} = spawn_opt(
        fun() ->
            {ok, Port} = avm_port:open(fault),
            _ = Do(Port),
            receive
                never -> ok
            end
        end,
        [monitor]
    ),
    {Ms, _} = script:random(erlang:monotonic_time(millisecond) band 16#FFFF, 4),
    script:sleep(Ms),
    exit(Pid, kill),
    killed = ended({Pid, Ref}),
    ok.

flood(_Port, 0) ->
    ok;
flood(Port, Left) ->
    Port ! {'$call', {self(), Left}, {echo, #{value => Left}}},
    Port ! nonsense,
    flood(Port, Left - 1).
