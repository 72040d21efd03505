%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc A process of this node in the place of a caller on another.
%%
%% The native side sends to processes of its own node alone. A port's process so
%% has a stand-in for each caller from elsewhere, which hands on, in order, all
%% that the port sends: replies, and messages of a subscription. A connection
%% that is stuck holds up the stand-in, and never the port.
%%
%% A stand-in stays while the caller lives and is connected, and no longer than
%% the port.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_stand_in).

-export([of_caller/1, gone/2, dismiss/0]).
-export([init/2, loop/3]).

%% How long the end of a port waits for what was sent before it.
-define(PATIENCE_MS, 1000).

%%-----------------------------------------------------------------------------
%% @param Caller    a process on another node
%% @returns the process that stands for it with the calling port
%% @doc     The stand-in of a caller.
%% @end
%%-----------------------------------------------------------------------------
-spec of_caller(Caller :: pid()) -> pid().
of_caller(Caller) ->
    case get({?MODULE, Caller}) of
        undefined ->
            start(Caller);
        StandIn ->
            case is_process_alive(StandIn) of
                true -> StandIn;
                false -> start(Caller)
            end
    end.

start(Caller) ->
    StandIn = spawn(?MODULE, init, [self(), Caller]),
    _ = put({?MODULE, Caller}, StandIn),
    StandIn.

%%-----------------------------------------------------------------------------
%% @returns whether there was this stand-in for the caller
%% @doc     A stand-in told that its caller is gone: it may go, too.
%%
%% It goes when it is told to, so that no reply of the port meets nobody when the
%% caller comes back meanwhile.
%% @end
%%-----------------------------------------------------------------------------
-spec gone(StandIn :: pid(), Caller :: pid()) -> boolean().
gone(StandIn, Caller) ->
    case get({?MODULE, Caller}) of
        StandIn ->
            _ = erase({?MODULE, Caller}),
            StandIn ! {?MODULE, leave},
            true;
        _ ->
            false
    end.

%%-----------------------------------------------------------------------------
%% @returns `ok'
%% @doc     The calling port is about to end: what it sent goes before the news of it.
%%
%% What is stuck by then goes when it can, or when the connection is given up.
%% @end
%%-----------------------------------------------------------------------------
-spec dismiss() -> ok.
dismiss() ->
    Leaving = [leave(StandIn) || {{?MODULE, _}, StandIn} <- get()],
    Until = now_ms() + ?PATIENCE_MS,
    lists:foreach(fun(Monitor) -> left(Monitor, Until) end, Leaving).

leave(StandIn) ->
    Monitor = erlang:monitor(process, StandIn),
    StandIn ! {?MODULE, leave},
    Monitor.

left(Monitor, Until) ->
    receive
        {'DOWN', Monitor, process, _, _} -> ok
    after max(0, Until - now_ms()) -> ok
    end.

now_ms() ->
    erlang:monotonic_time(millisecond).

%% @private
-spec init(Server :: pid(), Caller :: pid()) -> ok.
init(Server, Caller) ->
    loop(Caller, {Server, erlang:monitor(process, Server)}, erlang:monitor(process, Caller)).

%% @private
-spec loop(Caller :: pid(), {Server :: pid(), reference()}, Watch :: reference()) -> ok.
loop(Caller, {Server, Monitor} = Port, Watch) ->
    receive
        {'DOWN', Watch, process, _, _} ->
            Server ! {'$avm_gone', self(), Caller},
            ?MODULE:loop(Caller, Port, Watch);
        {'DOWN', Monitor, process, _, _} ->
            ok;
        {?MODULE, leave} ->
            ok;
        Message ->
            %% Who lost the connection was told so, and is sent nothing by a new one.
            _ = erlang:send(Caller, Message, [noconnect]),
            ?MODULE:loop(Caller, Port, Watch)
    end.
