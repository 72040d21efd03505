%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The `pore' port: bytes through memory that two domains share.
%%
%% A pore joins two processes of one machine, which need not trust each other:
%% two nodes, a node and a program in another language. One side takes a name
%% by {@link listen/1} and waits by {@link accept/2}; the other one goes there
%% by {@link open/1}. What is written then goes through memory; nothing is asked
%% of the system unless a side sleeps.
%%
%% A pore belongs to the process that opened or accepted it, and ends with it.
%% Nobody else has a say: `{error, not_owner}'. By {@link detach/1} and
%% {@link attach/2} it goes to another process.
%%
%% The owner gets messages:
%% <ul>
%% <li>`{irq, Pore}': there is something to look at, bytes or a {@link poke/1}
%%     of the peer. At most one is out: the next one is sent only after
%%     {@link read/1}, {@link avail/1}, {@link notify_when/2} or
%%     {@link set_active/2}</li>
%% <li>`{pore, Pore, Data}': bytes, if the pore is active</li>
%% <li>`{pore_passive, Pore}': the count given to {@link set_active/2} is used
%%     up</li>
%% <li>`{closed, Pore, Reason}': it is over, said once. What the peer sent
%%     before can still be read; of an active pore it has come. How many bytes
%%     the peer did not read is told by {@link info/1}</li>
%% </ul>
%% ```
%% {ok, Listener} = avm_pore:listen(<<"sensors">>),
%% {ok, Pore} = avm_pore:accept(Listener, 10000),
%% receive
%%     {irq, Pore} -> {ok, _Data} = avm_pore:read(Pore)
%% end,
%% true = avm_pore:close(Pore).
%% '''
%% Writing never waits: what there is no room for is not written, and
%% {@link notify_when/2} says when there is some.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_pore).

-export([open/1, listen/1, accept/1, accept/2, accept/3, close/1]).
-export([read/1, read/2, write/2, avail/1, notify_when/2, poke/1]).
-export([set_active/2, info/1, detach/1, attach/1, attach/2]).

-export_type([name/0, options/0, active/0, wish/0, info/0, closed/0, reason/0, gift/0]).

-type name() :: binary() | string() | atom().
%% A name that is in no file system: 1 to 107 bytes without a NUL. Every user
%% of the machine may take it, so both sides look who is there; see `access'.

-type options() :: #{
    name => name(),
    path => binary() | string(),
    order => 4..30,
    most_order => 4..30,
    max_frame => non_neg_integer(),
    timeout => non_neg_integer(),
    access => same_user | everyone | non_neg_integer(),
    rights => both | read | write,
    active => active()
}.
%% <ul>
%% <li>`name' or `path': what the endpoint is called; a path is a socket in the
%%     file system, whose folder says who may take it</li>
%% <li>`order': this side sends through 2^`order' bytes; 16 unless given</li>
%% <li>`most_order': the peer may send through at most 2^this bytes; 24</li>
%% <li>`max_frame': what this side says of the longest frame that it takes</li>
%% <li>`timeout': how long a negotiation may take, in milliseconds; 5000</li>
%% <li>`access': who the peer may be: of this user, anybody, or the number of a
%%     user</li>
%% <li>`rights': what this side does with the pore; the peer is told</li>
%% <li>`active': as of {@link set_active/2}; `false' unless given</li>
%% </ul>

-type active() :: false | true | once | 1..32767.
%% `false': `{irq, Pore}'. Else the bytes themselves are sent: always, once, or
%% in so many messages.

-type wish() :: {in | out, pos_integer()}.
%% So many bytes to read, or so many free bytes to write. More than the ring
%% has are as many as it has.

-type closed() ::
    peer
    | gone
    | restarted
    | here
    | {peer_error, non_neg_integer()}
    | {protocol, ring_index | state | rights}.
