%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Ports written in Rust: open, call, close.
%%
%% A port belongs to the process that opened it and ends with that process,
%% whatever the reason, `normal' included. When a port ends, its hardware is
%% closed: by {@link close/1}, by the end of its owner, by `exit(Port, Reason)'
%% or by a fault in the driver.
%% After {@link close/1} it is closed already; after any other end a moment
%% later than the monitors of the port and of its owner are told. In between,
%% another {@link open/2} of an exclusive device is `{error, busy}': whoever
%% opens it again tries again after some milliseconds, as the process of
%% {@link child_spec/1} does.
%%
%% Every failure is a value, `{error, Reason}'. The functions of this module
%% do not raise exceptions for bad data and do not hang on a port that is gone.
%%
%% ```
%% {ok, Port} = avm_port:open(touch, #{swap_xy => true}),
%% {ok, #{name := touch}} = avm_port:info(Port),
%% Reply = avm_port:call(Port, read_events),
%% ok = avm_port:close(Port).
%% '''
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port).

-export([open/1, open/2, call/2, call/3, close/1, info/1]).
-export([child_spec/1]).

-export_type([name/0, native/0, options/0, info/0, reason/0]).

-type name() :: atom().
%% The name of a driver: letters, digits and `_'.

-type native() :: port() | pid().
%% An open port. AtomVM 0.7 has a term of its own for it; on AtomVM 0.6 and on
%% Erlang/OTP it is a pid.

-type options() :: #{atom() => term()} | [{atom(), term()} | atom()].
%% What a driver may be opened with: a map or a property list.

-type info() :: #{
    name := name(),
    malformed := non_neg_integer(),
    calls := non_neg_integer(),
    events := non_neg_integer(),
    atom() => term()
}.
%% What every port counts: messages that were no calls and were dropped, calls
%% (those to open and to ask for this count too), and wake-ups by the hardware.

-type reason() ::
    badarg
    | busy
    | closed
    | timeout
    | no_reply
    | out_of_memory
    | panic
    | {bad_option, atom(), term()}
    | {missing_option, atom()}
    | {bad_options, term()}
    | {unknown_command, term()}
    | {bad_value, term()}
    | bad_resource
    | {no_driver, name()}
    | {bad_reply, term()}
    | {exit, term()}
    | term().
%% Why something failed.
%% <ul>
%% <li>`badarg': an argument of the library function itself is wrong</li>
%% <li>`busy': the device is exclusive, and another port has it</li>
%% <li>`closed': the port is gone</li>
%% <li>`timeout': no reply in time; the request may still be carried out</li>
%% <li>`no_reply': the driver gave the request up without an answer</li>
%% <li>`out_of_memory': the VM could not give the memory for the reply</li>
%% <li>`panic': the driver failed at a bug of its own, and is closed</li>
%% <li>`{bad_option, Name, Value}', `{missing_option, Name}',
%%     `{bad_options, Term}': what is wrong with the options or arguments</li>
%% <li>`{unknown_command, Term}': the driver has no such request</li>
%% <li>`{bad_value, Term}': a request's argument, which is no map of options,
%%     is of the wrong type or out of range</li>
%% <li>`bad_resource': a term is no resource, or one of another type</li>
%% <li>`{no_driver, Name}': there is no driver of this name</li>
%% <li>`{bad_reply, Term}': the driver does not speak this protocol</li>
%% <li>`{exit, Reason}': the port ended by an exit signal while in use</li>
%% </ul>
%% A driver may add reasons of its own.

-define(TIMEOUT_MS, 5000).

%% @equiv open(Name, #{})
-spec open(Name :: name()) -> {ok, native()} | {error, reason()}.
open(Name) ->
    open(Name, #{}).

%%-----------------------------------------------------------------------------
%% @param Name      the driver
%% @param Options   what the driver understands, as a map or a property list
%% @returns `{ok, Port}', or why there is no port
%% @doc     Open a port that belongs to the calling process.
%%
%% If the driver refuses the options or the device, no port is left.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Name :: name(), Options :: options() | term()) ->
    {ok, native()} | {error, reason()}.
open(Name, Options) when is_atom(Name) ->
    case avm_port_native:start(Name) of
        {ok, Port} -> opened(Port, call(Port, {'$open', Options}));
        {error, _} = Error -> Error
    end;
open(_Name, _Options) ->
    {error, badarg}.

opened(Port, ok) ->
    {ok, Port};
opened(Port, {error, _} = Error) ->
    stop(Port),
    Error;
opened(Port, Other) ->
    stop(Port),
    {error, {bad_reply, Other}}.

%% Without effect on a port that ended by itself, as it does on a refusal.
stop(Port) ->
    true = exit(Port, kill),
    ok.

%% @equiv call(Port, Request, 5000)
-spec call(Port :: native(), Request :: term()) -> term() | {error, reason()}.
call(Port, Request) ->
    call(Port, Request, ?TIMEOUT_MS).

%%-----------------------------------------------------------------------------
%% @param Port      the port
%% @param Request   `Command' or `{Command, Args}', as its driver defines
%% @param Timeout   milliseconds to wait for the reply, or `infinity'
%% @returns the reply of the driver, or `{error, Reason}'
%% @doc     Send a request and wait for the reply.
%%
%% A reply that comes after the time-out is thrown away by the next call, to
%% any port, that the same process makes.
%% @end
%%-----------------------------------------------------------------------------
-spec call(Port :: native(), Request :: term(), Timeout :: timeout()) ->
    term() | {error, reason()}.
call(Port, Request, Timeout) ->
    avm_port_call:call(Port, Request, Timeout).

%%-----------------------------------------------------------------------------
%% @param Port      the port
%% @returns `ok', also for a port that is gone already
%% @doc     Close a port: once this returns `ok', the hardware is closed.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Port :: native()) -> ok | {error, reason()}.
close(Port) ->
    case call(Port, '$close') of
        {error, closed} -> ok;
        {error, {exit, _}} -> ok;
        ok -> ok;
        {error, _} = Error -> Error;
        Other -> {error, {bad_reply, Other}}
    end.

%%-----------------------------------------------------------------------------
%% @param Port      the port
%% @returns the counts that every port keeps
%% @doc     What the port is and what it has done so far.
%% @end
%%-----------------------------------------------------------------------------
-spec info(Port :: native()) -> {ok, info()} | {error, reason()}.
info(Port) ->
    call(Port, '$info').

%%-----------------------------------------------------------------------------
%% @param Settings  what to open, and under which name
%% @returns a child specification
%% @doc     A port as the child of a supervisor.
%%
%% The child is a process of {@link avm_port_worker} that owns the port. If the
%% port ends, so does the child, and the supervisor opens the port anew.
%% ```
%% init([]) ->
%%     Panel = avm_port:child_spec(#{
%%         driver => display, name => panel,
%%         options => #{width => 240, height => 320}
%%     }),
%%     {ok, {#{strategy => one_for_one}, [Panel]}}.
%% '''
%% In Elixir such a child is `{:avm_port, driver: :display, name: :panel}'.
%% @end
%%-----------------------------------------------------------------------------
-spec child_spec(Settings :: avm_port_worker:settings()) -> supervisor:child_spec().
child_spec(Settings) ->
    avm_port_worker:child_spec(Settings).
