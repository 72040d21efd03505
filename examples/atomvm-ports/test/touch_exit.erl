%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Leaves a port open at the end of the VM.
-module(touch_exit).

-export([start/0]).

start() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port, true),
    script:show(open, ok),
    ok.
