%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Straws: messages between the Erlang nodes of one machine.
%%
%% A node has a name, listens under it, and opens straws to others: nodes of
%% Erlang/OTP or AtomVM, with or without distribution. A message goes to a name
%% that the other node has exported, through memory that both share.
%% ```
%% %% On one node:
%% {ok, _} = avm_straw:start_link(#{name => kitchen}),
%% ok = avm_straw:export(orders),
%% receive {order, Dish} -> Dish end.
%%
%% %% On the other:
%% {ok, _} = avm_straw:start_link(#{name => hall}),
%% ok = avm_straw:open(kitchen),
%% {ok, Straw} = avm_straw:split(kitchen),
%% ok = avm_straw:send(Straw, orders, {order, soup}).
%% '''
%% There is one straw between two nodes, whoever opened it, also if both did at
%% once. Messages of one sender to one name come in their order. A message that
%% the other node does not take is not delivered, and counted there: to a name
%% that is not exported, with an atom that does not exist there, with a pid, a
%% port, a reference, a function, or an integer of more than 64 bits.
%%
%% A process that asked by {@link subscribe/0} gets:
%% <ul>
%% <li>`{opened, Straw, Peer}': there is a straw to a node</li>
%% <li>`{closed, Straw, Reason, Undelivered}': a straw is over, and the peer has
%%     not read so many messages that were sent through it</li>
%% </ul>
%% Names of nodes are given as atoms or binaries, and told as binaries: no peer
%% makes an atom.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_straw).

-export([start_link/1, child_spec/1]).
-export([open/1, open/2, split/1, close/1, straws/0]).
-export([send/3, send/4, export/1, export/2, unexport/1]).
-export([subscribe/0, unsubscribe/0, info/1]).

-export_type([options/0, node_name/0, straw/0, reason/0, info/0]).

-type node_name() :: atom() | binary().
%% What a node is called: 1 to 64 letters, digits, `_', `-', `.' and `@'.

-type options() ::
    #{
        name := node_name(),
        format => erlang | json,
        max_frame => 64..16777216,
        order => 8..24,
        high => pos_integer(),
        low => non_neg_integer(),
        timeout_ms => 1..600000,
        budget => 64..16777216,
        most_names => non_neg_integer(),
        most_straws => non_neg_integer(),
        atoms => [atom()],
        new_atoms => non_neg_integer()
    }
    | [{atom(), term()}].
