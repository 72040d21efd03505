%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The program of the left node.
%% @end
%%-----------------------------------------------------------------------------
-module(straw_left).

-export([start/0]).

-spec start() -> no_return().
start() ->
    straw_node:run("left", "right").
