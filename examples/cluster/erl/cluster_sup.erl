%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The supervisors of the hub: the finder, and below it the device nodes.
%%
%% The processes of nodes are not restarted here: nodes come and go, and the
%% finder starts a process when there is a node for it.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_sup).
-behaviour(supervisor).

-export([start_link/1, start_devices/0, start_device/2]).
-export([init/1]).

%% @doc Start all of the hub.
-spec start_link(Settings :: cluster:settings()) -> {ok, pid()} | {error, term()}.
start_link(Settings) ->
    started(supervisor:start_link({local, ?MODULE}, ?MODULE, {hub, Settings})).

%% @doc Start the supervisor of the processes of nodes.
-spec start_devices() -> {ok, pid()} | {error, term()}.
start_devices() ->
    started(supervisor:start_link({local, cluster_devices}, ?MODULE, devices)).

started({ok, Pid}) -> {ok, Pid};
started({error, Reason}) -> {error, Reason};
started(ignore) -> {error, ignore}.

%% @doc Start the process of a node.
-spec start_device(Node :: node(), Settings :: cluster:settings()) -> {ok, pid()}.
start_device(Node, Settings) ->
    {ok, Pid} = supervisor:start_child(cluster_devices, [Node, Settings]),
    {ok, Pid}.

%% @private
-spec init({hub, cluster:settings()} | devices) ->
    {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init({hub, Settings}) ->
    %% The table outlives whatever fails below.
    ok = cluster_table:new(),
    Devices = #{id => devices, start => {?MODULE, start_devices, []}, type => supervisor},
    Finder = #{id => finder, start => {cluster_finder, start_link, [Settings]}},
    {ok, {#{strategy => one_for_all}, [Devices, Finder]}};
init(devices) ->
    Device = #{id => device, start => {cluster_device, start_link, []}, restart => temporary},
    {ok, {#{strategy => simple_one_for_one}, [Device]}}.
