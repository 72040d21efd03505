%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc AtomVM's distribution by TCP, with the epmd that the environment names.
%%
%% The client of epmd in AtomVM knows the port 4369 alone, and its listener is
%% open to all interfaces. This one takes `ERL_EPMD_PORT', as Erlang/OTP does,
%% and is open to the loopback interface; the rest is `socket_dist'.
%%
%% The messages are those of Erlang/OTP's documentation of the distribution
%% protocol, "EPMD Protocol": `ALIVE2_REQ' and its two responses.
%% @end
%%-----------------------------------------------------------------------------
-module(epmd_dist).

-export([listen/1, listen/2, accept/1, accept_connection/5, setup/5, close/1, select/1, address/0]).

-include_lib("kernel/include/net_address.hrl").

-define(LOOPBACK, {127, 0, 0, 1}).
-define(ALIVE2_REQ, 120).
-define(ALIVE2_RESP, 121).
-define(ALIVE2_X_RESP, 118).
-define(NODE_TYPE, 77).
-define(VERSION, 6).

%% @equiv listen(Name, #{})
-spec listen(Name :: binary()) -> {ok, term()} | {error, term()}.
listen(Name) ->
    listen(Name, #{}).

%% @doc Listen for other nodes, and tell epmd where.
-spec listen(Name :: binary(), Options :: map()) ->
    {ok, {term(), #net_address{}, pos_integer()}} | {error, term()}.
listen(Name, _Options) ->
    {ok, Listen} = socket:open(inet, stream, tcp),
    ok = socket:bind(Listen, #{family => inet, port => 0, addr => ?LOOPBACK}),
    ok = socket:listen(Listen),
    {ok, #{port := Port}} = socket:sockname(Listen),
    case register_node(Name, Port) of
        {ok, Creation} ->
            {ok, {Listen, address(), Creation}};
        {error, _} = Error ->
            ok = socket:close(Listen),
            Error
    end.

register_node(Name, Port) ->
    {ok, Socket} = socket:open(inet, stream, tcp),
    Epmd = list_to_integer(os:getenv("ERL_EPMD_PORT")),
    case socket:connect(Socket, #{family => inet, addr => ?LOOPBACK, port => Epmd}) of
        ok ->
            Length = byte_size(Name),
            Request =
                <<?ALIVE2_REQ, Port:16, ?NODE_TYPE, 0, ?VERSION:16, ?VERSION:16, Length:16,
                    Name/binary, 0:16>>,
            ok = socket:send(Socket, <<(byte_size(Request)):16, Request/binary>>),
            registered(Socket, socket:recv(Socket, 2));
        {error, _} = Error ->
            Error
    end.

registered(Socket, {ok, <<?ALIVE2_X_RESP, 0>>}) ->
    {ok, <<Creation:32>>} = socket:recv(Socket, 4),
    stay_registered(Socket, Creation);
registered(Socket, {ok, <<?ALIVE2_RESP, 0>>}) ->
    {ok, <<Creation:16>>} = socket:recv(Socket, 2),
    stay_registered(Socket, Creation);
registered(_Socket, Refused) ->
    {error, {epmd, Refused}}.

%% Until the socket is closed; it is closed when nobody holds it.
stay_registered(Socket, Creation) ->
    _ = spawn_link(fun() ->
        receive
            stop -> socket:close(Socket)
        end
    end),
    {ok, Creation}.

%% @doc See `socket_dist'.
-spec accept(Listen :: term()) -> pid().
accept(Listen) ->
    socket_dist:accept(Listen).

%% @doc See `socket_dist'.
-spec accept_connection(pid(), pid(), node(), term(), pos_integer()) -> pid().
accept_connection(Acceptor, Controller, Node, Allowed, SetupMs) ->
    socket_dist:accept_connection(Acceptor, Controller, Node, Allowed, SetupMs).

%% @doc See `socket_dist'; asks the epmd at port 4369.
-spec setup(node(), atom(), node(), boolean(), pos_integer()) -> pid().
setup(Node, Type, MyNode, LongNames, SetupMs) ->
    socket_dist:setup(Node, Type, MyNode, LongNames, SetupMs).

%% @doc See `socket_dist'.
-spec close(Listen :: term()) -> ok.
close(Listen) ->
    socket_dist:close(Listen).

%% @doc Every node.
-spec select(Node :: node()) -> boolean().
select(_Node) ->
    true.

%% @doc Where this node listens.
-spec address() -> #net_address{}.
address() ->
    #net_address{host = ?LOOPBACK, protocol = tcp, family = inet}.
