%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ends the VM while ports, processes and resources hold resources.
-module(resource_exit).

-export([start/0]).

start() ->
    {Maker, Keeper} = resource_script:open(),
    %% Held by this process, which is gone before the VM ends.
    _ = resource_script:make(Maker, 1, undefined),
    %% By a process that is not, by a port, by both, and by another resource.
    Holder = resource_script:elsewhere(fun() ->
        Of = fun(Number) -> resource_script:make(Maker, Number, undefined) end,
        {Both, Port} = {Of(3), Of(4)},
        {ok, {Outer, Inner}} = avm_port:call(Maker, {make_nested, #{number => 5}}),
        [ok, ok, ok] = [
            avm_port:call(Keeper, {keep, #{resource => R}})
         || R <- [Both, Port, Outer]
        ],
        resource_script:holder([Of(2), Both, Inner])
    end),
    %% This one holds itself, and so is never let go.
    Itself = resource_script:make(Maker, 9, undefined),
    ok = avm_port:call(Keeper, {hold_itself, #{resource => Itself}}),
    {ok, {_, _}} = avm_port:call(Maker, {make_binary, #{data => <<"held">>}}),
    [_, Both | _] = resource_script:pass_on(Holder),
    script:show(both, resource_script:read(Maker, Both)),
    ok.
