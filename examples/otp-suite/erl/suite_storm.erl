%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Threads that are not the VM's send while ports open, close and die.
-module(suite_storm).

-export([start/0, halts/1, killed/1, rounds/1]).

-define(DRIVERS, [sender, dirty_sender]).
-define(TOGETHER, 300).

start() ->
    ok = whole(),
    io:format("whole~n"),
    ok = together(),
    io:format("together~n"),
    ok = dies(),
    io:format("dies~n"),
    ok = at_rest(),
    io:format("at_rest~n").

%% Every message comes, whole and in the order of its thread.
whole() ->
    Ports = [open(Driver, true) || Driver <- ?DRIVERS],
    [ok = storm(Port, 8, 200) || Port <- Ports],
    ok = take(lists:flatten([lists:duplicate(length(?DRIVERS), T) || T <- lists:seq(0, 7)]), 200),
    [ok = avm_port:close(Port) || Port <- Ports],
    suite_nif:nothing().

%% Counts down what is missing of each thread; several have the same number.
take(Threads, Messages) ->
    Missing = length(Threads) * Messages,
    [ok = message(suite_nif:next()) || _ <- lists:seq(1, Missing)],
    ok.

message({storm, _Thread, _Nth, Length, Sum, Bytes}) ->
    Length = byte_size(Bytes),
    Sum = lists:sum(binary_to_list(Bytes)),
    ok.

%% Hundreds of processes open, use and close a port each, all at once.
together() ->
    Pids = [spawn_monitor(fun() -> used(N) end) || N <- lists:seq(1, ?TOGETHER)],
    [normal = ended(Pid) || Pid <- Pids],
    ok.

used(N) ->
    Driver = lists:nth(1 + N rem 2, ?DRIVERS),
    Port = open(Driver, N rem 3 =:= 0),
    ok = avm_port:call(Port, {keep, #{resource => suite_nif:make_new_resource(0, <<N:32>>)}}),
    ok = storm(Port, 1, 5),
    [ok = message(suite_nif:next()) || _ <- lists:seq(1, 5)],
    ok = avm_port:close(Port).

ended({Pid, Ref}) ->
    receive
        {'DOWN', Ref, process, Pid, Why} -> Why
    after 60000 -> {hangs, process_info(Pid, current_stacktrace)}
    end.

%% The port, its owner and its caller die in the middle of a call and of a storm.
dies() ->
    Ways = [
        {Driver, Joins, Work, End}
     || Driver <- ?DRIVERS, Joins <- [false, true], Work <- [0, 5], End <- [port, owner, shutdown, close]
    ],
    Pids = [spawn_monitor(fun() -> dies(Way) end) || Way <- Ways, _ <- lists:seq(1, 10)],
    [normal = ended(Pid) || Pid <- Pids],
    ok.

dies({Driver, Joins, Work, End}) ->
    Papa = self(),
    Owner = spawn(fun() ->
        Port = open(Driver, Joins),
        Value = suite_nif:make_new_resource(0, <<"kept">>),
        ok = avm_port:call(Port, {keep, #{resource => Value}}),
        ok = storm(Port, 2, 50),
        Papa ! {port, Port},
        receive
            die -> ok
        end
    end),
    Port = receive {port, P} -> P end,
    Ref = erlang:monitor(process, Port),
    Call = make_ref(),
    Port ! {'$call', {self(), Call}, {work, #{ms => Work}}},
    Work > 0 andalso receive after 1 -> ok end,
    _ = finish(End, Port, Owner),
    receive
        {'DOWN', Ref, process, Port, _} -> ok
    after 30000 -> error({hangs, Port})
    end,
    %% The answer came whole, or not at all.
    receive
        {Call, Answer} -> ok = Answer
    after 0 -> ok
    end,
    exit(Owner, kill).

finish(port, Port, _Owner) -> exit(Port, kill);
finish(owner, _Port, Owner) -> exit(Owner, kill);
finish(shutdown, Port, _Owner) -> exit(Port, shutdown);
finish(close, Port, _Owner) -> avm_port:close(Port).

%% No value, no thread and no process is left.
at_rest() ->
    suite_nif:eventually(fun() ->
        _ = [erlang:garbage_collect(Pid) || Pid <- processes()],
        suite_nif:settled(),
        {_, Alive, _} = suite_nif:resources(),
        {Alive, suite_nif:sender_threads()} =:= {0, 0}
    end).

open(Driver, Joins) ->
    {ok, Port} = avm_port:open(Driver, #{joins => Joins}),
    Port.

storm(Port, Threads, Messages) ->
    avm_port:call(Port, {storm, #{threads => Threads, messages => Messages}}, 60000).

%% The VM halts in the middle of all that, and of calls.
halts(Ms) ->
    busy(),
    receive
    after Ms -> halt(0)
    end.

%% The VM is killed by the system.
killed(Ms) ->
    busy(),
    Kill = io_lib:format("sleep ~p; kill -9 ~s", [Ms / 1000, os:getpid()]),
    _ = os:cmd(lists:flatten(Kill)),
    lives.

busy() ->
    [spawn(fun() -> busy(N) end) || N <- lists:seq(1, 20)],
    [spawn(fun() -> works(Driver) end) || Driver <- ?DRIVERS],
    _ = spawn(fun() -> nif_suite_frenzy:monitor_frenzy(60000, 5) end),
    ok.

works(Driver) ->
    Port = open(Driver, true),
    ok = avm_port:call(Port, {work, #{ms => 100}}),
    ok = avm_port:close(Port),
    works(Driver).

busy(N) ->
    _ = catch used(N),
    busy(N).

%% The same things over and over take no memory.
rounds(Rounds) ->
    ok = repeat(Rounds div 5),
    Early = resident(),
    ok = repeat(Rounds - Rounds div 5),
    ok = at_rest(),
    Late = resident(),
    io:format(standard_error, "resident: ~p and ~p KiB~n", [Early, Late]),
    io:format("grown = ~p~n", [max(0, Late - Early)]).

repeat(0) ->
    ok;
repeat(Left) ->
    {Pid, Ref} = spawn_monitor(fun() -> one(Left) end),
    normal = ended({Pid, Ref}),
    repeat(Left - 1).

one(N) ->
    Port = open(lists:nth(1 + N rem 2, ?DRIVERS), true),
    Value = suite_nif:make_new_resource(N rem 2, <<N:800>>),
    _ = N rem 2 =:= 0 andalso avm_port:call(Port, {keep, #{resource => Value}}),
    Watch = suite_nif:alloc_monitor_resource(self()),
    {ok, Monitor} = suite_nif:monitor_process(Watch, Port, N rem 3 =:= 0),
    ok = storm(Port, 1, 2),
    _ = finish(lists:nth(1 + N rem 3, [port, shutdown, close]), Port, self()),
    receive
        {monitor_resource_down, Watch, Port, Monitor} -> ok
    after 10000 -> error({no_down, N})
    end,
    suite_nif:release_resource(Watch).

resident() ->
    _ = [erlang:garbage_collect(Pid) || Pid <- processes()],
    {ok, Status} = file:read_file("/proc/self/status"),
    {match, [KiB]} = re:run(Status, "VmRSS:\\s+(\\d+)", [{capture, [1], list}]),
    list_to_integer(KiB).
