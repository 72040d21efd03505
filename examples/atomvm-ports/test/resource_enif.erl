%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The ten cases of AtomVM's own tests/test-enif.c, by their names there.
%%
%% A process that holds a term stands for a context of the original, and what a
%% resource tells this process for what its callbacks wrote down there.
-module(resource_enif).

-export([start/0]).

start() ->
    {Maker, _} = Ports = resource_script:open(),
    Cases = [
        {test_resource, fun test_resource/1},
        {test_resource_keep_release, fun test_resource_keep_release/1},
        {test_resource_monitor, fun test_resource_monitor/1},
        {test_resource_monitor_handler_can_lock, fun test_resource_monitor_handler_can_lock/1},
        {test_resource_monitor_two_resources_two_processes,
            fun test_resource_monitor_two_resources_two_processes/1},
        {test_resource_binary, fun test_resource_binary/1},
        {test_resource_binaries, fun test_resource_binaries/1},
        {test_resource_release_in_down_handler, fun test_resource_release_in_down_handler/1},
        {test_resource_release_in_down_handler_two_monitors,
            fun test_resource_release_in_down_handler_two_monitors/1},
        {monitor_of_a_port, fun monitor_of_a_port/1}
    ],
    [script:show(Name, Case(Ports)) || {Name, Case} <- Cases],
    {Created, 0, Created} = resource_script:settled(Maker, count_probes),
    script:show(all_dropped, Created),
    script:show(test_resource_destroyed_with_global, test_resource_destroyed_with_global(Ports)),
    ok.

