%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc A port on another node, for the functions of `avm_port'.
%%
%% {@link open/4} starts a process there that opens the port, owns it, and takes
%% the requests and sends the messages of the port as if it were the port:
%% ```
%% {ok, Touch} = remote_port:open('panel@kitchen', touch, #{}, #{}),
%% ok = avm_touch:subscribe(Touch, 16),
%% receive {touch, Touch, Events} -> Events end.
%% '''
%% What the port sends goes to the process that opened it, in order: a reply
%% comes after all messages that the port sent before it.
%%
%% The process there ends with the port. The port is closed when the opener's
%% process or node ends; AtomVM tells its processes of neither, so there and
%% everywhere it is closed, too, when for `lease_ms' no request came.
%%
%% The node needs this module and the application `avm_port'; it is Erlang/OTP
%% or AtomVM.
%% @end
%%-----------------------------------------------------------------------------
-module(remote_port).

-export([open/4, send_request/2]).
-export([serve/5]).

-export_type([settings/0]).

-type settings() :: #{lease_ms => pos_integer(), open_ms => pos_integer()}.
%% After how long without a request the port is closed (10000), and how long to
%% wait until it is open (5000).

-define(LEASE_MS, 10000).
-define(OPEN_MS, 5000).
-define(BUSY_MS, 20).

%%-----------------------------------------------------------------------------
%% @param Node      where
%% @param Name      the driver
%% @param Options   what the driver understands
%% @param Settings  how long to wait
%% @returns `{ok, Port}', or why there is none
%% @doc     Open a port on a node, for the calling process.
%%
%% A device that is `busy' is tried again there until `open_ms' have passed.
%% @end
%%-----------------------------------------------------------------------------
-spec open(
    Node :: node(), Name :: avm_port:name(), Options :: avm_port:options(), Settings :: settings()
) -> {ok, pid()} | {error, avm_port:reason()}.
open(Node, Name, Options, Settings) ->
    Ref = make_ref(),
    OpenMs = maps:get(open_ms, Settings, ?OPEN_MS),
    Given = #{lease => maps:get(lease_ms, Settings, ?LEASE_MS), open => OpenMs},
    Arguments = [self(), Ref, Name, Options, Given],
    {Port, Monitor} = spawn_monitor(Node, ?MODULE, serve, Arguments),
    Result =
        receive
            {Ref, ok} -> {ok, Port};
            {Ref, {error, Reason}} -> {error, Reason};
            {Ref, Other} -> {error, {bad_reply, Other}};
            {'DOWN', Monitor, process, _, noconnection} -> {error, noconnection};
            {'DOWN', Monitor, process, _, Reason} -> {error, {exit, Reason}}
        after OpenMs + ?OPEN_MS -> {error, timeout}
        end,
    true = erlang:demonitor(Monitor, [flush]),
    Result.

%%-----------------------------------------------------------------------------
%% @param Port      a port, on any node
%% @param Request   `Command' or `{Command, Args}'
%% @returns the reference of the reply
%% @doc     Ask a port and go on: the reply comes as the message `{Ref, Reply}'.
%%
%% It comes in its place among the messages of the port, so whoever counts what
%% the port sends knows what came before.
%% @end
%%-----------------------------------------------------------------------------
-spec send_request(Port :: avm_port:native(), Request :: term()) -> reference().
send_request(Port, Request) ->
    Ref = make_ref(),
    Port ! {'$call', {self(), Ref}, Request},
    Ref.

%% @private
-spec serve(
    Owner :: pid(),
    Ref :: reference(),
    Name :: avm_port:name(),
    Options :: avm_port:options(),
    Given :: #{lease := pos_integer(), open := pos_integer()}
) -> ok | {error, avm_port:reason()}.
serve(Owner, Ref, Name, Options, #{lease := LeaseMs, open := OpenMs}) ->
    Watch = watch(Owner),
    case open_port_here(Name, Options, OpenMs) of
        {ok, Port} ->
            {ok, Monitor} = avm_port_call:monitor(Port),
            Owner ! {Ref, ok},
            loop(renew(#{
                owner => Owner,
                watch => Watch,
                port => Port,
                monitor => Monitor,
                lease => LeaseMs,
                until => 0,
                calls => #{}
            }));
        {error, _} = Error ->
            Owner ! {Ref, Error},
            ok
    end.

%% AtomVM has no monitors of processes on other nodes.
watch(Owner) ->
    case avm_port_native:machine() of
        otp -> erlang:monitor(process, Owner);
        atomvm -> none
    end.

open_port_here(Name, Options, LeftMs) ->
    case avm_port:open(Name, Options) of
        {error, busy} when LeftMs > 0 ->
            receive
            after ?BUSY_MS -> open_port_here(Name, Options, LeftMs - ?BUSY_MS)
            end;
        Opened ->
            Opened
    end.

loop(#{port := Port, monitor := Monitor, watch := Watch, calls := Calls} = State) ->
    Left = max(0, maps:get(until, State) - now_ms()),
    receive
        {'$call', {Pid, Ref}, Request} when is_pid(Pid), is_reference(Ref) ->
            Mine = send_request(Port, Request),
            loop(renew(State#{calls := Calls#{Mine => {Pid, Ref}}}));
        {Mine, Reply} when is_map_key(Mine, Calls) ->
            {Pid, Ref} = maps:get(Mine, Calls),
            Pid ! {Ref, Reply},
            loop(State#{calls := maps:remove(Mine, Calls)});
        {'DOWN', Monitor, _, _, Reason} ->
            exit(Reason);
        {'DOWN', Watch, process, _, _} ->
            avm_port:close(Port);
        Message ->
            relay(Message, State),
            loop(State)
    after Left ->
        avm_port:close(Port)
    end.

renew(#{lease := LeaseMs} = State) ->
    State#{until := now_ms() + LeaseMs}.

now_ms() ->
    erlang:monotonic_time(millisecond).

%% What the port says of itself, it says of this process from now on.
relay(Message, #{port := Port, owner := Owner}) when
    is_tuple(Message), tuple_size(Message) >= 2, element(2, Message) =:= Port
->
    Owner ! setelement(2, Message, self()),
    ok;
relay(_Message, _State) ->
    ok.
