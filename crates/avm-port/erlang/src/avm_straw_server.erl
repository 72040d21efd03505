%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The process that has a node's straws; see `avm_straw'.
%%
%% It owns the port that listens and a port for each straw; what becomes of each
%% is decided in `avm_straw_links'. Messages do not pass through it.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_straw_server).
-behaviour(gen_server).

-export([start_link/1, child_spec/1, send/3]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-define(OF_PORT, [
    format,
    max_frame,
    order,
    high,
    low,
    timeout_ms,
    budget,
    most_names,
    atoms,
    new_atoms
]).
-define(MOST_STRAWS, 64).

%%-----------------------------------------------------------------------------
%% @doc Start the process, linked to the calling one.
%% @end
%%-----------------------------------------------------------------------------
-spec start_link(Options :: avm_straw:options()) -> {ok, pid()} | {error, avm_straw:reason()}.
start_link(Options) ->
    case avm_port_worker:settings(Options, [name, most_straws | ?OF_PORT]) of
        {ok, #{name := Name} = Read} -> start(name(Name), Read);
        {ok, _} -> {error, {missing_option, name}};
        {error, _} = Error -> Error
    end.

start(error, #{name := Name}) ->
    {error, {bad_option, name, Name}};
start(_Name, #{most_straws := Most}) when not is_integer(Most); Most < 0 ->
    {error, {bad_option, most_straws, Most}};
start(Name, Read) ->
    Settings = Read#{name := Name},
    avm_port_worker:start(?MODULE, ?MODULE, Settings).

name(Name) when is_atom(Name) -> atom_to_binary(Name, utf8);
name(Name) when is_binary(Name) -> Name;
name(_Name) -> error.

%%-----------------------------------------------------------------------------
%% @doc The process as the child of a supervisor.
%% @end
%%-----------------------------------------------------------------------------
-spec child_spec(Options :: avm_straw:options()) -> supervisor:child_spec().
child_spec(Options) ->
    avm_port_worker:child(?MODULE, ?MODULE, Options).

%%-----------------------------------------------------------------------------
%% @doc Queue a message, without this process.
%%
%% On Erlang/OTP the caller does it by a NIF; on AtomVM it asks the port.
%% @end
%%-----------------------------------------------------------------------------
-spec send(Straw :: {avm_straw, avm_port:native(), term()}, Name :: term(), Message :: term()) ->
    ok | {error, avm_straw:reason()}.
send({avm_straw, Port, outside}, Name, Message) ->
    avm_port:call(Port, {send, {Name, Message}});
send({avm_straw, _Port, Outlet}, Name, Message) ->
    avm_nif:call(avm_straw, queue, [Outlet, Name, Message]).

%% @private
-spec init(Settings :: map()) -> {ok, avm_straw_links:state()} | {stop, term()}.
init(#{name := Me} = Settings) ->
    _ = process_flag(trap_exit, true),
    Options = maps:remove(name, maps:remove(most_straws, Settings)),
    case avm_port:open(straw, Options#{listen => Me}) of
        {ok, Listener} -> listening(Listener, Options, Settings);
        {error, Reason} -> {stop, Reason}
    end.

listening(Listener, Options, #{name := Me} = Settings) ->
    {ok, Monitor} = avm_port_call:monitor(Listener),
    case avm_port:call(Listener, get_names) of
        {ok, Names} ->
            {ok, #{
                me => Me,
                listener => Listener,
                monitor => Monitor,
                most => maps:get(most_straws, Settings, ?MOST_STRAWS),
                options => Options#{names => Names, me => Me},
                links => #{},
                peers => #{},
                exports => #{},
                subscribers => #{}
            }};
        {error, Reason} ->
            {stop, Reason}
    end.

%% @private
-spec handle_call(Request :: term(), From :: {pid(), term()}, State :: map()) ->
    {reply, term(), map()} | {noreply, map()}.
handle_call({open, Peer, TimeoutMs}, From, State) ->
    avm_straw_links:open(Peer, TimeoutMs, From, State);
handle_call({split, Peer}, _From, State) ->
    {reply, avm_straw_links:split(Peer, State), State};
handle_call(straws, _From, State) ->
    {reply, avm_straw_links:straws(State), State};
handle_call({close, Port}, _From, #{links := Links} = State) ->
    case Links of
        #{Port := _} -> {reply, ok, avm_straw_links:close(Port, closed, State)};
        _ -> {reply, ok, State}
    end;
handle_call({export, Name, Pid}, _From, State) ->
    export(Name, Pid, State);
handle_call({unexport, Name}, _From, #{exports := Exports} = State) ->
    case Exports of
        #{Name := _} -> {reply, ok, unexport(Name, State)};
        _ -> {reply, {error, not_found}, State}
    end;
handle_call({subscribe, Pid}, _From, #{subscribers := Subscribers} = State) ->
    case Subscribers of
        #{Pid := _} -> {reply, ok, State};
        _ ->
            Monitor = erlang:monitor(process, Pid),
            {reply, ok, State#{subscribers := Subscribers#{Pid => Monitor}}}
    end;
handle_call({unsubscribe, Pid}, _From, State) ->
    {reply, ok, unsubscribe(Pid, State)};
handle_call(Request, _From, State) ->
    {reply, {error, {unknown_command, Request}}, State}.

%% @private
-spec handle_cast(Message :: term(), State :: map()) -> {noreply, map()}.
handle_cast(_Message, State) ->
    {noreply, State}.

%% @private
-spec handle_info(Message :: term(), State :: map()) ->
    {noreply, map()} | {stop, Reason :: term(), map()}.
handle_info({straw, Listener, {arrival, Arrival}}, #{listener := Listener} = State) ->
    {noreply, avm_straw_links:arrived(Arrival, State)};
handle_info({straw, Port, News}, #{links := Links} = State) ->
    case Links of
        #{Port := Link} -> {noreply, avm_straw_links:news(News, Port, Link, State)};
        _ -> {noreply, State}
    end;
handle_info({'DOWN', Monitor, _Type, _Port, Reason}, #{monitor := Monitor} = State) ->
    {stop, {port_ended, straw, Reason}, State};
handle_info({'DOWN', Monitor, _Type, Object, Reason}, #{links := Links} = State) ->
    case Links of
        #{Object := #{monitor := Monitor}} ->
            {noreply, avm_straw_links:ended(Object, {port_ended, Reason}, 0, State)};
        _ ->
            {noreply, process_ended(Object, Monitor, State)}
    end;
handle_info(Message, State) ->
    avm_port_worker:handle_info(Message, State).

%% @private
-spec terminate(Reason :: term(), State :: map()) -> ok.
terminate(_Reason, #{listener := Listener, links := Links}) ->
    _ = [avm_port:close(Port) || Port <- [Listener | maps:keys(Links)]],
    ok.

%% Names and subscribers.

export(Name, Pid, #{exports := Exports, listener := Listener} = State) ->
    case Exports of
        #{Name := {Pid, _Monitor}} ->
            {reply, ok, State};
        #{Name := _} ->
            {reply, {error, exists}, State};
        _ ->
            case avm_port:call(Listener, {export, #{name => Name, pid => Pid}}) of
                ok ->
                    Monitor = erlang:monitor(process, Pid),
                    {reply, ok, State#{exports := Exports#{Name => {Pid, Monitor}}}};
                {error, _} = Error ->
                    {reply, Error, State}
            end
    end.

unexport(Name, #{exports := Exports, listener := Listener} = State) ->
    #{Name := {_Pid, Monitor}} = Exports,
    _ = avm_port:call(Listener, {unexport, #{name => Name}}),
    true = erlang:demonitor(Monitor, [flush]),
    State#{exports := maps:remove(Name, Exports)}.

process_ended(Pid, Monitor, #{exports := Exports, subscribers := Subscribers} = State) ->
    case Subscribers of
        #{Pid := Monitor} ->
            State#{subscribers := maps:remove(Pid, Subscribers)};
        _ ->
            Names = [Name || {Name, {_, Of}} <- maps:to_list(Exports), Of =:= Monitor],
            lists:foldl(fun unexport/2, State, Names)
    end.

unsubscribe(Pid, #{subscribers := Subscribers} = State) ->
    case Subscribers of
        #{Pid := Monitor} ->
            true = erlang:demonitor(Monitor, [flush]),
            State#{subscribers := maps:remove(Pid, Subscribers)};
        _ ->
            State
    end.
