%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The program of the right node.
%% @end
%%-----------------------------------------------------------------------------
-module(straw_right).

-export([start/0]).

-spec start() -> no_return().
start() ->
    straw_node:run("right", "left").
