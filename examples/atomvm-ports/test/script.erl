%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What the test programs have in common: a transcript, and patience.
-module(script).

-export([is_old/0, show/2, outcome/1, reason/1, wait_gone/1, reopen/1, finish/2, sleep/1, flush/0, random/2]).

%% One line of the transcript, which the Rust test compares.
-spec show(atom(), term()) -> ok.
show(Label, Term) ->
    io:format(format(erlang:system_info(machine)), [Label, Term]),
    ok.

%% Erlang/OTP breaks long lines unless told not to.
format("ATOM") -> "~p = ~p~n";
format(_) -> "~p = ~0p~n".

%% Whether this is AtomVM 0.6, where a binary is a copy of what a resource owns.
-spec is_old() -> boolean().
is_old() ->
    case erlang:system_info(machine) of
        "ATOM" -> is_old(erlang:system_info(atomvm_version));
        _ -> false
    end.

is_old(<<"0.6", _/binary>>) -> true;
is_old(_) -> false.

%% What opening gave; the port is closed again.
-spec outcome({ok, avm_port:native()} | {error, term()}) -> term().
outcome({ok, Port}) -> avm_port:close(Port);
outcome({error, _} = Error) -> Error.

%% The kind of an error, where the detail cannot be printed.
-spec reason(term()) -> term().
reason({error, Reason}) when is_tuple(Reason) -> element(1, Reason);
reason({error, Reason}) -> Reason;
reason(_) -> not_an_error.

%% Waits until a port is gone, and tells why.
-spec wait_gone(avm_port:native()) -> term().
wait_gone(Port) ->
    Type =
        if
            is_port(Port) -> port;
            true -> process
        end,
    Ref = erlang:monitor(Type, Port),
    receive
        {'DOWN', Ref, Type, Port, Reason} -> Reason
    after 5000 -> still_there
    end.

%% Ends a port, or leaves that to the end of the VM. One that was killed is given
%% the time to be dropped.
-spec finish(close | kill | leave, avm_port:native()) -> ok | still_there.
finish(close, Port) ->
    avm_port:close(Port);
finish(kill, Port) ->
    true = exit(Port, kill),
    case wait_gone(Port) of
        still_there -> still_there;
        _ -> sleep(100)
    end;
finish(leave, _Port) ->
    ok.

%% Opens the panel once the last port has let go of it. A port is seen as gone
%% a moment before its state is dropped; `busy' for longer is a leak.
-spec reopen(non_neg_integer()) -> {ok, avm_port:native()} | {error, term()}.
reopen(Tries) ->
    case avm_touch:open() of
        {error, busy} when Tries > 0 ->
            sleep(10),
            reopen(Tries - 1);
        Result ->
            Result
    end.

-spec sleep(non_neg_integer()) -> ok.
sleep(Ms) ->
    receive
    after Ms -> ok
    end.

-spec flush() -> [term()].
flush() ->
    receive
        Message -> [Message | flush()]
    after 0 -> []
    end.

%% A number from 0 to `Below' - 1 and the next seed: the same on every run, and
%% in 63 bits, which is all that AtomVM 0.6 has.
-spec random(non_neg_integer(), pos_integer()) -> {non_neg_integer(), non_neg_integer()}.
random(Seed, Below) ->
    Next = (Seed * 1103515245 + 12345) band 16#7FFFFFFF,
    {(Next bsr 8) rem Below, Next}.
