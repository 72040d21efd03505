%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc One request to a port and its reply.
%%
%% The request is `{'$call', {Caller, Ref}, Request}' and the reply is
%% `{Ref, Reply}', as in AtomVM's own `port:call/2'. `Ref' is also a monitor,
%% so a port that ends instead of replying gives an error and not a hang.
%%
%% The reply to a call that timed out may still come. Its reference is kept in
%% the process dictionary until the next call of this process, which takes such
%% replies out of the mailbox. At most 32 references are kept.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_call).

-export([call/3, monitor/1]).

-define(LATE, '$avm_port_late').
-define(MAX_LATE, 32).
-define(MAX_TIMEOUT, 16#FFFFFFFF).

%%-----------------------------------------------------------------------------
%% @param Port      the port
%% @param Request   what to send
%% @param Timeout   milliseconds to wait for the reply, or `infinity'
%% @returns the reply, or `{error, Reason}'
%% @doc     Send a request and wait for the reply.
%% @end
%%-----------------------------------------------------------------------------
-spec call(Port :: avm_port:native(), Request :: term(), Timeout :: timeout()) ->
    term() | {error, avm_port:reason()}.
call(Port, Request, Timeout) when
    Timeout =:= infinity;
    is_integer(Timeout), Timeout >= 0, Timeout =< ?MAX_TIMEOUT
->
    case target_type(Port) of
        none ->
            {error, badarg};
        Type ->
            drop_late(),
            request(erlang:monitor(Type, Port), Port, Request, Timeout)
    end;
call(_Port, _Request, _Timeout) ->
    {error, badarg}.

%%-----------------------------------------------------------------------------
%% @param Port      the port
%% @returns a monitor, or `{error, badarg}' for what can be no port
%% @doc     Have a `DOWN' message sent to the calling process when the port ends.
%% @end
%%-----------------------------------------------------------------------------
-spec monitor(Port :: avm_port:native()) -> {ok, reference()} | {error, badarg}.
monitor(Port) ->
    case target_type(Port) of
        none -> {error, badarg};
        Type -> {ok, erlang:monitor(Type, Port)}
    end.

%% AtomVM 0.7 has port terms; on 0.6 `is_port' holds for the pid of a live port.
%% To monitor with the wrong type must be avoided there: besides raising badarg
%% it leaves the table of processes locked. A port of Erlang/OTP itself is an
%% external program, which does not take our messages.
target_type(Port) when is_port(Port) ->
    case avm_port_native:machine() of
        atomvm -> port;
        otp -> none
    end;
target_type(Port) when is_pid(Port), Port =/= self() ->
    process;
target_type(_Port) ->
    none.

request(Ref, Port, Request, Timeout) ->
    Port ! {'$call', {self(), Ref}, Request},
    receive
        {Ref, Reply} ->
            true = erlang:demonitor(Ref, [flush]),
            Reply;
        {'DOWN', Ref, _Type, _Port, Reason} ->
            {error, down(Reason)}
    after Timeout ->
        timed_out(Ref)
    end.

down(normal) -> closed;
down(noproc) -> closed;
down(Reason) -> {exit, Reason}.

%% The reply may have come between the time-out and here.
timed_out(Ref) ->
    true = erlang:demonitor(Ref, [flush]),
    receive
        {Ref, Reply} -> Reply
    after 0 ->
        put(?LATE, lists:sublist([Ref | late()], ?MAX_LATE)),
        {error, timeout}
    end.

late() ->
    case get(?LATE) of
        undefined -> [];
        Refs -> Refs
    end.

drop_late() ->
    case get(?LATE) of
        undefined -> ok;
        Refs -> keep_late([Ref || Ref <- Refs, not came(Ref)])
    end.

keep_late([]) ->
    _ = erase(?LATE),
    ok;
keep_late(Refs) ->
    _ = put(?LATE, Refs),
    ok.

came(Ref) ->
    receive
        {Ref, _Reply} -> true
    after 0 -> false
    end.
