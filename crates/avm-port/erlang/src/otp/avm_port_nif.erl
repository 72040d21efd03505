%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The native library on Erlang/OTP, as functions.
%%
%% The library is `priv/avm_port_nif.so' of the application, or what the
%% application's environment names as `library', without its extension. It is
%% loaded with this module, so that new code of it takes over what older code
%% made; or later, when it is first needed and there.
%% For `avm_port_server' and `avm_nif' alone.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_nif).

-export([load/0]).
-export([version/0, open/2, message/2, event/1, close/1]).
-export([message_blocking/2, event_blocking/1, close_blocking/1, call_nif/3]).

-export_type([handle/0, next/0]).

-on_load(load_library/0).

-nifs([
    version/0,
    open/2,
    message/2,
    event/1,
    close/1,
    message_blocking/2,
    event_blocking/1,
    close_blocking/1,
    call_nif/3
]).

-opaque handle() :: reference().
%% A port, for the process that serves it.

-type next() :: ok | collect | normal | panic | unloaded.
%% Go on; go on, and let go of what is garbage, because somebody waits for it;
%% or the reason to end for: `unloaded' is a port of a library whose code was
%% purged before newer code took it over.

%% What the library must speak; its own number is that of `vm-otp'.
-define(VERSION, 1).

%%-----------------------------------------------------------------------------
%% @returns `ok', or why there is no library: `absent'; its own `version' beside
%%          the one that is needed; `missing' functions; or what
%%          `erlang:load_nif/2' says
%% @doc     See to it that the library is loaded.
%% @end
%%-----------------------------------------------------------------------------
-spec load() -> ok | {error, {library, absent | tuple()}}.
load() ->
    case spoken() of
        none -> load_now();
        Version -> loaded(Version)
    end.

%% What the library speaks; it may be there, and lack `version/0'.
spoken() ->
    try
        ?MODULE:version()
    catch
        error:not_loaded -> none
    end.

load_now() ->
    Path = path(),
    case erlang:load_nif(Path, ?VERSION) of
        ok -> loaded(spoken());
        %% Another process was faster, or it was there.
        {error, {reload, _}} -> loaded(spoken());
        {error, Reason} -> {error, {library, reason(Path, Reason)}}
    end.

%% A function that a library lacks is still that of this module, which would look
%% for the library again.
loaded(?VERSION) ->
    case nifs() -- ?MODULE:module_info(nifs) of
        [] -> ok;
        Missing -> {error, {library, {missing, lists:sort(Missing)}}}
    end;
loaded(none) ->
    {error, {library, {missing, [{version, 0}]}}};
loaded(Version) ->
    {error, {library, {version, Version, ?VERSION}}}.

%% What ports need.
nifs() ->
    Others = [{load, 0}, {call_nif, 3}, {module_info, 0}, {module_info, 1}],
    ?MODULE:module_info(exports) -- Others.

%% Not to load this module for want of a library would tell nobody why.
load_library() ->
    _ = erlang:load_nif(path(), ?VERSION),
    ok.

%% @doc What the library speaks.
-spec version() -> term().
version() ->
    erlang:nif_error(not_loaded).

reason(Path, Reason) ->
    case filelib:wildcard(Path ++ ".*") of
        [] -> absent;
        _ -> Reason
    end.

path() ->
    case application:get_env(avm_port, library) of
        {ok, Path} -> unicode:characters_to_list(Path);
        undefined -> filename:join(priv(), "avm_port_nif")
    end.

priv() ->
    case code:priv_dir(avm_port) of
        {error, bad_name} ->
            filename:join(filename:dirname(filename:dirname(code:which(?MODULE))), "priv");
        Dir ->
            Dir
    end.

%% @doc Make a port that is served by this process, for an owner.
-spec open(Name :: atom(), Owner :: pid()) ->
    {ok, handle(), Blocks :: boolean()} | {error, term()}.
open(Name, Owner) ->
    by_library(open, [Name, Owner]).

%% @doc Hand a message to the port.
-spec message(Port :: handle(), Message :: term()) -> next().
message(Port, Message) ->
    by_library(message, [Port, Message]).

%% @doc Tell the port that its bell rang.
-spec event(Port :: handle()) -> next().
event(Port) ->
    by_library(event, [Port]).

%% @doc Close the port.
-spec close(Port :: handle()) -> ok.
close(Port) ->
    by_library(close, [Port]).

%% @doc `message/2' for a port that blocks.
-spec message_blocking(Port :: handle(), Message :: term()) -> next().
message_blocking(Port, Message) ->
    by_library(message_blocking, [Port, Message]).

%% @doc `event/1' for a port that blocks.
-spec event_blocking(Port :: handle()) -> next().
event_blocking(Port) ->
    by_library(event_blocking, [Port]).

%% @doc `close/1' for a port that blocks.
-spec close_blocking(Port :: handle()) -> ok.
close_blocking(Port) ->
    by_library(close_blocking, [Port]).

%% @doc Call a NIF of the library; see `avm_nif'.
-spec call_nif(Module :: module(), Name :: atom(), Arguments :: [term()]) -> term().
call_nif(Module, Name, Arguments) ->
    case load() of
        ok -> call_there(Module, Name, Arguments);
        {error, Reason} -> erlang:error(Reason)
    end.

call_there(Module, Name, Arguments) ->
    case lists:member({call_nif, 3}, ?MODULE:module_info(nifs)) of
        true -> ?MODULE:call_nif(Module, Name, Arguments);
        false -> erlang:error({library, {missing, [{call_nif, 3}]}})
    end.

%% A port that is older than this code calls it before the library is loaded.
by_library(Function, Arguments) ->
    case load() of
        ok -> apply(?MODULE, Function, Arguments);
        {error, Reason} -> exit(Reason)
    end.
