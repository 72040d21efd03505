%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The library is loaded again, by new code of its module, with ports open.
%%
%% `COPY' is a copy of the library: the same file has the same statics, a copy has
%% statics and types of its own, as a new version has.
-module(otp_upgrade).

-export([start/0]).

-define(ROUNDS, 50).

start() ->
    {Maker, Keeper} = resource_script:open(),
    Maps = maps(),
    Resource = resource_script:make(Maker, 1, self()),
    ok = avm_port:call(Keeper, {keep, #{resource => Resource}}),
    script:show(upgraded, lists:usort([upgraded(Maker, Resource) || _ <- lists:seq(1, ?ROUNDS)])),
    script:show(maps, maps() - Maps),
    script:show(copy, copy(Maker, Keeper, Resource)),
    script:show(purged, purged()),
    script:show(again, again()),
    ok.

%% The port goes on, and the resource that older code made is what it was.
upgraded(Maker, Resource) ->
    reload(),
    {ok, 1} = resource_script:read(Maker, Resource),
    {ok, Port} = avm_port:open(keeper),
    ok = avm_port:call(Port, {keep, #{resource => Resource}}),
    avm_port:close(Port).

reload() ->
    {module, avm_port_nif} = code:load_file(avm_port_nif),
    _ = code:purge(avm_port_nif),
    ok.

%% Without code of the module its types are nobody's; its ports end when they are
%% called, and are dropped.
purged() ->
    {ok, Keeper} = avm_port:open(keeper),
    {ok, Maker} = avm_port:open(maker),
    Resource = resource_script:make(Maker, 3, self()),
    ok = avm_port:call(Keeper, {keep, #{resource => Resource}}),
    true = code:delete(avm_port_nif),
    _ = code:purge(avm_port_nif),
    [avm_port:call(Port, let_go) || Port <- [Keeper, Maker]].

%% Ports of the one library are foreign to the other, and so end; a resource is.
copy(Maker, Keeper, Resource) ->
    {ok, Path} = application:get_env(avm_port, library),
    ok = application:set_env(avm_port, library, filename:absname("copy")),
    {ok, _} = file:copy(Path ++ ".so", "copy.so"),
    reload(),
    {ok, Other} = avm_port:open(maker),
    Foreign = resource_script:read(Other, Resource),
    Old = [script:reason(avm_port:call(Port, let_go)) || Port <- [Maker, Keeper]],
    Gone = [script:wait_gone(Port) =/= still_there || Port <- [Maker, Keeper]],
    {Foreign, Old, Gone, avm_port:close(Other)}.

again() ->
    {ok, Port} = avm_port:open(maker),
    {ok, 2} = resource_script:read(Port, resource_script:make(Port, 2, self())),
    avm_port:close(Port).

%% How many pieces of files are mapped that are this library's.
maps() ->
    {ok, Maps} = file:read_file("/proc/self/maps"),
    length(binary:matches(Maps, <<"avm_port_nif.so">>)).