%% The term is of the right type only, and the value goes with the last context.
test_resource({Maker, _} = Ports) ->
    Holder = held(Ports, 42, fun(Resource) ->
        {ok, 42} = resource_script:read(Maker, Resource),
        {error, bad_resource} = avm_port:call(Maker, {read_plain, #{resource => Resource}})
    end),
    nothing = resource_script:told(50),
    ok = resource_script:let_go(Holder),
    resource_script:told(5000).

%% What a process still holds when the VM ends is dropped then: the Rust test sees it.
test_resource_destroyed_with_global({Maker, Keeper}) ->
    _ = resource_script:elsewhere(fun() ->
        resource_script:holder(resource_script:make(Maker, 1042, undefined))
    end),
    {_, 1, _} = resource_script:counts(Maker, count_probes),
    ok = avm_port:close(Maker),
    avm_port:close(Keeper).

%% A port keeps it twice.
test_resource_keep_release({_, Keeper} = Ports) ->
    Holder = held(Ports, 42, fun(Resource) ->
        ok = keep(Keeper, Resource),
        ok = keep(Keeper, Resource)
    end),
    ok = resource_script:let_go(Holder),
    nothing = resource_script:told(50),
    ok = avm_port:call(Keeper, let_go),
    resource_script:told(5000).

test_resource_monitor(Ports) ->
    {called_on_destroy(Ports), not_called_if_demonitored(Ports), demonitored_if_dropped(Ports)}.

called_on_destroy({_, Keeper} = Ports) ->
    Watched = resource_script:holder(nothing),
    Holder = held(Ports, 42, fun(Resource) -> {ok, _} = watch(Keeper, Resource, Watched) end),
    nothing = resource_script:told(50),
    ok = resource_script:let_go(Watched),
    {down, 42, Watched, true} = resource_script:told(5000),
    nothing = resource_script:told(50),
    ok = resource_script:let_go(Holder),
    resource_script:told(5000).

not_called_if_demonitored({_, Keeper} = Ports) ->
    Watched = resource_script:holder(nothing),
    Holder = held(Ports, 42, fun(Resource) ->
        {ok, Monitor} = watch(Keeper, Resource, Watched),
        true = unwatch(Keeper, Resource, Monitor),
        false = unwatch(Keeper, Resource, Monitor)
    end),
    ok = resource_script:let_go(Watched),
    nothing = resource_script:told(50),
    ok = resource_script:let_go(Holder),
    resource_script:told(5000).

demonitored_if_dropped({Maker, Keeper} = Ports) ->
    Watched = resource_script:holder(nothing),
    Holder = held(Ports, 42, fun(Resource) -> {ok, _} = watch(Keeper, Resource, Watched) end),
    ok = resource_script:let_go(Holder),
    {dropped, 42} = Dropped = resource_script:told(5000),
    ok = resource_script:let_go(Watched),
    nothing = resource_script:told(50),
    {error, no_process} = resource_script:elsewhere(fun() ->
        watch(Keeper, resource_script:make(Maker, 43, undefined), Watched)
    end),
    Dropped.

%% `down' asks whether a process lives, and sends.
test_resource_monitor_handler_can_lock({_, Keeper} = Ports) ->
    Watched = resource_script:holder(nothing),
    Holder = held(Ports, 42, fun(Resource) -> {ok, _} = watch(Keeper, Resource, Watched) end),
    ok = resource_script:let_go(Watched),
    {down, 42, Watched, true} = resource_script:told(5000),
    ok = resource_script:let_go(Holder),
    resource_script:told(5000).

test_resource_monitor_two_resources_two_processes({_, Keeper} = Ports) ->
    {Watched1, Watched2} = {resource_script:holder(nothing), resource_script:holder(nothing)},
    Holder1 = held(Ports, 42, fun(Resource) ->
        {ok, _} = watch(Keeper, Resource, Watched1),
        {ok, _} = watch(Keeper, Resource, Watched2)
    end),
    Holder2 = held(Ports, 43, fun(Resource) -> {ok, _} = watch(Keeper, Resource, Watched1) end),
    ok = resource_script:let_go(Watched1),
    {down, 42, Watched1, true} = resource_script:told(5000),
    {down, 43, Watched1, true} = resource_script:told(5000),
    nothing = resource_script:told(50),
    ok = resource_script:let_go(Watched2),
    {down, 42, Watched2, true} = resource_script:told(5000),
    ok = resource_script:let_go(Holder1),
    {dropped, 42} = resource_script:told(5000),
    ok = resource_script:let_go(Holder2),
    resource_script:told(5000).

%% A binary, equal to one of the same bytes, and the same when it was turned to
%% the external form and back. Its owner is dropped with it.
test_resource_binary({Maker, _}) ->
    Before = avm_port:call(Maker, dropped_bytes),
    Same = resource_script:elsewhere(fun() ->
        {ok, {Binary, Part}} = avm_port:call(Maker, {make_binary, #{data => <<"hello">>}}),
        true = is_binary(Binary),
        5 = byte_size(Binary),
        <<"h", Rest/binary>> = Binary,
        Back = binary_to_term(term_to_binary(Binary)),
        Appended = <<Binary/binary, " world">>,
        [
            Binary =:= <<"hello">>,
            Back =:= Binary,
            Part =:= <<"ell">>,
            Rest =:= <<"ello">>,
            Appended =:= <<"hello world">>
        ]
    end),
    {Same, dropped_bytes(Maker, Before + 1)}.

%% Two binaries of one owner, held by two processes.
test_resource_binaries({Maker, _}) ->
    Before = avm_port:call(Maker, dropped_bytes),
    {Holder1, Holder2} = resource_script:elsewhere(fun() ->
        {ok, {All, Part}} = avm_port:call(Maker, {make_binary, #{data => <<"hello">>}}),
        {resource_script:holder(All), resource_script:holder(Part)}
    end),
    Held = resource_script:elsewhere(fun() ->
        {resource_script:pass_on(Holder1) =:= <<"hello">>,
            resource_script:pass_on(Holder2) =:= <<"ell">>}
    end),
    ok = resource_script:let_go(Holder1),
    script:sleep(50),
    After1 = avm_port:call(Maker, dropped_bytes) - Before,
    ok = resource_script:let_go(Holder2),
    %% On 0.6 binaries are copies, and the owner went with the reply.
    true = After1 =:= 0 orelse script:is_old(),
    {Held, dropped_bytes(Maker, Before + 1)}.

test_resource_release_in_down_handler({_, Keeper} = Ports) ->
    Watched = resource_script:holder(nothing),
    Holder = held(Ports, 42, fun(Resource) ->
        {ok, _} = watch(Keeper, Resource, Watched),
        ok = avm_port:call(Keeper, {hold_itself, #{resource => Resource}})
    end),
    ok = resource_script:let_go(Holder),
    nothing = resource_script:told(50),
    ok = resource_script:let_go(Watched),
    {down, 42, Watched, true} = resource_script:told(5000),
    {dropped, 42} = Dropped = resource_script:told(5000),
    nothing = resource_script:told(50),
    Dropped.

%% The first `down' lets the last holder go, so there is no second.
test_resource_release_in_down_handler_two_monitors({_, Keeper} = Ports) ->
    {Watched1, Watched2} = {resource_script:holder(nothing), resource_script:holder(nothing)},
    Holder = held(Ports, 42, fun(Resource) ->
        {ok, _} = watch(Keeper, Resource, Watched1),
        {ok, _} = watch(Keeper, Resource, Watched2),
        ok = avm_port:call(Keeper, {hold_itself, #{resource => Resource}})
    end),
    ok = resource_script:let_go(Holder),
    ok = resource_script:let_go(Watched1),
    {down, 42, Watched1, true} = resource_script:told(5000),
    {dropped, 42} = Dropped = resource_script:told(5000),
    ok = resource_script:let_go(Watched2),
    nothing = resource_script:told(50),
    Dropped.

%% Not among the ten.
monitor_of_a_port(Ports) ->
    {ok, Other} = avm_port:open(keeper),
    Holder = held(Ports, 42, fun(Resource) ->
        {ok, _} = avm_port:call(Other, {monitor_this_port, #{resource => Resource}})
    end),
    nothing = resource_script:told(50),
    ok = avm_port:close(Other),
    {down, 42, Other, true} = resource_script:told(5000),
    ok = resource_script:let_go(Holder),
    resource_script:told(5000).

%% A process that holds a resource that tells this one, which never had it.
held({Maker, _}, Number, Do) ->
    Test = self(),
    resource_script:elsewhere(fun() ->
        Resource = resource_script:make(Maker, Number, Test),
        _ = Do(Resource),
        resource_script:holder(Resource)
    end).

keep(Keeper, Resource) ->
    avm_port:call(Keeper, {keep, #{resource => Resource}}).

watch(Keeper, Resource, Pid) ->
    avm_port:call(Keeper, {monitor, #{resource => Resource, process => Pid}}).

unwatch(Keeper, Resource, Monitor) ->
    avm_port:call(Keeper, {demonitor, #{resource => Resource, monitor => Monitor}}).

%% How many owners were dropped once it is so many, with patience.
dropped_bytes(Maker, Expected) ->
    dropped_bytes(Maker, Expected, 250).

dropped_bytes(Maker, Expected, Tries) ->
    case avm_port:call(Maker, dropped_bytes) of
        Expected ->
            dropped;
        Less when Less < Expected, Tries > 0 ->
            script:sleep(20),
            dropped_bytes(Maker, Expected, Tries - 1);
        Other ->
            {wrong, Other, Expected}
    end.
