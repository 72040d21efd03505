%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc An input server: the touch panel for programs made for `avm_scene'.
%%
%% The process opens the touch port. A process that calls it with
%% `{subscribe_input}' gets `ok', and from then on for what is touched
%% `{input_event, InputServer, TimestampMs, EventData}'. Several processes can
%% subscribe; one that ends is forgotten.
%%
%% What the event data are is said by the setting `events':
%% <ul>
%% <li>`touch': `{touch, X, Y}' when a finger comes down</li>
%% <li>`mouse': `{mouse, pressed, left, X, Y}',
%%     `{mouse, move, {pressed, released, released}, X, Y}' and
%%     `{mouse, released, left, X, Y}' for the first finger on the panel</li>
%% </ul>
%% The time is that of the touch port, in milliseconds from a start of its own.
%% ```
%% {ok, Input} = avm_touch_input:start_link(#{touch => #{swap_xy => true}}),
%% {ok, _} = my_scene:start_link([], [
%%     {display_server, {avm_port, Display}},
%%     {input_server, Input}
%% ]).
%% '''
%% The contract is that of `src/avm_scene.erl' at commit aba9249 (v0.2.0) of
%% github.com/atomvm/avm_scene: the call in `maybe_subscribe_input', the message
%% in `handle_info'. `{touch, X, Y}' is in its `README.md'; `{mouse, ...}' is
%% what AtomGL sends, `send_mouse_event' in `sdl_display/display.c' at commit
%% d15bdb5 of github.com/atomvm/atomgl. Programs for AtomGL alone subscribe with
%% `{subscribe_input, all}', which is taken too.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_touch_input).
-behaviour(gen_server).

-export([start_link/0, start_link/1, child_spec/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-export_type([settings/0, event_data/0]).

-type settings() ::
    #{
        touch => avm_touch:options(),
        events => touch | mouse,
        name => atom(),
        id => term(),
        busy_ms => non_neg_integer()
    }
    | [
        {touch, avm_touch:options()}
        | {events, touch | mouse}
        | {name, atom()}
        | {id, term()}
        | {busy_ms, non_neg_integer()}
    ].
%% How the touch port is opened (`#{}'); what is sent (`touch'); a name to
%% register the process under; what its supervisor knows it as (the name, or
%% `avm_touch_input'); for how many milliseconds a busy panel is tried again
%% (2000).

-type event_data() ::
    {touch, X :: non_neg_integer(), Y :: non_neg_integer()}
    | {mouse, pressed | released, left, X :: non_neg_integer(), Y :: non_neg_integer()}
    | {mouse, move, {pressed, released, released}, X :: non_neg_integer(),
        Y :: non_neg_integer()}.
%% What was done, in pixels.

-define(KNOWN, [touch, events, name, id, busy_ms]).

%% @equiv start_link(#{})
-spec start_link() -> {ok, pid()} | {error, avm_port:reason()}.
start_link() ->
    start_link(#{}).

%%-----------------------------------------------------------------------------
%% @param Settings  how the panel is opened, and what is sent
%% @returns `{ok, InputServer}', or why there is none
%% @doc     Open the touch panel and serve it, linked to the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec start_link(Settings :: settings()) -> {ok, pid()} | {error, avm_port:reason()}.
start_link(Settings) ->
    case avm_port_worker:settings(Settings, ?KNOWN) of
        {ok, #{events := Events}} when Events =/= touch, Events =/= mouse ->
            {error, {bad_option, events, Events}};
        {ok, Read} ->
            avm_port_worker:start(maps:get(name, Read, undefined), ?MODULE, Read);
        {error, _} = Error ->
            Error
    end.

%%-----------------------------------------------------------------------------
%% @param Settings  how the panel is opened, and what is sent
%% @returns a child specification, of a permanent worker
%% @doc     The input server as the child of a supervisor.
%% @end
%%-----------------------------------------------------------------------------
-spec child_spec(Settings :: settings()) -> supervisor:child_spec().
child_spec(Settings) ->
    Id =
        case avm_port_worker:settings(Settings, ?KNOWN) of
            {ok, #{id := Given}} -> Given;
            {ok, #{name := Name}} -> Name;
            _ -> ?MODULE
        end,
    avm_port_worker:child(Id, ?MODULE, Settings).

%% @private
-spec init(Settings :: map()) -> {ok, map()} | {stop, avm_port:reason()}.
init(Settings) ->
    _ = process_flag(trap_exit, true),
    Options = maps:get(touch, Settings, #{}),
    case avm_port_worker:open(touch, Options, Settings) of
        {ok, Port} -> opened(Port, maps:get(events, Settings, touch));
        {error, Reason} -> {stop, Reason}
    end.

opened(Port, Events) ->
    {ok, Monitor} = avm_port_call:monitor(Port),
    case avm_touch:subscribe(Port) of
        ok ->
            {ok, #{
                driver => touch,
                port => Port,
                monitor => Monitor,
                events => Events,
                listeners => [],
                finger => none
            }};
        {error, Reason} ->
            {stop, Reason}
    end.

%% @private
-spec handle_call(Request :: term(), From :: {pid(), term()}, State :: map()) ->
    {reply, term(), map()}.
handle_call({subscribe_input}, {Pid, _Tag}, State) ->
    {reply, ok, listen(Pid, State)};
handle_call({subscribe_input, all}, {Pid, _Tag}, State) ->
    {reply, ok, listen(Pid, State)};
handle_call(Request, _From, State) ->
    {reply, {error, {unknown_command, Request}}, State}.

listen(Pid, #{listeners := Listeners} = State) ->
    case lists:keymember(Pid, 1, Listeners) of
        true -> State;
        false -> State#{listeners := [{Pid, erlang:monitor(process, Pid)} | Listeners]}
    end.

%% @private
-spec handle_cast(Message :: term(), State :: map()) -> {noreply, map()}.
handle_cast(_Message, State) ->
    {noreply, State}.

%% @private
-spec handle_info(Message :: term(), State :: map()) ->
    {noreply, map()} | {stop, Reason :: term(), map()}.
handle_info({touch, Port, Events}, #{port := Port} = State) when is_list(Events) ->
    {noreply, lists:foldl(fun event/2, State, Events)};
handle_info({'DOWN', Monitor, process, Pid, _}, #{monitor := OfPort} = State) when
    Monitor =/= OfPort
->
    #{listeners := Listeners} = State,
    {noreply, State#{listeners := lists:delete({Pid, Monitor}, Listeners)}};
handle_info(Message, State) ->
    avm_port_worker:handle_info(Message, State).

event({touch, down, _Id, X, Y, _Pressure, TimestampUs}, #{events := touch} = State) ->
    send(TimestampUs, {touch, X, Y}, State);
event(_Event, #{events := touch} = State) ->
    State;
event({touch, down, Id, X, Y, _Pressure, TimestampUs}, #{finger := none} = State) ->
    send(TimestampUs, {mouse, pressed, left, X, Y}, State#{finger := Id});
event({touch, move, Id, X, Y, _Pressure, TimestampUs}, #{finger := Id} = State) ->
    send(TimestampUs, {mouse, move, {pressed, released, released}, X, Y}, State);
event({touch, up, Id, X, Y, _Pressure, TimestampUs}, #{finger := Id} = State) ->
    send(TimestampUs, {mouse, released, left, X, Y}, State#{finger := none});
event(_Event, State) ->
    State.

send(TimestampUs, EventData, #{listeners := Listeners} = State) ->
    Message = {input_event, self(), TimestampUs div 1000, EventData},
    lists:foreach(fun({Pid, _Monitor}) -> Pid ! Message end, Listeners),
    State.

%% @private
-spec terminate(Reason :: term(), State :: map()) -> ok | {error, avm_port:reason()}.
terminate(_Reason, #{port := Port}) ->
    avm_port:close(Port).
