%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ports that crash are reported to `logger', and opened anew by a supervisor.
-module(otp_report).
-behaviour(supervisor).

-export([start/0, log/2, init/1]).

start() ->
    ok = listen(),
    _ = process_flag(trap_exit, true),
    {ok, Sup} = supervisor:start_link(?MODULE, []),
    {ok, Port} = avm_port_worker:port(breaking),
    Worker = whereis(breaking),
    script:show(asked, avm_port_worker:call(breaking, panic)),
    script:show(reported, reported(Port, Worker)),
    Again = restarted(breaking, Worker),
    script:show(echo, avm_port_worker:call(breaking, {echo, #{value => 7}})),
    %% Not a crash: somebody wanted it.
    {ok, Next} = avm_port_worker:port(breaking),
    true = exit(Next, shutdown),
    Last = restarted(breaking, Again),
    script:show(restarted, Last =/= Worker),
    script:show(reports, length(script:flush())),
    panel(whereis(panel), 20),
    true = unlink(Sup),
    true = exit(Sup, shutdown),
    script:show(gone, script:wait_gone(Sup)),
    {ok, Display} = avm_display:open(#{width => 240, height => 320}),
    script:show(close, avm_display:close(Display)),
    ok.

init([]) ->
    Breaking = avm_port:child_spec(#{driver => fault, name => breaking}),
    Size = [{width, 240}, {height, 320}],
    Panel = avm_port:child_spec([{driver, display}, {name, panel}, {options, Size}]),
    {ok, {#{strategy => one_for_one, intensity => 100, period => 1}, [Breaking, Panel]}}.

%% A device that is exclusive, given up in every way: the next child waits for it.
panel(_Worker, 0) ->
    script:show(panel, avm_port_worker:call(panel, {update, []}));
panel(Worker, Left) ->
    {ok, Port} = avm_port_worker:port(panel),
    case Left rem 3 of
        0 -> true = exit(Worker, kill);
        1 -> true = exit(Port, kill);
        2 -> ok = avm_port:close(Port)
    end,
    panel(restarted(panel, Worker), Left - 1).

restarted(Name, Before) ->
    case whereis(Name) of
        Pid when is_pid(Pid), Pid =/= Before -> Pid;
        _ -> restarted(Name, Before, script:sleep(1))
    end.

restarted(Name, Before, ok) -> restarted(Name, Before).

%% The reports of ports come here, and no others anywhere.
listen() ->
    ok = logger:remove_handler(default),
    ok = logger:set_primary_config(level, all),
    Ours = {fun logger_filters:domain/2, {log, sub, [avm_port]}},
    logger:add_handler(?MODULE, ?MODULE, #{
        config => self(), filter_default => stop, filters => [{ours, Ours}]
    }).

log(Event, #{config := Listener}) ->
    Listener ! {logged, Event},
    ok.

reported(Port, Worker) ->
    receive
        {logged, #{level := Level, msg := {report, Report}, meta := #{domain := Domain}}} ->
            #{name := Name, port := Port, owner := Worker, reason := Reason} = Report,
            {Level, Domain, Name, Reason}
    after 5000 -> not_reported
    end.