%% What the node is called; how messages are written (`erlang'; between two nodes
%% it is `json' if either says so); the most bytes of a message with its envelope
%% (1 MiB; the lesser of both nodes' counts); this node sends through `2^order'
%% bytes of memory (18); from how many queued bytes on sending is refused (256
%% KiB), and until how many are left (64 KiB); how long it may take until there
%% is a straw (5000); how many bytes are moved before others have their turn (64
%% KiB); how many names may be exported (256), and how many straws there may be
%% (64); which atoms messages may have (all that exist); how many atoms that do
%% not exist a peer may make through one straw (0).

-opaque straw() :: {avm_straw, avm_port:native(), Outlet :: term()}.
%% A straw to another node.

-type reason() ::
    exists
    | not_found
    | timeout
    | busy
    | closed
    | full
    | itself
    | gone
    | denied
    | bad_name
    | bad_message
    | too_long
    | {refused, atom()}
    | avm_port:reason().
%% Why something failed.
%% <ul>
%% <li>`exists': there is a straw to that node, or that name is exported</li>
%% <li>`not_found': no node listens under the name, or there is no straw to it</li>
%% <li>`timeout': the other node did not answer in time</li>
%% <li>`busy': too much is queued; {@link send/4} waits</li>
%% <li>`closed': the straw is over</li>
%% <li>`full': as many straws or names as may be</li>
%% <li>`itself': the other node has the same name</li>
%% <li>`gone': the other node ended meanwhile</li>
%% <li>`denied': the other node is another user's</li>
%% <li>`bad_message': a message with something in it that is not sent</li>
%% <li>`too_long': the message is longer than a frame may be</li>
%% </ul>

-type info() :: #{
    json := boolean(),
    max_frame := pos_integer(),
    written := non_neg_integer(),
    read := non_neg_integer(),
    frames := non_neg_integer(),
    delivered := non_neg_integer(),
    rejected := #{atom() => non_neg_integer()},
    queued := non_neg_integer(),
    undelivered := non_neg_integer(),
    rings := non_neg_integer(),
    busy := boolean(),
    new_atoms := non_neg_integer()
}.
%% Bytes written and read; messages that came, and that were delivered; those that
%% were not, by reason; bytes that are queued; messages that the peer has not
%% read; how often the peer was rung; whether sending is refused now; how many
%% atoms the peer may still make.

-define(SERVER, avm_straw_server).

%%-----------------------------------------------------------------------------
%% @param Options   what the node is called, and how it sends
%% @returns `{ok, Pid}', or why the node cannot be called so
%% @doc     Listen under a name, in a process that is linked to the caller.
%%
%% There is one such process in a node, registered as `avm_straw_server'. All
%% straws end with it.
%% @end
%%-----------------------------------------------------------------------------
-spec start_link(Options :: options()) -> {ok, pid()} | {error, reason()}.
start_link(Options) ->
    avm_straw_server:start_link(Options).

%%-----------------------------------------------------------------------------
%% @param Options   what the node is called, and how it sends
%% @returns a child specification, of a permanent worker
%% @doc     The node's straws as the child of a supervisor.
%% @end
%%-----------------------------------------------------------------------------
-spec child_spec(Options :: options()) -> supervisor:child_spec().
child_spec(Options) ->
    avm_straw_server:child_spec(Options).

%% @equiv open(Peer, 5000)
-spec open(Peer :: node_name()) -> ok | {error, reason()}.
open(Peer) ->
    open(Peer, 5000).

%%-----------------------------------------------------------------------------
%% @param Peer      the name of another node
%% @param TimeoutMs how long it may take
%% @returns `ok' once there is a straw, or why there is none
%% @doc     Open a straw to another node.
%%
%% Others that ask meanwhile, for this node or another, are not held up. If the
%% other node opens one to this node at the same time, there is one straw, and
%% both hear `ok'.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Peer :: node_name(), TimeoutMs :: pos_integer()) -> ok | {error, reason()}.
open(Peer, TimeoutMs) when is_integer(TimeoutMs), TimeoutMs > 0, TimeoutMs =< 600000 ->
    named(Peer, fun(Name) -> ask({open, Name, TimeoutMs}, 2 * TimeoutMs + 5000) end);
open(_Peer, _TimeoutMs) ->
    {error, badarg}.

%%-----------------------------------------------------------------------------
%% @param Peer      the name of another node
%% @returns `{ok, Straw}', or `{error, not_found}'
%% @doc     The straw to another node, to send through.
%% @end
%%-----------------------------------------------------------------------------
-spec split(Peer :: node_name()) -> {ok, straw()} | {error, reason()}.
split(Peer) ->
    named(Peer, fun(Name) -> ask({split, Name}, 5000) end).

%%-----------------------------------------------------------------------------
%% @param Straw     a straw, or the name of the node that it leads to
%% @returns `ok', also for a straw that is over already
%% @doc     Close a straw: the other node still reads what was written.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Straw :: straw() | node_name()) -> ok | {error, reason()}.
close({avm_straw, Port, _Outlet}) ->
    ask({close, Port}, 10000);
close(Peer) ->
    case split(Peer) of
        {ok, Straw} -> close(Straw);
        {error, not_found} -> ok;
        {error, _} = Error -> Error
    end.

%%-----------------------------------------------------------------------------
%% @returns the straws that there are, and the nodes that they lead to
%% @doc     All straws of this node.
%% @end
%%-----------------------------------------------------------------------------
-spec straws() -> [{Peer :: binary(), straw()}] | {error, reason()}.
straws() ->
    ask(straws, 5000).

%%-----------------------------------------------------------------------------
%% @param Straw     a straw, or the name of the node that it leads to
%% @param Name      a name that the other node has exported
%% @param Message   the message
%% @returns `ok' if the message is queued, or why it is not
%% @doc     Send a message.
%%
%% Nothing waits: if too much is queued it is `{error, busy}'. On Erlang/OTP the
%% caller itself queues the message, without a call of any process, if it names
%% the straw.
%% @end
%%-----------------------------------------------------------------------------
-spec send(Straw :: straw() | node_name(), Name :: node_name(), Message :: term()) ->
    ok | {error, reason()}.
send({avm_straw, _Port, _Outlet} = Straw, Name, Message) ->
    avm_straw_server:send(Straw, Name, Message);
send(Peer, Name, Message) ->
    case split(Peer) of
        {ok, Straw} -> send(Straw, Name, Message);
        {error, _} = Error -> Error
    end.

%%-----------------------------------------------------------------------------
%% @param Straw     a straw, or the name of the node that it leads to
%% @param Name      a name that the other node has exported
%% @param Message   the message
%% @param Timeout   milliseconds to wait for room, or `infinity'
%% @returns `ok' if the message is queued, or why it is not
%% @doc     Send a message, and wait where too much is queued.
%% @end
%%-----------------------------------------------------------------------------
-spec send(
    Straw :: straw() | node_name(),
    Name :: node_name(),
    Message :: term(),
    Timeout :: timeout()
) ->
    ok | {error, reason()}.
send({avm_straw, Port, _Outlet} = Straw, Name, Message, Timeout) ->
    case send(Straw, Name, Message) of
        {error, busy} ->
            case avm_port:call(Port, room, Timeout) of
                ok -> send(Straw, Name, Message, Timeout);
                {error, timeout} -> {error, busy};
                {error, _} = Error -> Error
            end;
        Sent ->
            Sent
    end;
send(Peer, Name, Message, Timeout) ->
    case split(Peer) of
        {ok, Straw} -> send(Straw, Name, Message, Timeout);
        {error, _} = Error -> Error
    end.

%% @equiv export(Name, self())
-spec export(Name :: node_name()) -> ok | {error, reason()}.
export(Name) ->
    export(Name, self()).

%%-----------------------------------------------------------------------------
%% @param Name      1 to 255 bytes
%% @param Pid       a process of this node
%% @returns `ok', or `{error, exists}' if another process has the name
%% @doc     Let other nodes send to a process by a name, until it ends.
%% @end
%%-----------------------------------------------------------------------------
-spec export(Name :: node_name(), Pid :: pid()) -> ok | {error, reason()}.
export(Name, Pid) when is_pid(Pid) ->
    named(Name, fun(Text) -> ask({export, Text, Pid}, 5000) end);
export(_Name, _Pid) ->
    {error, badarg}.

%%-----------------------------------------------------------------------------
%% @param Name      a name that was exported
%% @returns `ok', or `{error, not_found}'
%% @doc     Take a name back. What is under way at that moment may still come.
%% @end
%%-----------------------------------------------------------------------------
-spec unexport(Name :: node_name()) -> ok | {error, reason()}.
unexport(Name) ->
    named(Name, fun(Text) -> ask({unexport, Text}, 5000) end).

%%-----------------------------------------------------------------------------
%% @returns `ok'
%% @doc     Have news of straws sent to the calling process, until it ends.
%% @end
%%-----------------------------------------------------------------------------
-spec subscribe() -> ok | {error, reason()}.
subscribe() ->
    ask({subscribe, self()}, 5000).

%%-----------------------------------------------------------------------------
%% @returns `ok'
%% @doc     Have no more news sent to the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec unsubscribe() -> ok | {error, reason()}.
unsubscribe() ->
    ask({unsubscribe, self()}, 5000).

%%-----------------------------------------------------------------------------
%% @param Straw     a straw, or the name of the node that it leads to
%% @returns what came, went, and was rejected
%% @doc     What a straw has done so far.
%% @end
%%-----------------------------------------------------------------------------
-spec info(Straw :: straw() | node_name()) -> {ok, info()} | {error, reason()}.
info({avm_straw, Port, _Outlet}) ->
    case avm_port:call(Port, get_stats) of
        {stats, Stats} -> {ok, Stats};
        {error, _} = Error -> Error
    end;
info(Peer) ->
    case split(Peer) of
        {ok, Straw} -> info(Straw);
        {error, _} = Error -> Error
    end.

named(Name, Then) when is_atom(Name) -> Then(atom_to_binary(Name, utf8));
named(Name, Then) when is_binary(Name) -> Then(Name);
named(_Name, _Then) -> {error, badarg}.

ask(Request, Timeout) ->
    try
        gen_server:call(?SERVER, Request, Timeout)
    catch
        exit:{timeout, _} -> {error, timeout};
        exit:_ -> {error, closed}
    end.
