%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The process that a port is on Erlang/OTP.
%%
%% It hands messages to the native side, which replies by itself. It ends with
%% its owner, whatever the reason; by an exit signal, for its reason; and when
%% the port ends, as `normal' or `panic'. The hardware is closed before anybody
%% hears of the end, but for `kill', after which it is closed a moment later.
%%
%% The native side sends to processes of this node; a caller on another has a
%% stand-in here, `avm_port_stand_in'.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_server).

-export([start/2]).
-export([init/3, loop/2, loop_blocking/2]).

-type about() :: {avm_port:name(), Owner :: pid(), Monitor :: reference()}.

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
            About = {Name, Owner, Monitor},
            case Blocks of
                false -> loop(Port, About);
                true -> loop_blocking(Port, About)
            end;
        {error, _} = Error ->
            Starter ! {?MODULE, self(), Error},
            ok
    end.

%% @private
-spec loop(Port :: avm_port_nif:handle(), about()) -> ok.
loop(Port, About) ->
    receive
        {'$call', {Pid, Ref}, Request} when is_pid(Pid), node(Pid) =/= node() ->
            Message = {'$call', {avm_port_stand_in:of_caller(Pid), Ref}, Request},
            next(avm_port_nif:message(Port, Message), Port, About);
        {'$call', _, _} = Message ->
            next(avm_port_nif:message(Port, Message), Port, About);
        '$avm_wake' ->
            next(avm_port_nif:event(Port), Port, About);
        Message ->
            case sort(Message, About) of
                ignore ->
                    ?MODULE:loop(Port, About);
                {stop, Reason} ->
                    ok = avm_port_nif:close(Port),
                    stop(Reason, About);
                malformed ->
                    next(collect(avm_port_nif:message(Port, Message)), Port, About)
            end
    end.

next(ok, Port, About) ->
    ?MODULE:loop(Port, About);
next(collect, Port, About) ->
    true = erlang:garbage_collect(),
    ?MODULE:loop(Port, About);
next(Reason, _Port, About) ->
    stop(Reason, About).

%% @private
-spec loop_blocking(Port :: avm_port_nif:handle(), about()) -> ok.
loop_blocking(Port, About) ->
    receive
        {'$call', {Pid, Ref}, Request} when is_pid(Pid), node(Pid) =/= node() ->
            Message = {'$call', {avm_port_stand_in:of_caller(Pid), Ref}, Request},
            next_blocking(avm_port_nif:message_blocking(Port, Message), Port, About);
        {'$call', _, _} = Message ->
            next_blocking(avm_port_nif:message_blocking(Port, Message), Port, About);
        '$avm_wake' ->
            next_blocking(avm_port_nif:event_blocking(Port), Port, About);
        Message ->
            case sort(Message, About) of
                ignore ->
                    ?MODULE:loop_blocking(Port, About);
                {stop, Reason} ->
                    ok = avm_port_nif:close_blocking(Port),
                    stop(Reason, About);
                malformed ->
                    Next = avm_port_nif:message_blocking(Port, Message),
                    next_blocking(collect(Next), Port, About)
            end
    end.

next_blocking(ok, Port, About) ->
    ?MODULE:loop_blocking(Port, About);
next_blocking(collect, Port, About) ->
    true = erlang:garbage_collect(),
    ?MODULE:loop_blocking(Port, About);
next_blocking(Reason, _Port, About) ->
    stop(Reason, About).

%% An exit signal that is normal ends no process, and so no port.
sort({'DOWN', Monitor, process, _, _}, {_Name, _Owner, Monitor}) -> {stop, normal};
sort({'EXIT', From, normal}, _About) when is_pid(From); is_port(From) -> ignore;
sort({'EXIT', From, Reason}, _About) when is_pid(From); is_port(From) -> {stop, Reason};
sort({'$avm_gone', StandIn, Caller}, _About) when is_pid(StandIn) ->
    case avm_port_stand_in:gone(StandIn, Caller) of
        true -> ignore;
        false -> malformed
    end;
sort(_Message, _About) -> malformed.

%% What is malformed was not looked at, so whatever it holds is let go of.
collect(ok) -> collect;
collect(Next) -> Next.

-spec stop(Reason :: term(), about()) -> ok.
stop(Reason, {Name, Owner, _Monitor}) ->
    ok = avm_port_stand_in:dismiss(),
    ok = avm_port_report:ended(Name, self(), Owner, Reason),
    ended(Reason).

ended(normal) -> ok;
ended(Reason) -> exit(Reason).
