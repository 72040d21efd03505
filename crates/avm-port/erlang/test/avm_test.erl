%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Runs the tests of a suite, each in a process of its own.
-module(avm_test).

-export([run/2, driver/2, forget/1, down/1, quietly/1]).

-spec run(Suite :: atom(), Tests :: [{atom(), fun(() -> ok)}]) ->
    ok | {failed, [{atom(), term()}]}.
run(Suite, Tests) ->
    Results = [{Name, run(Test)} || {Name, Test} <- Tests],
    Failed = [Result || {_, Outcome} = Result <- Results, Outcome =/= ok],
    io:format("~s: ~p run, ~p failed~n", [Suite, length(Results), length(Failed)]),
    case Failed of
        [] -> ok;
        _ -> {failed, Failed}
    end.

run(Test) ->
    {Pid, Ref} = spawn_opt(fun() -> ok = Test() end, [monitor]),
    receive
        {'DOWN', Ref, process, Pid, normal} -> ok;
        {'DOWN', Ref, process, Pid, Reason} -> Reason
    after 20000 ->
        exit(Pid, kill),
        hangs
    end.

%% Makes a module the driver of a name.
-spec driver(Name :: atom(), Module :: module()) -> ok.
driver(Name, Module) ->
    Driver = module(Name),
    Settings = {var, 1, 'Settings'},
    Call = {call, 1, {remote, 1, {atom, 1, Module}, {atom, 1, start}}, [Settings]},
    Forms = [
        {attribute, 1, module, Driver},
        {attribute, 1, export, [{start, 1}]},
        {function, 1, start, 1, [{clause, 1, [Settings], [], [Call]}]}
    ],
    {ok, Driver, Code} = compile:forms(Forms),
    {module, Driver} = code:load_binary(Driver, "forms", Code),
    ok.

-spec forget(Name :: atom()) -> ok.
forget(Name) ->
    true = code:delete(module(Name)),
    _ = code:purge(module(Name)),
    ok.

module(Name) ->
    list_to_atom("avm_" ++ atom_to_list(Name) ++ "_port_driver").

%% Why a process ended, once it has.
-spec down(Pid :: pid()) -> term().
down(Pid) ->
    Ref = erlang:monitor(process, Pid),
    receive
        {'DOWN', Ref, process, Pid, Reason} -> Reason
    end.

%% Without the reports of crashes that are wanted.
-spec quietly(Test :: fun(() -> term())) -> ok.
quietly(Test) ->
    #{level := Level} = logger:get_primary_config(),
    ok = logger:set_primary_config(level, none),
    try
        _ = Test(),
        ok
    after
        ok = logger:set_primary_config(level, Level)
    end.
