%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc One device node, for as long as it is there.
%%
%% Opens the ports on the node, takes its touch events and holds them against
%% the counts of the port. What is no event is counted and dropped; a node that
%% says too much of it is sent away. The process ends with the node or a port,
%% and `cluster_finder' starts another.
%%
%% Events come on credit: the touch port may send so many messages, says that
%% they are used up, and gets as many again. Nothing here waits for the node
%% once its ports are open.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_device).
-behaviour(gen_server).

-export([start_link/2, sample/1, play/3]).
-export([init/1, handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

%% So many words of heap, its messages included, are a flood.
-define(MOST_WORDS, 16 * 1024 * 1024).
%% What leaves so many requests without a reply is gone.
-define(MOST_WAITING, 10).
%% What a device may take until it has room for samples.
-define(PLAY_MS, 20000).
-define(AUDIO, #{sample_rate => 48000, channels => 1}).

%% @doc Start to work with a node.
-spec start_link(Node :: node(), Settings :: cluster:settings()) -> {ok, pid()}.
start_link(Node, Settings) ->
    gen_server:start_link(?MODULE, {Node, Settings}, []).

%% @doc Ask the node for its counts now; returns once they are in the table.
-spec sample(Device :: pid()) -> ok | {error, gone}.
sample(Device) ->
    try
        gen_server:call(Device, sample)
    catch
        exit:_ -> {error, gone}
    end.

%% @doc Play samples on the node; `{played, Ref, Node, Reply}' is sent back.
-spec play(Device :: pid(), Samples :: binary(), Ref :: reference()) -> ok.
play(Device, Samples, Ref) ->
    gen_server:cast(Device, {play, Samples, self(), Ref}).

