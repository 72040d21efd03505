%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens a panel on a board that is set up wrongly.
-module(touch_refused).

-export([start/0]).

start() ->
    script:show(first, script:reason(avm_touch:open())),
    script:show(second, script:reason(avm_touch:open())),
    ok.
