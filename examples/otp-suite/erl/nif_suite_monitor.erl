%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Values that monitor processes, as in OTP's `nif_SUITE'.
-module(nif_suite_monitor).

-export([cases/0]).
-export([monitor_process_a/0, monitor_process_b/0, monitor_process_c/0, monitor_process_d/0]).
-export([monitor_process_purge/0, demonitor_process/0, monitor_port/0, monitor_dead/0]).

-import(suite_nif, [
    alloc_monitor_resource/1,
    monitor_process/3,
    make_resource/1,
    release_resource/1,
    last_resource_dtor_call/0,
    next/0,
    nothing/0
]).

cases() ->
    [
        monitor_process_a,
        monitor_process_b,
        monitor_process_c,
        monitor_process_d,
        monitor_process_purge,
        demonitor_process,
        monitor_port,
        monitor_dead
    ].

%% Each way in which a process may end is heard of, once.
monitor_process_a() ->
    Ends = [
        fun(Pid) -> Pid ! {exit, 17} end,
        fun(Pid) -> Pid ! return end,
        fun(Pid) -> Pid ! badmatch end,
        fun(Pid) -> exit(Pid, 18) end,
        fun(Pid) -> exit(Pid, kill) end
    ],
    [ended(End, FromThread) || End <- Ends, FromThread <- [false, true]].

ended(End, FromThread) ->
    Pid = spawn(fun mortal/0),
    Id = alloc_monitor_resource(self()),
    {ok, Monitor} = monitor_process(Id, Pid, FromThread),
    [Id] = monitored_by(Pid),
    End(Pid),
    {monitor_resource_down, Id, Pid, Monitor} = next(),
    nothing(),
    undefined = last_resource_dtor_call(),
    ok = release_resource(Id),
    {Id, <<>>, 1} = last_resource_dtor_call().

mortal() ->
    receive
        {exit, Reason} -> exit(Reason);
        return -> ok;
        Other -> error(Other)
    end.

%% A value that goes takes its monitors with it.
monitor_process_b() ->
    Releases = [fun suite_nif:release_resource/1, fun suite_nif:release_resource_from_thread/1],
    [gone(Release) || Release <- Releases].

gone(Release) ->
    Pid = spawn_link(fun mortal/0),
    Id = alloc_monitor_resource(self()),
    {ok, _} = monitor_process(Id, Pid, true),
    [Id] = monitored_by(Pid),
    ok = Release(Id),
    {Id, <<>>, 1} = last_resource_dtor_call(),
    [] = monitored_by(Pid),
    Pid ! return,
    nothing().

%% The process that is monitored is the value's last holder.
monitor_process_c() ->
    Papa = self(),
    Pid = spawn_link(fun() ->
        Id = alloc_monitor_resource(Papa),
        {ok, Monitor} = monitor_process(Id, self(), false),
        %% A process sees a signal to itself a moment later.
        ok = suite_nif:eventually(fun() -> [Id] =:= monitored_by(self()) end),
        put(held, make_resource(Id)),
        ok = release_resource(Id),
        undefined = last_resource_dtor_call(),
        Papa ! {self(), Id, Monitor}
    end),
    {Pid, Id, Monitor} = next(),
    {monitor_resource_down, Id, Pid, Monitor} = next(),
    ok = suite_nif:eventually(fun() -> {Id, <<>>, 1} =:= last_resource_dtor_call() end),
    nothing().

