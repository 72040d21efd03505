%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc A process that owns a port, to be put under a supervisor.
%%
%% It opens the port when it starts, closes it when it stops, and ends when the
%% port ends: with the reason `normal' if somebody closed the port, else with
%% `{port_ended, Driver, Reason}'. A device that is still `busy', as it is for a
%% moment after its last port ended, is tried again at growing intervals.
%%
%% Whoever knows the process by its pid or its name asks the port through it,
%% also after it was restarted:
%% ```
%% {ok, _} = avm_port_worker:start_link(#{
%%     driver => display, name => panel,
%%     options => #{width => 240, height => 320}
%% }),
%% ok = avm_port_worker:call(panel, {update, Items}),
%% {ok, Port} = avm_port_worker:port(panel),
%% ok = avm_display:fill(Port, 16#FFFFFF).
%% '''
%% What a port sends, such as touch events, goes to the process that asked for
%% it and not to the worker.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_worker).
-behaviour(gen_server).

-export([start_link/1, child_spec/1, port/1, call/2, call/3]).
%% For other servers that own ports.
-export([start/3, child/3, open/3, settings/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-export_type([settings/0, worker/0]).

-type settings() ::
    #{
        driver := avm_port:name(),
        options => avm_port:options(),
        name => atom(),
        id => term(),
        busy_ms => non_neg_integer()
    }
    | [
        {driver, avm_port:name()}
        | {options, avm_port:options()}
        | {name, atom()}
        | {id, term()}
        | {busy_ms, non_neg_integer()}
    ].
%% The driver, which must be given, and what it is opened with (`#{}'); a name
%% to register the process under; what its supervisor knows it as (the name, or
%% the driver); and for how many milliseconds a busy device is tried again
%% (2000).

-type worker() :: pid() | atom().
%% The process, or its name.

-define(BUSY_MS, 2000).
-define(FIRST_PAUSE_MS, 2).
-define(LONGEST_PAUSE_MS, 200).
%% What closing a port may take, and some more.
-define(SHUTDOWN_MS, 10000).
-define(TIMEOUT_MS, 5000).

%%-----------------------------------------------------------------------------
%% @param Settings  what to open, and under which name
%% @returns `{ok, Pid}', or why there is no port
%% @doc     Start a process that owns a port, linked to the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec start_link(Settings :: settings()) -> {ok, pid()} | {error, avm_port:reason()}.
start_link(Settings) ->
    case settings(Settings, [driver, options, name, id, busy_ms]) of
        {ok, #{driver := _} = Read} -> start(maps:get(name, Read, undefined), ?MODULE, Read);
        {ok, _} -> {error, {missing_option, driver}};
        {error, _} = Error -> Error
    end.

%%-----------------------------------------------------------------------------
%% @param Name      what to register the server under, or `undefined'
%% @param Module    its callbacks
%% @param Settings  what they begin with
%% @returns `{ok, Pid}', or why they do not
%% @doc     Start a server, linked to the calling process.
%% @private
%% @end
%%-----------------------------------------------------------------------------
-spec start(Name :: term(), Module :: module(), Settings :: map()) ->
    {ok, pid()} | {error, avm_port:reason()}.
start(undefined, Module, Settings) ->
    started(gen_server:start_link(Module, Settings, []));
start(Name, Module, Settings) when is_atom(Name) ->
    started(gen_server:start_link({local, Name}, Module, Settings, []));
start(Name, _Module, _Settings) ->
    {error, {bad_option, name, Name}}.

started({ok, Pid}) -> {ok, Pid};
%% As AtomVM's gen_server says that init/1 refused.
started({error, {init_stopped, Reason}}) -> {error, Reason};
started({error, Reason}) -> {error, Reason};
started(ignore) -> {error, closed}.

%%-----------------------------------------------------------------------------
%% @param Settings  what to open, and under which name
%% @returns a child specification, of a permanent worker
%% @doc     The process as the child of a supervisor.
%% @end
%%-----------------------------------------------------------------------------
-spec child_spec(Settings :: settings()) -> supervisor:child_spec().
child_spec(Settings) ->
    child(id(Settings), ?MODULE, Settings).

%% @private
-spec child(Id :: term(), Module :: module(), Settings :: term()) -> supervisor:child_spec().
child(Id, Module, Settings) ->
    #{
        id => Id,
        start => {Module, start_link, [Settings]},
        restart => permanent,
        shutdown => ?SHUTDOWN_MS,
        type => worker,
        modules => [Module]
    }.

%% Settings that are wrong are told when the child is started.
id(Settings) ->
    case settings(Settings, [driver, options, name, id, busy_ms]) of
        {ok, #{id := Id}} -> Id;
        {ok, #{name := Name}} -> Name;
        {ok, #{driver := Driver}} -> Driver;
        _ -> ?MODULE
    end.

%%-----------------------------------------------------------------------------
%% @param Worker    the process, or its name
%% @returns the port, or `{error, closed}' if there is no such process
%% @doc     The port that a process owns now.
%% @end
%%-----------------------------------------------------------------------------
-spec port(Worker :: worker()) -> {ok, avm_port:native()} | {error, avm_port:reason()}.
port(Worker) when is_atom(Worker); is_pid(Worker), Worker =/= self() ->
    try gen_server:call(Worker, port, ?TIMEOUT_MS) of
        {ok, Port} -> {ok, Port};
        Other -> {error, {bad_reply, Other}}
    catch
        exit:{timeout, _} -> {error, timeout};
        exit:_ -> {error, closed}
    end;
