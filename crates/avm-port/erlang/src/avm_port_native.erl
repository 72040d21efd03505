%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Where the native side of a port comes from, on each VM.
%%
%% On AtomVM it is a driver of the VM, `avm_NAME_port_driver.so' on unix. On
%% Erlang/OTP it is in the application's native library, and the port is the
%% process that serves it. A driver can also be a module there, called
%% `avm_NAME_port_driver', whose `start/1' takes the same settings and returns
%% a process that speaks the same protocol.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_native).

-export([start/1, machine/0]).

-dialyzer({no_fail_call, start_atomvm/2}).
-dialyzer({no_return, start_atomvm/2}).
-dialyzer({no_match, start/3}).

%% With `avm_' and `_port_driver' it is to be an atom.
-define(MAX_NAME, 239).

%%-----------------------------------------------------------------------------
%% @returns the VM that this code runs on
%% @doc     Which VM this is.
%% @end
%%-----------------------------------------------------------------------------
-spec machine() -> atomvm | otp.
machine() ->
    case erlang:system_info(machine) of
        "ATOM" -> atomvm;
        _ -> otp
    end.

%%-----------------------------------------------------------------------------
%% @param Name      the driver: letters, digits and `_'
%% @returns a port that waits for `{'$open', Options}', or why there is none
%% @doc     Start a port that ends with the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec start(Name :: avm_port:name()) ->
    {ok, avm_port:native()}
    | {error, {no_driver, avm_port:name()} | {library, term()} | out_of_memory}.
start(Name) ->
    Chars = atom_to_list(Name),
    case is_name(Chars) of
        true -> start(machine(), Name, Chars);
        false -> {error, {no_driver, Name}}
    end.

%% The VM makes a file name of it: nothing that leads to another directory.
is_name([]) -> false;
is_name(Chars) -> length(Chars) =< ?MAX_NAME andalso lists:all(fun is_name_char/1, Chars).

is_name_char(C) when C >= $a, C =< $z -> true;
is_name_char(C) when C >= $A, C =< $Z -> true;
is_name_char(C) when C >= $0, C =< $9 -> true;
is_name_char(C) -> C =:= $_.

start(atomvm, Name, Chars) ->
    case start_atomvm(Chars, #{owner => self()}) of
        {ok, Port} -> {ok, Port};
        false -> {error, {no_driver, Name}}
    end;
start(otp, Name, Chars) ->
    case avm_port_server:start(Name, self()) of
        {ok, Port} -> {ok, Port};
        {error, {library, absent}} -> start_module(Chars, {no_driver, Name});
        {error, Reason} -> start_module(Chars, Reason)
    end.

start_atomvm(Chars, Settings) ->
    try
        {ok, open_port({spawn, Chars}, Settings)}
    catch
        error:badarg -> false
    end.

start_module(Chars, Reason) ->
    Module = list_to_atom("avm_" ++ Chars ++ "_port_driver"),
    case code:ensure_loaded(Module) of
        {module, Module} -> {ok, Module:start(#{owner => self()})};
        {error, _} -> {error, Reason}
    end.