%% @private
-spec init({node(), cluster:settings()}) -> {ok, map(), {continue, open}}.
init({Node, Settings}) ->
    %% So that the ports are closed when the hub stops.
    _ = process_flag(trap_exit, true),
    _ = process_flag(max_heap_size, #{size => ?MOST_WORDS, kill => true, error_logger => true}),
    ok = cluster_table:opening(Node),
    {ok, #{node => Node, settings => Settings}, {continue, open}}.

%% @private
-spec handle_continue(open, map()) -> {noreply, map()} | {stop, term(), map()}.
handle_continue(open, #{node := Node, settings := Settings} = State) ->
    Remote = maps:with([lease_ms, open_ms], Settings),
    case net_kernel:connect_node(Node) of
        true ->
            case remote_port:open(Node, touch, #{}, Remote) of
                {ok, Touch} -> opened(Touch, remote_port:open(Node, audio, ?AUDIO, Remote), State);
                {error, Reason} -> {stop, {shutdown, {touch, Reason}}, State}
            end;
        _ ->
            {stop, {shutdown, unreachable}, State}
    end.

%% A device may have no speaker; one that is only late is opened anew with all else.
opened(Touch, {ok, Speaker}, State) ->
    streaming(Touch, Speaker, State);
opened(Touch, {error, {no_driver, audio}}, State) ->
    streaming(Touch, none, State);
opened(Touch, {error, Reason}, State) ->
    {stop, {shutdown, {audio, Reason}}, State#{touch => Touch, speaker => none}}.

streaming(Touch, Speaker, #{node := Node, settings := #{sample_ms := SampleMs}} = State) ->
    _ = erlang:send_after(SampleMs, self(), sample),
    ok = cluster_table:open(Node, Speaker =/= none),
    {noreply,
        grant(State#{
            touch => Touch,
            monitors => [erlang:monitor(process, Port) || Port <- [Touch, Speaker], Port =/= none],
            speaker => Speaker,
            credit => 0,
            last_us => 0,
            received => 0,
            lies => 0,
            calls => #{},
            samplers => []
        })}.

%% The next messages of the port are expected.
grant(#{touch := Touch, settings := #{credit := Credit}, calls := Calls} = State) ->
    Ref = remote_port:send_request(Touch, {subscribe, #{active => Credit}}),
    State#{calls := Calls#{Ref => subscribe}}.

%% @private
-spec handle_call(term(), {pid(), term()}, map()) -> {reply, term(), map()} | {noreply, map()}.
handle_call(sample, From, #{touch := _, samplers := Samplers} = State) ->
    {noreply, ask(State#{samplers := [From | Samplers]})};
handle_call(_Request, _From, State) ->
    {reply, {error, closed}, State}.

ask(#{touch := Touch, calls := Calls} = State) ->
    State#{calls := Calls#{remote_port:send_request(Touch, get_stats) => stats}}.

%% What is not asked for long closes; see `remote_port'.
ask_speaker(#{speaker := none} = State) ->
    State;
ask_speaker(#{speaker := Speaker, calls := Calls} = State) ->
    State#{calls := Calls#{remote_port:send_request(Speaker, get_stats) => speaker}}.

%% @private
-spec handle_cast(term(), map()) -> {noreply, map()}.
handle_cast({play, Samples, Pid, Ref}, #{node := Node} = State) ->
    %% The reply waits for room in the device.
    Speaker = maps:get(speaker, State, none),
    _ = spawn(fun() -> Pid ! {played, Ref, Node, play_there(Speaker, Samples)} end),
    {noreply, State};
handle_cast(_Message, State) ->
    lied(1, State).

play_there(none, _Samples) -> {error, no_speaker};
play_there(Speaker, Samples) -> avm_audio:play_buffer(Speaker, Samples, ?PLAY_MS).

%% @private
-spec handle_info(term(), map()) -> {noreply, map()} | {stop, term(), map()}.
handle_info({touch, Touch, Events}, #{touch := Touch, credit := Credit} = State) when Credit > 0 ->
    {Good, Bad, LastUs} = cluster_events:check(Events, maps:get(last_us, State)),
    ok = cluster_table:received(maps:get(node, State), Good),
    #{received := Received} = State,
    New = State#{credit := Credit - 1, last_us := LastUs, received := Received + Good},
    lied(Bad, New);
handle_info({touch_passive, Touch}, #{touch := Touch, credit := 0} = State) ->
    {noreply, grant(State)};
handle_info({Ref, Reply}, #{calls := Calls} = State) when is_map_key(Ref, Calls) ->
    {What, Rest} = maps:take(Ref, Calls),
    replied(What, Reply, State#{calls := Rest});
handle_info(sample, #{calls := Calls} = State) when map_size(Calls) >= ?MOST_WAITING ->
    {stop, {shutdown, silent}, State};
handle_info(sample, #{settings := #{sample_ms := SampleMs}} = State) ->
    _ = erlang:send_after(SampleMs, self(), sample),
    {noreply, ask(ask_speaker(State))};
handle_info({'DOWN', Monitor, process, _, Reason}, #{monitors := Monitors} = State) ->
    case lists:member(Monitor, Monitors) of
        true -> {stop, {shutdown, Reason}, State};
        false -> lied(1, State)
    end;
handle_info({audio, Speaker, _What}, #{speaker := Speaker} = State) ->
    {noreply, State};
handle_info(_Message, State) ->
    lied(1, State).

replied(subscribe, ok, #{settings := #{credit := Credit}} = State) ->
    {noreply, State#{credit := Credit}};
replied(subscribe, {error, Reason}, State) ->
    {stop, {shutdown, {touch, Reason}}, State};
replied(subscribe, _Reply, State) ->
    %% A port that may have been given credit or not cannot be asked again.
    lied(maps:get(most_lies, maps:get(settings, State)), State);
replied(speaker, _Reply, State) ->
    {noreply, State};
replied(stats, Reply, #{node := Node, received := Received, samplers := Samplers} = State) ->
    Checked = cluster_events:stats(Reply, Received),
    ok = cluster_table:sampled(Node, Received, Checked),
    lists:foreach(fun(From) -> gen_server:reply(From, ok) end, Samplers),
    case Checked of
        {ok, _} -> {noreply, State#{samplers := []}};
        _ -> lied(1, State#{samplers := []})
    end.

lied(0, State) ->
    {noreply, State};
lied(Count, #{node := Node, settings := #{most_lies := Most}} = State) ->
    ok = cluster_table:lied(Node, Count),
    Lies = maps:get(lies, State, 0) + Count,
    case Lies >= Most of
        true ->
            _ = erlang:disconnect_node(Node),
            {stop, {shutdown, banned}, State};
        false ->
            {noreply, State#{lies => Lies}}
    end.

%% @private
-spec terminate(term(), map()) -> ok.
terminate(_Reason, #{touch := Touch, speaker := Speaker}) ->
    %% Without waiting: the node may be gone, or not answer.
    _ = remote_port:send_request(Touch, '$close'),
    _ = Speaker =:= none orelse remote_port:send_request(Speaker, '$close'),
    ok;
terminate(_Reason, _State) ->
    ok.