%% Why a pore is over.
%% <ul>
%% <li>`peer': the peer closed it, in order</li>
%% <li>`gone': the peer is dead</li>
%% <li>`restarted': the peer began anew on the same memory</li>
%% <li>`{peer_error, Number}': the peer closed it for an error of its own</li>
%% <li>`{protocol, What}': the peer wrote what no honest peer could have: an
%%     impossible cursor, an impossible state, bytes to a side that takes
%%     none</li>
%% </ul>

-type reason() ::
    {closed, closed()}
    | denied
    | not_owner
    | not_connected
    | not_found
    | name_taken
    | {name_too_long, pos_integer()}
    | {bad_name, empty | nul}
    | two_names
    | no_rights
    | {denied, non_neg_integer()}
    | {refused, denied | protocol | resources | timeout | other}
    | {protocol, atom()}
    | gone
    | timeout
    | no_descriptors
    | no_room
    | taken
    | not_listening
    | {io, binary()}
    | avm_port:reason().
%% Why something failed.
%% <ul>
%% <li>`{closed, Closed}': the pore is over</li>
%% <li>`denied': this side may not do that, by its own `rights' or the peer's</li>
%% <li>`not_owner': the pore is another process's</li>
%% <li>`not_connected': the pore is not there yet, or this is a listener</li>
%% <li>`not_listening': this is a pore already</li>
%% <li>`not_found', `name_taken': there is none of this name, or is one</li>
%% <li>`{name_too_long, Bytes}', `{bad_name, What}', `two_names': it is no name</li>
%% <li>`no_rights': what both sides want leaves neither direction</li>
%% <li>`{denied, User}': the peer is of a user that may not</li>
%% <li>`{refused, Why}': the peer shares nothing with this process</li>
%% <li>`{protocol, What}': what was wrong with what the peer sent</li>
%% <li>`gone': the peer left in the middle</li>
%% <li>`timeout': the peer did not answer, or nobody came</li>
%% <li>`no_descriptors', `no_room': this process, or the system, has none left</li>
%% <li>`taken': somebody else has attached this pore</li>
%% </ul>

-type gift() :: term().
%% A pore between two processes. If nobody attaches it, it is closed with the
%% last such term.

-type info() :: #{
    state := connecting | open | closed | listening,
    reason => closed() | undefined,
    peer => #{pid := non_neg_integer(), uid := non_neg_integer(), gid := non_neg_integer()},
    epochs => {non_neg_integer(), non_neg_integer()},
    orders => {4..30, 4..30},
    rights => both | read | write | none,
    rings => non_neg_integer(),
    undelivered => non_neg_integer(),
    in => non_neg_integer(),
    out => non_neg_integer(),
    ready => non_neg_integer(),
    refused => non_neg_integer()
}.
%% What is known of a pore: who the peer is, the numbers of its life and of the
%% sizes of both rings (this side's first), how often this side rang for the
%% peer, how many bytes the peer has not read as far as is known, bytes to read
%% and room to write. Of a listener: peers that wait to be accepted, and peers
%% that were sent away.

%%-----------------------------------------------------------------------------
%% @param To    the name to go to, or options with it
%% @returns `{ok, Pore}', or why there is none
%% @doc     Open a pore to whoever listens under a name.
%%
%% The caller waits until both sides have the pore, for as long as the option
%% `timeout' says; nobody else does.
%% @end
%%-----------------------------------------------------------------------------
-spec open(To :: name() | options()) -> {ok, avm_port:native()} | {error, reason()}.
open(To) ->
    connect(avm_port:open(pore, options(To))).

connect({ok, Port}) ->
    case avm_port:call(Port, connect, infinity) of
        ok ->
            {ok, Port};
        {error, _} = Error ->
            _ = avm_port:close(Port),
            Error
    end;
connect({error, _} = Error) ->
    Error.

%%-----------------------------------------------------------------------------
%% @param Under the name to take, or options with it
%% @returns `{ok, Listener}', or why not
%% @doc     Take a name that others can open pores to.
%%
%% Peers that come get their pores at once, up to 16 that nobody has accepted;
%% more of them wait. The name is free again once the listener is closed.
%% @end
%%-----------------------------------------------------------------------------
-spec listen(Under :: name() | options()) -> {ok, avm_port:native()} | {error, reason()}.
listen(Under) ->
    case options(Under) of
        Options when is_map(Options) -> avm_port:open(pore, Options#{role => listen});
        Other -> avm_port:open(pore, Other)
    end.

%% @equiv accept(Listener, infinity)
-spec accept(Listener :: avm_port:native() | name() | options()) ->
    {ok, avm_port:native()} | {error, reason()}.
accept(Listener) ->
    accept(Listener, infinity).

%% @equiv accept(Listener, Timeout, #{})
-spec accept(Listener :: avm_port:native() | name() | options(), Timeout :: timeout()) ->
    {ok, avm_port:native()} | {error, reason()}.
accept(Listener, Timeout) ->
    accept(Listener, Timeout, #{}).

%%-----------------------------------------------------------------------------
%% @param Listener  of {@link listen/1}, or a name to take for one peer alone
%% @param Timeout   milliseconds to wait for a peer, or `infinity'
%% @param Options   `active', for the new pore; if it is wrong, nobody is waited for
%% @returns `{ok, Pore}', or why there is none
%% @doc     Wait for a peer.
%%
%% What is wrong with one peer is not told: it is sent away, and counted.
%% @end
%%-----------------------------------------------------------------------------
-spec accept(
    Listener :: avm_port:native() | name() | options(),
    Timeout :: timeout(),
    Options :: #{active => active()}
) -> {ok, avm_port:native()} | {error, reason()}.
accept(_Listener, _Timeout, Options) when not is_map(Options) -> {error, {bad_options, Options}};
accept(Listener, Timeout, Options) when is_pid(Listener); is_port(Listener) ->
    %% The options go along, so that what is wrong with them costs no peer.
    case avm_port:call(Listener, {accept, Options#{timeout => Timeout}}, infinity) of
        {ok, Gift} -> attach(Gift, Options);
        {error, _} = Error -> Error
    end;
accept(Under, Timeout, Options) ->
    case listen(Under) of
        {ok, Listener} ->
            Accepted = accept(Listener, Timeout, Options),
            _ = close(Listener),
            Accepted;
        {error, _} = Error ->
            Error
    end.

%%-----------------------------------------------------------------------------
%% @param Pore  the pore, or a listener
%% @returns `true', or `false' if it was gone already
%% @doc     Close a pore: once this returns, nothing of it is left.
%%
%% The peer can still read what was written before.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Pore :: avm_port:native()) -> boolean() | {error, reason()}.
close(Pore) ->
    case avm_port:call(Pore, close) of
        true -> true;
        {error, closed} -> false;
        {error, {exit, _}} -> false;
        {error, _} = Error -> Error
    end.

%% @equiv read(Pore, 262144)
-spec read(Pore :: avm_port:native()) -> {ok, binary()} | {error, reason()}.
read(Pore) ->
    avm_port:call(Pore, read).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore
%% @param Max   the most bytes to read
%% @returns what there is, which may be `<<>>'
%% @doc     Read at most so many bytes, and at most 256 KiB.
%%
%% If there are more, `{irq, Pore}' comes at once.
%% @end
%%-----------------------------------------------------------------------------
-spec read(Pore :: avm_port:native(), Max :: non_neg_integer()) ->
    {ok, binary()} | {error, reason()}.
read(Pore, Max) ->
    avm_port:call(Pore, {read, #{max => Max}}).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore
%% @param Data  what to write
%% @returns `{ok, Written}', the number of bytes that there was room for
%% @doc     Write as much as fits, from the beginning; never waits.
%% @end
%%-----------------------------------------------------------------------------
-spec write(Pore :: avm_port:native(), Data :: iodata()) ->
    {ok, Written :: non_neg_integer()} | {error, reason()}.
write(Pore, Data) when is_binary(Data) -> avm_port:call(Pore, {write, Data});
write(Pore, Data) ->
    case is_iodata(Data) of
        true -> write(Pore, iolist_to_binary(Data));
        false -> {error, {bad_value, Data}}
    end.

%% AtomVM makes bytes of any number, and of an improper tail.
is_iodata([Byte | Tail]) when is_integer(Byte), Byte >= 0, Byte =< 255 -> is_iodata(Tail);
is_iodata([Head | Tail]) -> is_iodata(Head) andalso is_iodata(Tail);
is_iodata(Data) -> Data =:= [] orelse is_binary(Data).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore
%% @returns `{In, Out}': bytes to read, and bytes that can be written
%% @doc     How much there is, and how much room.
%%
%% `{irq, Pore}' comes next when there is more than `In'.
%% @end
%%-----------------------------------------------------------------------------
-spec avail(Pore :: avm_port:native()) ->
    {In :: non_neg_integer(), Out :: non_neg_integer()} | {error, reason()}.
avail(Pore) ->
    avm_port:call(Pore, avail).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore
%% @param Wish  `{in, Bytes}' or `{out, Bytes}'
%% @returns `now' if there is so much; else `armed'
%% @doc     Have one `{irq, Pore}' sent once there is so much to read, or so
%%          much room to write.
%% @end
%%-----------------------------------------------------------------------------
-spec notify_when(Pore :: avm_port:native(), Wish :: wish()) ->
    now | armed | {error, reason()}.
notify_when(Pore, Wish) ->
    avm_port:call(Pore, {notify_when, Wish}).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore
%% @returns `true', or why not
%% @doc     Ring for the peer, which gets one `{irq, Pore}' if none is out.
%% @end
%%-----------------------------------------------------------------------------
-spec poke(Pore :: avm_port:native()) -> true | {error, reason()}.
poke(Pore) ->
    avm_port:call(Pore, poke).

%%-----------------------------------------------------------------------------
%% @param Pore      the pore
%% @param Active    `false', `true', `once', or a number of messages
%% @returns `ok', or why not
%% @doc     How the owner hears of bytes from now on.
%%
%% A number is a credit in messages of at most 64 KiB; after the last of them
%% comes `{pore_passive, Pore}'. With `true' a peer that sends much fills the
%% owner's mailbox.
%% @end
%%-----------------------------------------------------------------------------
-spec set_active(Pore :: avm_port:native(), Active :: active()) -> ok | {error, reason()}.
set_active(Pore, Active) ->
    avm_port:call(Pore, {active, Active}).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore, or a listener
%% @returns what is known of it, also after it is over
%% @doc     What is known of a pore.
%% @end
%%-----------------------------------------------------------------------------
-spec info(Pore :: avm_port:native()) -> {ok, info()} | {error, reason()}.
info(Pore) ->
    avm_port:call(Pore, get_info).

%%-----------------------------------------------------------------------------
%% @param Pore  the pore
%% @returns `{ok, Gift}', to be sent to who is to have it, or why not
%% @doc     Give a pore away. It is not the caller's any more.
%% @end
%%-----------------------------------------------------------------------------
-spec detach(Pore :: avm_port:native()) -> {ok, gift()} | {error, reason()}.
detach(Pore) ->
    avm_port:call(Pore, detach).

%% @equiv attach(Gift, #{})
-spec attach(Gift :: gift()) -> {ok, avm_port:native()} | {error, reason()}.
attach(Gift) ->
    attach(Gift, #{}).

%%-----------------------------------------------------------------------------
%% @param Gift      of {@link detach/1}
%% @param Options   `active'
%% @returns `{ok, Pore}', or why not
%% @doc     Take a pore that was given away.
%% @end
%%-----------------------------------------------------------------------------
-spec attach(Gift :: gift(), Options :: #{active => active()}) ->
    {ok, avm_port:native()} | {error, reason()}.
attach(Gift, Options) when is_map(Options) -> avm_port:open(pore, Options#{gift => Gift});
attach(_Gift, Options) -> {error, {bad_options, Options}}.

%% A name alone is options, too.
options(#{name := Name} = To) when is_atom(Name) -> To#{name => atom_to_binary(Name, utf8)};
options(Name) when is_atom(Name); is_binary(Name) -> options(#{name => Name});
options([Char | _] = Name) when is_integer(Char) -> #{name => Name};
options(Options) -> Options.
