%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A supervisor of what a test wants supervised.
-module(avm_test_sup).
-behaviour(supervisor).

-export([start_link/1, child/3, stop/1]).
-export([init/1]).

-spec start_link([supervisor:child_spec()]) -> {ok, pid()} | {error, term()}.
start_link(Children) ->
    supervisor:start_link(?MODULE, Children).

-spec init([supervisor:child_spec()]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init(Children) ->
    {ok, {#{strategy => one_for_one, intensity => 5, period => 5}, Children}}.

%% The child of this id, once it is another one than before.
-spec child(Sup :: pid(), Id :: term(), Before :: pid()) -> pid().
child(Sup, Id, Before) ->
    case lists:keyfind(Id, 1, supervisor:which_children(Sup)) of
        {Id, Pid, _, _} when is_pid(Pid), Pid =/= Before ->
            Pid;
        _ ->
            timer:sleep(2),
            child(Sup, Id, Before)
    end.

-spec stop(Sup :: pid()) -> ok.
stop(Sup) ->
    true = unlink(Sup),
    exit(Sup, shutdown),
    _ = avm_test:down(Sup),
    ok.