%% The value goes while the process does: never `down' for a value that is gone, and one drop.
monitor_process_d() ->
    [exits() || _ <- lists:seq(1, 50)].

exits() ->
    Papa = self(),
    {Target, Ref} = spawn_monitor(fun mortal/0),
    Id = alloc_monitor_resource(Papa),
    {ok, Monitor} = monitor_process(Id, Target, false),
    [Papa, Id] = monitored_by(Target),
    exit(Target, die),
    ok = release_resource(Id),
    {'DOWN', Ref, process, Target, die} = next(),
    {Id, <<>>, 1} = last_resource_dtor_call(),
    receive
        {monitor_resource_down, Id, Target, Monitor} -> nothing()
    after 0 -> ok
    end.

%% `down' runs though the module that has the library is purged.
monitor_process_purge() ->
    {Pid, Ref} = spawn_monitor(fun mortal/0),
    Id = alloc_monitor_resource(self()),
    Held = make_resource(Id),
    ok = release_resource(Id),
    Library = suite_nif:library(),
    Id2 = alloc_monitor_resource(self()),
    {ok, Monitor2} = monitor_process(Id2, Pid, false),
    true = code:delete(avm_port_nif),
    _ = code:purge(avm_port_nif),
    Pid ! return,
    Messages = lists:sort([next(), next()]),
    Expected = lists:sort([
        {'DOWN', Ref, process, Pid, normal},
        {monitor_resource_down, Id2, Pid, Monitor2}
    ]),
    Messages = Expected,
    %% Loaded again, it is the same library, whose types are new: the value is a stranger, and is
    %% dropped all the same.
    {error, badarg} = suite_nif:raised(fun() -> suite_nif:get_resource(2, Held) end),
    Library = suite_nif:library(),
    ok = release_resource(Id2),
    {Id2, <<>>, 1} = last_resource_dtor_call().

%% A monitor is ended once, and others of the value go on.
demonitor_process() ->
    Pid = spawn_link(fun mortal/0),
    Id = alloc_monitor_resource(self()),
    {ok, One} = monitor_process(Id, Pid, false),
    {ok, Two} = monitor_process(Id, Pid, true),
    true = One =/= Two,
    [Id, Id] = monitored_by(Pid),
    true = suite_nif:demonitor_process(Id, One),
    [Id] = monitored_by(Pid),
    false = suite_nif:demonitor_process(Id, One),
    true = suite_nif:demonitor_process(Id, Two),
    [] = monitored_by(Pid),
    false = suite_nif:demonitor_process(Id, Two),
    2 = suite_nif:watched(Id),
    ok = release_resource(Id),
    {Id, <<>>, 1} = last_resource_dtor_call(),
    Pid ! return,
    nothing().

%% A port is a process, however it ends.
monitor_port() ->
    Ends = [
        fun avm_port:close/1,
        fun(Port) -> exit(Port, shutdown) end,
        fun(Port) -> exit(Port, kill) end
    ],
    [port_ended(End, Driver) || End <- Ends, Driver <- [sender, dirty_sender]].

port_ended(End, Driver) ->
    {ok, Port} = avm_port:open(Driver, #{joins => true}),
    Id = avm_port:call(Port, watch),
    [Id] = [Watch || Watch <- monitored_by(Port), is_integer(Watch)],
    _ = End(Port),
    {monitor_resource_down, Id, Port, _} = next(),
    ok = release_resource(Id),
    ok = suite_nif:eventually(fun() -> {Id, <<>>, 1} =:= last_resource_dtor_call() end),
    nothing().

%% What is dead already cannot be monitored.
monitor_dead() ->
    {Pid, Ref} = spawn_monitor(fun() -> ok end),
    {'DOWN', Ref, process, Pid, normal} = next(),
    Id = alloc_monitor_resource(self()),
    [{error, noproc} = monitor_process(Id, Pid, FromThread) || FromThread <- [false, true]],
    0 = suite_nif:watched(Id),
    ok = release_resource(Id),
    {Id, <<>>, 1} = last_resource_dtor_call(),
    nothing().

%% Who monitors a process: values by their numbers, and processes.
monitored_by(Pid) ->
    {monitored_by, Monitors} = process_info(Pid, monitored_by),
    Named = [named(Monitor) || Monitor <- Monitors],
    true = erlang:garbage_collect(),
    lists:sort(fun(A, B) -> is_pid(A) orelse not is_pid(B) andalso A =< B end, Named).

named(Value) when is_reference(Value) -> element(1, suite_nif:get_resource(2, Value));
named(Pid) -> Pid.
