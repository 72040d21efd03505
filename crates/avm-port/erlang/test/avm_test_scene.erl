%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A scene of avm_scene that shows a point where it is touched.
%%
%% The display is a process, which is sent what is shown.
-module(avm_test_scene).

-export([start_link/2, init/1, handle_input/4, call/2]).

-spec start_link(Display :: pid(), Input :: pid()) -> {ok, pid()} | {error, term()}.
start_link(Display, Input) ->
    Options = [{display_server, {?MODULE, Display}}, {input_server, Input}],
    %% Not a dependency: it is there only if the tests find it.
    apply(avm_scene, start_link, [?MODULE, [], Options]).

-spec init(Args :: term()) -> {ok, no_state}.
init(_Args) ->
    {ok, no_state}.

-spec handle_input(Event :: term(), Ms :: integer(), Input :: pid(), State :: term()) ->
    {noreply, term(), [{push, [tuple()]}]}.
handle_input({touch, X, Y}, _Ms, _Input, State) ->
    {noreply, State, [{push, [{rect, X, Y, 1, 1, 16#FFFFFF}]}]}.

-spec call(Display :: pid(), {update, Items :: [tuple()]}) -> ok.
call(Display, {update, Items}) ->
    Display ! {shown, Items},
    ok.
