%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Finds device nodes, and sees to it that each has its process.
%%
%% A node is found by its name: one that epmd knows on the hosts that are looked
%% at, one that is named in full, or one that connects by itself; and its name is
%% one of those that are wanted. A node that is gone is looked for again and
%% again, one that lied only after a while.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_finder).
-behaviour(gen_server).

-export([start_link/1, devices/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

%% An atom has no more characters.
-define(LONGEST, 255).

%% @doc Start to look.
-spec start_link(Settings :: cluster:settings()) -> {ok, pid()} | {error, term()}.
start_link(Settings) ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, Settings, []).

%% @doc The processes of the nodes that are there.
-spec devices() -> [{node(), pid()}].
devices() ->
    gen_server:call(?MODULE, devices).

%% @private
-spec init(cluster:settings()) -> {ok, map()}.
init(Settings) ->
    ok = net_kernel:monitor_nodes(true, [{node_type, all}, nodedown_reason]),
    self() ! look,
    {ok, #{settings => Settings, devices => #{}, banned => #{}}}.

%% @private
-spec handle_call(term(), {pid(), term()}, map()) -> {reply, term(), map()}.
handle_call(devices, _From, #{devices := Devices} = State) ->
    {reply, [{Node, Pid} || {Pid, {Node, _}} <- maps:to_list(Devices)], State};
handle_call(_Request, _From, State) ->
    {reply, {error, closed}, State}.

%% @private
-spec handle_cast(term(), map()) -> {noreply, map()}.
handle_cast(_Message, State) ->
    {noreply, State}.

%% @private
-spec handle_info(term(), map()) -> {noreply, map()}.
handle_info(look, #{settings := #{look_ms := LookMs} = Settings} = State) ->
    _ = erlang:send_after(LookMs, self(), look),
    ok = lists:foreach(fun drown/1, flooded(State)),
    {noreply, lists:foldl(fun start/2, pardon(State), found(Settings))};
handle_info({nodeup, Node, _Info}, #{settings := #{devices := Wanted}} = State) ->
    case is_wanted(atom_to_list(Node), Wanted) of
        true -> {noreply, start(Node, State)};
        false -> {noreply, State}
    end;
handle_info({'DOWN', _, process, Pid, Reason}, #{devices := Devices} = State) when
    is_map_key(Pid, Devices)
->
    {{Node, _}, Rest} = maps:take(Pid, Devices),
    {noreply, ended(Node, why(Reason), State#{devices := Rest})};
handle_info(_Message, State) ->
    {noreply, State}.

why({shutdown, Reason}) -> Reason;
why(killed) -> banned;
why(Reason) -> Reason.

ended(Node, banned, #{banned := Banned, settings := #{ban_ms := BanMs}} = State) ->
    ok = cluster_table:ended(Node, banned),
    State#{banned := Banned#{Node => now_ms() + BanMs}};
ended(Node, Reason, State) ->
    ok = cluster_table:ended(Node, Reason),
    State.

%% Those whose time is up may come back.
pardon(#{banned := Banned} = State) ->
    Now = now_ms(),
    State#{banned := maps:filter(fun(_Node, Until) -> Until > Now end, Banned)}.

start(Node, #{banned := Banned} = State) when is_map_key(Node, Banned) ->
    _ = erlang:disconnect_node(Node),
    State;
start(Node, #{devices := Devices, settings := Settings} = State) ->
    case lists:keymember(Node, 1, maps:values(Devices)) of
        true ->
            State;
        false ->
            {ok, Pid} = cluster_sup:start_device(Node, Settings),
            State#{devices := Devices#{Pid => {Node, erlang:monitor(process, Pid)}}}
    end.

%% A process that does not keep up is beneath a flood.
flooded(#{devices := Devices, settings := #{most_messages := Most}}) ->
    [Device || {Pid, {Node, _}} <- maps:to_list(Devices), Device <- [{Node, Pid}], queue(Pid) > Most].

queue(Pid) ->
    case process_info(Pid, message_queue_len) of
        {message_queue_len, Length} -> Length;
        undefined -> 0
    end.

drown({Node, Pid}) ->
    _ = erlang:disconnect_node(Node),
    exit(Pid, kill).

found(#{devices := Wanted, hosts := Hosts}) ->
    Known = [Name ++ "@" ++ Host || Host <- Hosts, Name <- names(Host)],
    Named = [Name || Name <- Wanted, lists:member($@, Name), not lists:member($*, Name)],
    Names = [Name || Name <- Known, is_wanted(Name, Wanted)] ++ Named,
    [list_to_atom(Name) || Name <- lists:usort(Names), usable(Name)].

names(Host) ->
    case erl_epmd:names(Host) of
        {ok, Names} -> [Name || {Name, _Port} <- Names];
        {error, _} -> []
    end.

usable(Name) ->
    length(Name) =< ?LONGEST andalso Name =/= atom_to_list(node()).

is_wanted(Name, Wanted) ->
    lists:any(fun(Pattern) -> matches(Name, Pattern) end, Wanted).

%% `*' stands for any characters; a pattern without `@' is about the name alone.
matches(Name, Pattern) ->
    case lists:member($@, Pattern) of
        true -> like(Name, Pattern);
        false -> like(lists:takewhile(fun(C) -> C =/= $@ end, Name), Pattern)
    end.

like(Name, [$* | Pattern]) ->
    like(Name, Pattern) orelse (Name =/= [] andalso like(tl(Name), [$* | Pattern]));
like([C | Name], [C | Pattern]) ->
    like(Name, Pattern);
like(Name, Pattern) ->
    Name =:= [] andalso Pattern =:= [].

now_ms() ->
    erlang:monotonic_time(millisecond).
