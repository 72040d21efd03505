%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc A device node on AtomVM: joins the cluster, and waits.
%%
%% The environment has the node's name before the `@' in `CLUSTER_NODE', the
%% cookie in `CLUSTER_COOKIE', and epmd's port in `ERL_EPMD_PORT'.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_atomvm).

-export([start/0]).

%% AtomVM's own `net_kernel' is called.
-dialyzer({[no_fail_call, no_missing_calls], start/0}).

%% @doc Start the distribution; whatever else is done here, the hub asks for.
-spec start() -> no_return().
start() ->
    Node = list_to_atom(os:getenv("CLUSTER_NODE") ++ "@localhost"),
    {ok, _} = net_kernel:start(Node, #{name_domain => shortnames, proto_dist => epmd_dist}),
    _ = net_kernel:set_cookie(list_to_binary(os:getenv("CLUSTER_COOKIE"))),
    receive
    after infinity -> ok
    end.
