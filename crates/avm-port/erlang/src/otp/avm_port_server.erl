%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The process that a port is on Erlang/OTP.
%%
%% It hands messages to the native side, which replies by itself. It ends with
%% its owner, whatever the reason; by an exit signal, for its reason; and when
%% the port ends, as `normal' or `panic'. The hardware is closed before anybody
%% hears of the end, but for `kill', after which it is closed a moment later.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_server).

-export([start/2]).
-export([init/3, loop/2, loop_blocking/2]).

%%-----------------------------------------------------------------------------
%% @param Name      the driver
%% @param Owner     the process that the port ends with
%% @returns a port that waits for `{'$open', Options}', or why there is none
%% @doc     Start a port of the native library.
%% @end
%%-----------------------------------------------------------------------------
-spec start(Name :: avm_port:name(), Owner :: pid()) ->
    {ok, pid()} | {error, {no_driver, avm_port:name()} | term()}.
start(Name, Owner) ->
    case avm_port_nif:load() of
        ok -> started(spawn_monitor(?MODULE, init, [self(), Name, Owner]));
        {error, _} = Error -> Error
    end.

started({Port, Monitor}) ->
    receive
        {?MODULE, Port, Result} ->
            true = erlang:demonitor(Monitor, [flush]),
            Result;
        {'DOWN', Monitor, process, Port, Reason} ->
            {error, {exit, Reason}}
    end.

%% @private
-spec init(Starter :: pid(), Name :: avm_port:name(), Owner :: pid()) -> ok.
init(Starter, Name, Owner) ->
    _ = process_flag(trap_exit, true),
    Monitor = erlang:monitor(process, Owner),
    case avm_port_nif:open(Name, Owner) of
        {ok, Port, Blocks} ->
            Starter ! {?MODULE, self(), {ok, self()}},
            case Blocks of
                false -> loop(Port, Monitor);
                true -> loop_blocking(Port, Monitor)
            end;
        {error, _} = Error ->
            Starter ! {?MODULE, self(), Error},
            ok
    end.

%% @private
-spec loop(Port :: avm_port_nif:handle(), Owner :: reference()) -> ok.
loop(Port, Owner) ->
    receive
        '$avm_wake' ->
            next(avm_port_nif:event(Port), Port, Owner);
        {'DOWN', Owner, process, _, _} ->
            avm_port_nif:close(Port);
        {'EXIT', From, Reason} when is_pid(From); is_port(From) ->
            case Reason of
                normal ->
                    ?MODULE:loop(Port, Owner);
                _ ->
                    ok = avm_port_nif:close(Port),
                    exit(Reason)
            end;
        Message ->
            next(avm_port_nif:message(Port, Message), Port, Owner)
    end.

next(ok, Port, Owner) -> ?MODULE:loop(Port, Owner);
next(normal, _Port, _Owner) -> ok;
next(Reason, _Port, _Owner) -> exit(Reason).

%% @private
-spec loop_blocking(Port :: avm_port_nif:handle(), Owner :: reference()) -> ok.
loop_blocking(Port, Owner) ->
    receive
        '$avm_wake' ->
            next_blocking(avm_port_nif:event_blocking(Port), Port, Owner);
        {'DOWN', Owner, process, _, _} ->
            avm_port_nif:close_blocking(Port);
        {'EXIT', From, Reason} when is_pid(From); is_port(From) ->
            case Reason of
                normal ->
                    ?MODULE:loop_blocking(Port, Owner);
                _ ->
                    ok = avm_port_nif:close_blocking(Port),
                    exit(Reason)
            end;
        Message ->
            next_blocking(avm_port_nif:message_blocking(Port, Message), Port, Owner)
    end.

next_blocking(ok, Port, Owner) -> ?MODULE:loop_blocking(Port, Owner);
next_blocking(normal, _Port, _Owner) -> ok;
next_blocking(Reason, _Port, _Owner) -> exit(Reason).
