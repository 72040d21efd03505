%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The hub: one node with the touch panels and speakers of many.
%%
%% The application finds device nodes by Erlang distribution, opens the ports
%% `touch' and `audio' on each, takes their events, and plays sound on all:
%% ```
%% ok = application:start(avm_port),
%% ok = application:start(cluster),
%% [#{node := Node, received := Events} | _] = cluster:devices(),
%% [{Node, ok} | _] = cluster:play(cluster:tone(440, 250)).
%% '''
%% Its environment has the settings; see {@link settings()}.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster).
-behaviour(application).

-export([start/2, stop/1]).
-export([devices/0, sample/0, play/1, tone/2]).

-export_type([settings/0]).

-type settings() :: #{
    devices := [string()],
    hosts := [string()],
    credit := 1..32767,
    sample_ms := pos_integer(),
    look_ms := pos_integer(),
    most_lies := pos_integer(),
    most_messages := pos_integer(),
    ban_ms := pos_integer(),
    lease_ms => pos_integer(),
    open_ms => pos_integer()
}.
%% Names of device nodes, of which `*' is any part (`["device*"]'); hosts whose
%% epmd is asked (`["localhost"]'); messages that a touch port may send before it
%% waits (16); how often counts are read (1000) and nodes are looked for (500);
%% what a node may say that is wrong (1000) and how many messages may wait
%% (20000) before it is sent away, and for how long (30000). For the others see
%% {@link remote_port:settings()}.

-define(DEFAULTS, #{
    devices => ["device*"],
    hosts => ["localhost"],
    credit => 16,
    sample_ms => 1000,
    look_ms => 500,
    most_lies => 1000,
    most_messages => 20000,
    ban_ms => 30000
}).
-define(PATIENCE_MS, 25000).
-define(RATE, 48000).

%% @private
-spec start(application:start_type(), term()) -> {ok, pid()} | {error, term()}.
start(_Type, _Arguments) ->
    Known = maps:keys(?DEFAULTS) ++ [lease_ms, open_ms],
    Given = maps:with(Known, maps:from_list(application:get_all_env(cluster))),
    cluster_sup:start_link(maps:merge(?DEFAULTS, Given)).

%% @private
-spec stop(term()) -> ok.
stop(_State) ->
    ok.

%% @doc What is known of each device node that was ever found.
-spec devices() -> [cluster_table:row()].
devices() ->
    cluster_table:rows().

%% @doc The same, after each node that is there was asked for its counts.
-spec sample() -> [cluster_table:row()].
sample() ->
    _ = [cluster_device:sample(Pid) || {_Node, Pid} <- cluster_finder:devices()],
    devices().

%% @doc Play samples, 16 bits at 48000 in a second, on all nodes at once.
-spec play(Samples :: binary()) -> [{node(), ok | {error, avm_port:reason()}}].
play(Samples) ->
    Ref = make_ref(),
    Devices = cluster_finder:devices(),
    ok = lists:foreach(fun({_, Pid}) -> cluster_device:play(Pid, Samples, Ref) end, Devices),
    Until = erlang:monotonic_time(millisecond) + ?PATIENCE_MS,
    [{Node, played(Ref, Node, Until)} || {Node, _} <- lists:sort(Devices)].

played(Ref, Node, Until) ->
    receive
        {played, Ref, Node, Reply} -> Reply
    after max(0, Until - erlang:monotonic_time(millisecond)) -> {error, timeout}
    end.

%% @doc A tone of so many hertz for so many milliseconds, as samples.
-spec tone(Hertz :: pos_integer(), Ms :: pos_integer()) -> binary().
tone(Hertz, Ms) ->
    Step = 2 * math:pi() * Hertz / ?RATE,
    <<<<(round(8000 * math:sin(Step * N))):16/little-signed>> || N <- lists:seq(1, ?RATE * Ms div 1000)>>.