port(_Worker) ->
    {error, badarg}.

%% @equiv call(Worker, Request, 5000)
-spec call(Worker :: worker(), Request :: term()) -> term() | {error, avm_port:reason()}.
call(Worker, Request) ->
    call(Worker, Request, ?TIMEOUT_MS).

%%-----------------------------------------------------------------------------
%% @param Worker    the process, or its name
%% @param Request   what to ask the port
%% @param Timeout   milliseconds to wait for the reply, or `infinity'
%% @returns the reply of the port, or `{error, Reason}'
%% @doc     Send a request to the port that a process owns now.
%%
%% The request is the caller's own: it goes to the port directly.
%% @end
%%-----------------------------------------------------------------------------
-spec call(Worker :: worker(), Request :: term(), Timeout :: timeout()) ->
    term() | {error, avm_port:reason()}.
call(Worker, Request, Timeout) ->
    case port(Worker) of
        {ok, Port} -> avm_port:call(Port, Request, Timeout);
        {error, _} = Error -> Error
    end.

%%-----------------------------------------------------------------------------
%% @param Driver    the driver
%% @param Options   what it is opened with
%% @param Settings  how long to try, as `busy_ms'
%% @returns `{ok, Port}', or why there is no port
%% @doc     Open a port, waiting for a device that is busy.
%% @private
%% @end
%%-----------------------------------------------------------------------------
-spec open(Driver :: avm_port:name(), Options :: term(), Settings :: map()) ->
    {ok, avm_port:native()} | {error, avm_port:reason()}.
open(Driver, Options, Settings) ->
    open(Driver, Options, maps:get(busy_ms, Settings, ?BUSY_MS), ?FIRST_PAUSE_MS).

open(Driver, Options, Left, Pause) ->
    case avm_port:open(Driver, Options) of
        {error, busy} when Left > 0 ->
            Wait = min(Pause, Left),
            receive
            after Wait -> ok
            end,
            open(Driver, Options, Left - Wait, min(2 * Pause, ?LONGEST_PAUSE_MS));
        Opened ->
            Opened
    end.

%%-----------------------------------------------------------------------------
%% @param Settings  a map or a property list
%% @param Known     the names that it may have
%% @returns the settings as a map, or what is wrong with them
%% @doc     Read settings.
%% @private
%% @end
%%-----------------------------------------------------------------------------
-spec settings(Settings :: term(), Known :: [atom()]) ->
    {ok, #{atom() => term()}} | {error, avm_port:reason()}.
settings(Settings, Known) when is_map(Settings) ->
    settings(maps:to_list(Settings), Known);
settings(Settings, Known) ->
    read(Settings, Known, #{}).

read([], _Known, Read) ->
    {ok, Read};
read([{busy_ms, Ms} | _], _Known, _Read) when not is_integer(Ms); Ms < 0 ->
    {error, {bad_option, busy_ms, Ms}};
read([{Name, Value} | Rest], Known, Read) ->
    case lists:member(Name, Known) of
        true -> read(Rest, Known, maps:merge(#{Name => Value}, Read));
        false -> {error, {bad_option, Name, Value}}
    end;
read(Other, _Known, _Read) ->
    {error, {bad_options, Other}}.

%% @private
-spec init(Settings :: map()) -> {ok, map()} | {stop, avm_port:reason()}.
init(#{driver := Driver} = Settings) ->
    %% So that the port is closed, and not only killed, when a supervisor stops.
    _ = process_flag(trap_exit, true),
    Options = maps:get(options, Settings, #{}),
    case open(Driver, Options, Settings) of
        {ok, Port} ->
            {ok, Monitor} = avm_port_call:monitor(Port),
            {ok, #{driver => Driver, port => Port, monitor => Monitor}};
        {error, Reason} ->
            {stop, Reason}
    end.

%% @private
-spec handle_call(Request :: term(), From :: {pid(), term()}, State :: map()) ->
    {reply, term(), map()}.
handle_call(port, _From, #{port := Port} = State) ->
    {reply, {ok, Port}, State};
handle_call(Request, _From, State) ->
    {reply, {error, {unknown_command, Request}}, State}.

%% @private
-spec handle_cast(Message :: term(), State :: map()) -> {noreply, map()}.
handle_cast(_Message, State) ->
    {noreply, State}.

%% @private
-spec handle_info(Message :: term(), State :: map()) ->
    {noreply, map()} | {stop, Reason :: term(), map()}.
handle_info({'DOWN', Monitor, _Type, _Port, normal}, #{monitor := Monitor} = State) ->
    {stop, normal, State};
handle_info({'DOWN', Monitor, _Type, _Port, Reason}, #{monitor := Monitor} = State) ->
    #{driver := Driver} = State,
    {stop, {port_ended, Driver, Reason}, State};
handle_info({'EXIT', _Linked, Reason}, State) when Reason =/= normal ->
    {stop, Reason, State};
handle_info(_Message, State) ->
    {noreply, State}.

%% @private
-spec terminate(Reason :: term(), State :: map()) -> ok | {error, avm_port:reason()}.
terminate(_Reason, #{port := Port}) ->
    avm_port:close(Port).
