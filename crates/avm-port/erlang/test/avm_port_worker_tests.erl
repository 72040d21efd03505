%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ports under supervisors: links, monitors, restarts, reports.
-module(avm_port_worker_tests).

-export([start/0, log/2]).

-spec start() -> ok | {failed, [{atom(), term()}]}.
start() ->
    ok = avm_test:driver(touch, avm_fake_touch),
    Result = avm_test:run(?MODULE, tests()),
    ok = avm_test:forget(touch),
    Result.

tests() ->
    [
        {calls, fun calls/0},
        {settings, fun settings/0},
        {busy, fun busy/0},
        {links, fun links/0},
        {linked, fun linked/0},
        {closed_by_somebody, fun closed_by_somebody/0},
        {killed_port, fun killed_port/0},
        {supervised, fun supervised/0},
        {supervisor_stops, fun supervisor_stops/0},
        {in_use_elsewhere, fun in_use_elsewhere/0},
        {reports, fun reports/0},
        {no_report, fun no_report/0}
    ].

calls() ->
    {ok, Worker} = avm_port_worker:start_link(#{driver => fake, name => faker}),
    {ok, Port} = avm_port_worker:port(faker),
    {ok, Port} = avm_port_worker:port(Worker),
    {ok, 7} = avm_port_worker:call(faker, {echo, #{value => 7}}),
    {ok, 8} = avm_port:call(Port, {echo, #{value => 8}}),
    {error, timeout} = avm_port_worker:call(Worker, never, 5),
    {error, {unknown_command, hello}} = gen_server:call(Worker, hello),
    Worker ! hello,
    ok = gen_server:cast(Worker, hello),
    {ok, Port} = avm_port_worker:port(faker),
    ok = gen_server:stop(Worker),
    {error, closed} = avm_port:info(Port),
    {error, closed} = avm_port_worker:port(faker),
    {error, closed} = avm_port_worker:call(Worker, never),
    [{error, badarg} = avm_port_worker:port(Bad) || Bad <- ["faker", self(), {faker, node()}]],
    ok.

settings() ->
    {error, {missing_option, driver}} = avm_port_worker:start_link(#{}),
    {error, {missing_option, driver}} = avm_port_worker:start_link([]),
    {error, {bad_option, option, 1}} = avm_port_worker:start_link(#{driver => fake, option => 1}),
    {error, {bad_option, name, 1}} = avm_port_worker:start_link(#{driver => fake, name => 1}),
    {error, {bad_option, busy_ms, x}} =
        avm_port_worker:start_link([{driver, fake}, {busy_ms, x}]),
    {error, {bad_options, fake}} = avm_port_worker:start_link(fake),
    {error, {bad_options, [fake]}} = avm_port_worker:start_link([fake]),
    #{id := panel} = avm_port:child_spec(#{driver => fake, name => panel}),
    #{id := 1} = avm_port:child_spec([{driver, fake}, {name, panel}, {id, 1}]),
    #{id := fake} = avm_port:child_spec([{driver, fake}]),
    #{id := avm_port_worker} = avm_port:child_spec(nonsense),
    false = process_flag(trap_exit, true),
    avm_test:quietly(fun() ->
        {error, {no_driver, absent}} = avm_port_worker:start_link(#{driver => absent}),
        {error, badarg} = avm_port_worker:start_link(#{driver => "fake"}),
        {error, {bad_options, [1]}} =
            avm_port_worker:start_link(#{driver => fake, options => [1]})
    end).

%% It waits for a busy device, for as long as it was told to.
busy() ->
    false = process_flag(trap_exit, true),
    Counter = counters:new(1, []),
    ok = counters:put(Counter, 1, 5),
    Start = erlang:monotonic_time(millisecond),
    {ok, Worker} = worker(#{options => #{busy => Counter}}),
    Took = erlang:monotonic_time(millisecond) - Start,
    %% 2 + 4 + 8 + 16 + 32
    true = Took >= 62,
    ok = gen_server:stop(Worker),
    ok = counters:put(Counter, 1, 1000),
    avm_test:quietly(fun() ->
        {error, busy} = worker(#{options => #{busy => Counter}, busy_ms => 30})
    end),
    %% After 0, 2, 6, 14 and 30 ms.
    995 = counters:get(Counter, 1),
    ok = counters:put(Counter, 1, 1),
    avm_test:quietly(fun() ->
        {error, busy} = worker(#{options => #{busy => Counter}, busy_ms => 0})
    end).

%% Whoever is linked to it ends with it, and it with them.
links() ->
    Test = self(),
    Owner = spawn(fun() ->
        {ok, Worker} = avm_port_worker:start_link(#{driver => fake}),
        {ok, Port} = avm_port_worker:port(Worker),
        Test ! {self(), Worker, Port},
        receive
            Reason -> exit(Reason)
        end
    end),
    {Worker, Port} =
        receive
            {Owner, W, P} -> {W, P}
        end,
    Monitor = erlang:monitor(process, Port),
    avm_test:quietly(fun() ->
        Owner ! crash,
        crash = avm_test:down(Worker),
        receive
            {'DOWN', Monitor, process, Port, normal} -> ok
        end
    end).

%% Also another than the process that started it; its normal end is no reason.
linked() ->
    false = process_flag(trap_exit, true),
    {ok, Worker} = avm_port_worker:start_link(#{driver => fake}),
    End = fun(Reason) ->
        spawn(fun() ->
            true = link(Worker),
            exit(Reason)
        end)
    end,
    _ = avm_test:down(End(normal)),
    {ok, _} = avm_port_worker:port(Worker),
    avm_test:quietly(fun() ->
        _ = End(crash),
        receive
            {'EXIT', Worker, crash} -> ok
        end
    end).

closed_by_somebody() ->
    {ok, Worker} = avm_port_worker:start_link(#{driver => fake}),
    {ok, Port} = avm_port_worker:port(Worker),
    Monitor = erlang:monitor(process, Worker),
    ok = avm_port:close(Port),
    receive
        {'DOWN', Monitor, process, Worker, normal} -> ok
    end.

killed_port() ->
    false = process_flag(trap_exit, true),
    {ok, Worker} = avm_port_worker:start_link(#{driver => fake}),
    {ok, Port} = avm_port_worker:port(Worker),
    avm_test:quietly(fun() ->
        exit(Port, kill),
        receive
            {'EXIT', Worker, {port_ended, fake, killed}} -> ok
        end
    end).

%% The name leads to the new port after each crash.
supervised() ->
    Spec = avm_port:child_spec(#{driver => touch, name => panel}),
    {ok, Sup} = avm_test_sup:start_link([Spec]),
    {ok, First} = avm_port_worker:port(panel),
    Worker = whereis(panel),
    avm_test:quietly(fun() ->
        ok = avm_fake_touch:crash(First, panic),
        Again = avm_test_sup:child(Sup, panel, Worker),
        {ok, Second} = avm_port_worker:port(panel),
        true = Second =/= First,
        %% The worker itself: its port is busy until it is closed.
        exit(Again, kill),
        _ = avm_test_sup:child(Sup, panel, Again),
        {got, read_events} = avm_port_worker:call(panel, read_events)
    end),
    avm_test_sup:stop(Sup).

supervisor_stops() ->
    Spec = avm_port:child_spec(#{driver => touch, name => panel}),
    {ok, Sup} = avm_test_sup:start_link([Spec]),
    ok = avm_test_sup:stop(Sup),
    %% Closed, not to be closed some time later.
    undefined = whereis(avm_fake_touch),
    ok.

%% A supervisor that cannot start says why, and leaves nothing.
in_use_elsewhere() ->
    false = process_flag(trap_exit, true),
    {ok, Worker} = worker(#{}),
    Spec = avm_port:child_spec(#{driver => touch, busy_ms => 10}),
    avm_test:quietly(fun() ->
        {error, {shutdown, {failed_to_start_child, touch, busy}}} =
            avm_test_sup:start_link([Spec])
    end),
    gen_server:stop(Worker).

%% As a handler of logger: to the process that it was added by.
-spec log(logger:log_event(), logger:handler_config()) -> ok.
log(Event, #{config := Test}) ->
    Test ! {logged, Event},
    ok.

reports() ->
    logged(fun(Port, Worker) ->
        ok = avm_fake_touch:crash(Port, panic),
        receive
            {logged, #{level := error, msg := {report, Report}, meta := Meta}} ->
                #{
                    label := {avm_port, crash},
                    name := touch,
                    port := Port,
                    owner := Worker,
                    reason := panic
                } = Report,
                #{domain := [avm_port], avm_port := touch, pid := Port, report_cb := Format} = Meta,
                {Text, Arguments} = Format(Report),
                "Port touch " ++ _ = lists:flatten(io_lib:format(Text, Arguments)),
                ok
        end
    end).

no_report() ->
    [
        logged(fun(Port, _) ->
            ok = avm_fake_touch:crash(Port, Reason),
            _ = avm_test:down(Port),
            receive
                {logged, Event} -> exit({logged, Event})
            after 20 -> ok
            end
        end)
     || Reason <- [normal, shutdown, {shutdown, done}, killed]
    ],
    ok.

%% With a handler that takes the reports of ports, and the default one quiet.
logged(Test) ->
    _ = process_flag(trap_exit, true),
    {ok, Worker} = worker(#{}),
    {ok, Port} = avm_port_worker:port(Worker),
    Ours = {fun logger_filters:domain/2, {log, sub, [avm_port]}},
    ok = logger:add_handler(?MODULE, ?MODULE, #{
        config => self(), filter_default => stop, filters => [{ours, Ours}]
    }),
    ok = logger:set_handler_config(default, level, none),
    try
        ok = Test(Port, Worker),
        _ = avm_test:down(Worker)
    after
        ok = logger:set_handler_config(default, level, all),
        ok = logger:remove_handler(?MODULE)
    end,
    ok.

worker(Settings) ->
    avm_port_worker:start_link(Settings#{driver => touch}).
