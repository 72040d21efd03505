%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The same as `nif_run', with fewer rounds, for a slow VM.
%% @end
%%-----------------------------------------------------------------------------
-module(nif_short).

-export([start/0]).

start() ->
    nif_run:run(#{rounds => 300, panics => true, display => #{width => 240, height => 320}}).
