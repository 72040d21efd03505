%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Libraries for the module that lack functions of it. A function that is
%% lacked is that of the module, which sees to it that the library is loaded.
-module(otp_lacking).

-export([start/0]).

start() ->
    script:show(no_version, refused("{ \"event\", 1, one, 0 }")),
    script:show(no_others, refused("{ \"version\", 0, one, 0 }, { \"open\", 2, one, 0 }")),
    script:show(no_nifs, no_nifs()),
    ok = library(undefined),
    {ok, Port} = avm_port:open(touch),
    script:show(right, avm_port:close(Port)),
    ok.

%% Asked for twice, because the library stays.
refused(Functions) ->
    ok = library(make(Functions)),
    Opened = [avm_port:open(touch) || _ <- [1, 2]],
    lists:usort([Reason || {error, Reason} <- [raised() | Opened]]).

raised() ->
    try
        avm_nif:call(otp_lacking, none, [])
    catch
        error:Reason -> {error, Reason}
    end.

%% It has what ports need, and they may be opened: that fails in its own way.
no_nifs() ->
    Functions = [
        {"version", 0}, {"open", 2}, {"message", 2}, {"event", 1}, {"close", 1},
        {"message_blocking", 2}, {"event_blocking", 1}, {"close_blocking", 1}
    ],
    Lines = [io_lib:format("{ ~p, ~b, one, 0 }", [Name, Arity]) || {Name, Arity} <- Functions],
    ok = library(make(lists:join(", ", Lines))),
    raised().

%% The code of the module is loaded anew, with this library.
library(Path) ->
    _ = code:purge(avm_port_nif),
    _ = code:delete(avm_port_nif),
    _ = code:purge(avm_port_nif),
    case Path of
        undefined -> application:unset_env(avm_port, library);
        _ -> application:set_env(avm_port, library, Path)
    end.

make(Functions) ->
    Path = filename:absname("lacking" ++ integer_to_list(erlang:unique_integer([positive]))),
    Source = [
        "#include <erl_nif.h>\n"
        "static ERL_NIF_TERM one(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {\n"
        "    (void) argc; (void) argv;\n"
        "    return enif_make_int(env, 1);\n"
        "}\n"
        "static ErlNifFunc functions[] = { ", Functions, " };\n"
        "ERL_NIF_INIT(avm_port_nif, functions, NULL, NULL, NULL, NULL)\n"
    ],
    ok = file:write_file(Path ++ ".c", Source),
    Include = filename:join(code:root_dir(), "usr/include"),
    [] = os:cmd(lists:join(" ", ["cc -shared -fPIC -o", Path ++ ".so", Path ++ ".c", "-I", Include])),
    Path.
