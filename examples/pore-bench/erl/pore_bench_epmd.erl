%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Where the nodes of a comparison listen, in files of the current folder.
%%
%% In place of epmd, which would stay when they have ended.
-module(pore_bench_epmd).

-export([start_link/0, register_node/2, register_node/3, port_please/2, port_please/3]).
-export([address_please/3, listen_port_please/2, names/1]).

start_link() ->
    ignore.

register_node(Name, Port) ->
    register_node(Name, Port, inet).

register_node(Name, Port, _Family) ->
    %% Raw, because the server of files is not there yet.
    {ok, File} = file:open(file(Name), [raw, write]),
    ok = file:write(File, integer_to_binary(Port)),
    ok = file:close(File),
    {ok, rand:uniform(3)}.

port_please(Name, Address) ->
    port_please(Name, Address, infinity).

port_please(Name, _Address, _Timeout) ->
    case file:open(file(Name), [raw, read, binary]) of
        {ok, File} ->
            {ok, Port} = file:read(File, 16),
            ok = file:close(File),
            {port, binary_to_integer(Port), 6};
        {error, _} ->
            noport
    end.

address_please(_Name, _Host, _Family) ->
    {ok, {127, 0, 0, 1}}.

listen_port_please(_Name, _Host) ->
    {ok, 0}.

names(_Host) ->
    {error, address}.

file(Name) ->
    lists:concat([Name, ".port"]).
