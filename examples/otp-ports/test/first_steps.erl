%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What a newcomer types first.
-module(first_steps).

-export([start/0]).

start() ->
    {ok, P} = avm_port:open(touch, #{}),
    script:show(first, element(1, events(P, avm_port:call(P, read_events)))),
    ok.

%% The board's fingers may not have touched the panel yet.
events(P, no_events) -> events(P, avm_port:call(P, read_events));
events(_, Events) -> Events.
