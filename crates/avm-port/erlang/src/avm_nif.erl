%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc NIFs, where a module's functions are not replaced by them.
%%
%% A microcontroller's AtomVM calls a NIF of the firmware in the place of the
%% function of the same module, name and arity. That function is called where
%% there is no such NIF: on Erlang/OTP, where it finds the NIF in the library of
%% the ports by `call/3', as
%% ```
%% area(Width, Height) -> avm_nif:call(?MODULE, area, [Width, Height]).
%% '''
%% @end
%%-----------------------------------------------------------------------------
-module(avm_nif).

-export([call/3]).

%%-----------------------------------------------------------------------------
%% @param Module    the module that the library has the NIF under
%% @param Name      the function
%% @param Arguments its arguments
%% @returns what the NIF returns; it may raise, as any function
%% @doc     Call a NIF of the native library.
%%
%% Raises `undef' where there is none of this name and arity, and on an AtomVM
%% without it; `{library, Why}' where no library can be loaded.
%% @end
%%-----------------------------------------------------------------------------
-spec call(Module :: module(), Name :: atom(), Arguments :: [term()]) -> term().
call(Module, Name, Arguments) ->
    %% Only Erlang/OTP has this module.
    avm_port_nif:call_nif(Module, Name, Arguments).
