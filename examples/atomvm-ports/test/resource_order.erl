%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ends the VM with a resource that is older than a port.
-module(resource_order).

-export([start/0]).

start() ->
    {ok, Maker} = avm_port:open(maker),
    Made = fun() -> resource_script:holder(resource_script:make(Maker, 1, undefined)) end,
    _ = resource_script:elsewhere(Made),
    {ok, Keeper} = avm_port:open(keeper),
    script:show(opened, Keeper =/= Maker),
    ok.
