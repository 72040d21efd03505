%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Two ports of one VM, joined by pores: bytes, messages, ends, owners.
%%
%% Conformance tests T9, with `POKES' pokes, and T10.
-module(pore_pair).

-export([start/0]).

-ifndef(POKES).
-define(POKES, 1000000).
-endif.
-ifndef(PORES).
-define(PORES, 1000).
-endif.

-define(NAME, list_to_binary("pore-pair-" ++ ?RUN)).
-define(PATIENCE, 10000).

start() ->
    Before = open_files(),
    script:show(names, names()),
    {Here, There} = pair(#{}),
    script:show(bytes, bytes(Here, There)),
    script:show(wishes, wishes(Here, There)),
    script:show(pokes, pokes(Here, There)),
    script:show(stranger, stranger(Here)),
    script:show(given, given(Here, There)),
    script:show(active, active()),
    script:show(killed, killed()),
    script:show(many, many(?PORES)),
    script:show(late, length(script:flush())),
    script:show(files, settled(Before, 200)),
    ok.

%% What a name can be, and what it cannot.
names() ->
    {error, not_found} = avm_pore:open(?NAME),
    {error, {name_too_long, 200}} = avm_pore:open(lists:duplicate(200, $n)),
    {error, {bad_name, empty}} = avm_pore:open(<<>>),
    {error, {missing_option, name}} = avm_pore:open(#{}),
    {error, {bad_option, order, 40}} = avm_pore:open(#{name => ?NAME, order => 40}),
    {ok, Listener} = avm_pore:listen(?NAME),
    {error, name_taken} = avm_pore:listen(?NAME),
    {error, timeout} = avm_pore:accept(Listener, 20),
    {error, not_connected} = avm_pore:read(Listener),
    {ok, #{state := listening}} = avm_pore:info(Listener),
    true = avm_pore:close(Listener),
    false = avm_pore:close(Listener),
    {error, timeout} = avm_pore:accept(?NAME, 20),
    {error, badarg} = avm_pore:close(not_a_port),
    ok.

%% A pore between this process and itself.
pair(Options) ->
    Test = self(),
    {ok, Listener} = avm_pore:listen(?NAME),
    %% Who opens waits for the other side, which is this process, so another one does.
    Helper = spawn(fun() ->
        {ok, Pore} = avm_pore:open(#{name => ?NAME, order => 12}),
        {ok, Gift} = avm_pore:detach(Pore),
        Test ! {gift, self(), Gift}
    end),
    {ok, Here} = avm_pore:accept(Listener, ?PATIENCE, Options),
    receive
        {gift, Helper, Gift} ->
            {ok, There} = avm_pore:attach(Gift),
            {error, taken} = avm_pore:attach(Gift),
            true = avm_pore:close(Listener),
            {Here, There}
    after ?PATIENCE -> exit(no_gift)
    end.

irq(Pore) ->
    receive
        {irq, Pore} -> ok
    after ?PATIENCE -> exit(no_irq)
    end.

quiet(Pore) ->
    receive
        {irq, Pore} -> exit(irq)
    after 30 -> ok
    end.

bytes(Here, There) ->
    {ok, <<>>} = avm_pore:read(There),
    {ok, 11} = avm_pore:write(Here, [<<"iodata">>, ["-", $i, "s"], <<"!">> | <<"!">>]),
    irq(There),
    {11, 4096} = avm_pore:avail(There),
    {ok, <<"iodata">>} = avm_pore:read(There, 6),
    {ok, <<"-is!!">>} = avm_pore:read(There),
    irq(There),
    {error, {bad_value, [an_atom]}} = avm_pore:write(Here, [an_atom]),
    {ok, 0} = avm_pore:write(Here, []),
    %% More than the ring has: what fits is written, the rest is not.
    Long = list_to_binary(lists:duplicate(5000, $x)),
    {ok, 4096} = avm_pore:write(There, Long),
    {ok, 0} = avm_pore:write(There, Long),
    irq(Here),
    {4096, 65536} = avm_pore:avail(Here),
    {ok, #{undelivered := 4096, orders := {12, 16}, state := open}} = avm_pore:info(There),
    {ok, Read} = avm_pore:read(Here),
    4096 = byte_size(Read),
    {0, 4096} = avm_pore:avail(There),
    ok.

wishes(Here, There) ->
    armed = avm_pore:notify_when(There, {in, 3}),
    {ok, 2} = avm_pore:write(Here, <<"12">>),
    quiet(There),
    {ok, 1} = avm_pore:write(Here, <<"3">>),
    irq(There),
    now = avm_pore:notify_when(There, {in, 3}),
    quiet(There),
    {ok, 4096} = avm_pore:write(There, list_to_binary(lists:duplicate(4096, 0))),
    armed = avm_pore:notify_when(There, {out, 1000}),
    irq(Here),
    {ok, Some} = avm_pore:read(Here, 999),
    999 = byte_size(Some),
    quiet(There),
    {ok, _} = avm_pore:read(Here, 1),
    irq(There),
    {ok, <<"123">>} = avm_pore:read(There),
    {ok, _} = avm_pore:read(Here),
    {error, {bad_value, {in, 0}}} = avm_pore:notify_when(There, {in, 0}),
    _ = script:flush(),
    _ = avm_pore:avail(Here),
    _ = avm_pore:avail(There),
    ok.

%% A peer pokes all the time, the owner does not look: one message.
pokes(Here, There) ->
    poke(Here, ?POKES),
    irq(There),
    quiet(There),
    {0, 4096} = avm_pore:avail(There),
    quiet(There),
    true = avm_pore:poke(Here),
    irq(There),
    {0, 4096} = avm_pore:avail(There),
    ok.

poke(_Pore, 0) ->
    ok;
poke(Pore, Left) ->
    true = avm_pore:poke(Pore),
    (Left band 16#FFFF) =:= 0 andalso one_message(),
    poke(Pore, Left - 1).

one_message() ->
    {message_queue_len, Length} = process_info(self(), message_queue_len),
    true = Length =< 1.

%% Only the owner has a say.
stranger(Pore) ->
    Test = self(),
    Stranger = spawn(fun() ->
        Test !
            {said, self(), [
                avm_pore:read(Pore),
                avm_pore:write(Pore, <<"x">>),
                avm_pore:avail(Pore),
                avm_pore:poke(Pore),
                avm_pore:set_active(Pore, true),
                avm_pore:detach(Pore),
                avm_pore:close(Pore)
            ]}
    end),
    receive
        {said, Stranger, Answers} ->
            [] = [Answer || Answer <- Answers, Answer =/= {error, not_owner}],
            ok
    after ?PATIENCE -> timeout
    end.

%% A pore goes to another process, with what is in it; a peer that leaves is told of.
given(Here, There) ->
    Test = self(),
    {ok, 5} = avm_pore:write(There, <<"early">>),
    {ok, Gift} = avm_pore:detach(Here),
    false = avm_pore:close(Here),
    Other = spawn(fun() ->
        {ok, Pore} = avm_pore:attach(Gift),
        irq(Pore),
        {ok, <<"early">>} = avm_pore:read(Pore),
        {ok, 4} = avm_pore:write(Pore, <<"last">>),
        Test ! {done, self()}
    end),
    receive
        {done, Other} -> ok
    after ?PATIENCE -> exit(not_given)
    end,
    irq(There),
    {ok, 6} = case avm_pore:write(There, <<"unread">>) of
        {error, {closed, peer}} -> {ok, 6};
        Written -> Written
    end,
    peer = closed(There),
    {ok, <<"last">>} = avm_pore:read(There),
    {error, {closed, peer}} = avm_pore:read(There),
    {error, {closed, peer}} = avm_pore:write(There, <<"x">>),
    {ok, #{state := closed, reason := peer}} = avm_pore:info(There),
    true = avm_pore:close(There),
    false = avm_pore:close(There),
    ok.

closed(Pore) ->
    receive
        {closed, Pore, Reason} -> Reason
    after ?PATIENCE -> exit(not_closed)
    end.

%% Bytes as messages, in order, through a ring that is smaller than they are.
active() ->
    {Here, There} = pair(#{active => once}),
    Data = list_to_binary([[N rem 251, N rem 127] || N <- lists:seq(1, 20000)]),
    Writer = spawn_writer(There, Data),
    Came = collect(Here, byte_size(Data), []),
    true = Came =:= Data,
    {ok, Again} =
        receive
            {written, Writer, Gift} -> avm_pore:attach(Gift)
        after ?PATIENCE -> exit(not_written)
        end,
    ok = avm_pore:set_active(Here, 2),
    {ok, 1} = avm_pore:write(Again, <<"1">>),
    receive
        {pore, Here, <<"1">>} -> ok
    after ?PATIENCE -> exit(no_message)
    end,
    {ok, 1} = avm_pore:write(Again, <<"2">>),
    receive
        {pore, Here, <<"2">>} -> ok
    after ?PATIENCE -> exit(no_message)
    end,
    receive
        {pore_passive, Here} -> ok
    after ?PATIENCE -> exit(no_notice)
    end,
    true = avm_pore:close(Again),
    peer = closed(Here),
    true = avm_pore:close(Here),
    ok.

spawn_writer(Pore, Data) ->
    Test = self(),
    {ok, Gift} = avm_pore:detach(Pore),
    spawn(fun() ->
        {ok, Mine} = avm_pore:attach(Gift),
        ok = write_all(Mine, Data),
        {ok, Back} = avm_pore:detach(Mine),
        Test ! {written, self(), Back}
    end).

write_all(_Pore, <<>>) ->
    ok;
write_all(Pore, Data) ->
    {ok, Written} = avm_pore:write(Pore, Data),
    <<_:Written/binary, Rest/binary>> = Data,
    Rest =:= <<>> orelse wait_for_room(Pore),
    write_all(Pore, Rest).

wait_for_room(Pore) ->
    case avm_pore:notify_when(Pore, {out, 1}) of
        now -> ok;
        armed -> irq(Pore)
    end.

collect(_Pore, 0, Parts) ->
    list_to_binary(lists:reverse(Parts));
collect(Pore, Left, Parts) ->
    receive
        {pore, Pore, Part} ->
            ok = avm_pore:set_active(Pore, once),
            collect(Pore, Left - byte_size(Part), [Part | Parts])
    after ?PATIENCE -> exit({left, Left})
    end.

%% The owner is killed while its peer has the memory, too.
killed() ->
    Test = self(),
    Reasons = [
        begin
            Owner = spawn(fun() ->
                {ok, Pore} = avm_pore:accept(?NAME, ?PATIENCE),
                Test ! {owns, self(), Pore},
                receive
                    {stop, Why} -> exit(Why)
                end
            end),
            {ok, Pore} = reopen(500),
            receive
                {owns, Owner, _} -> ok
            after ?PATIENCE -> exit(no_owner)
            end,
            {ok, 10} = avm_pore:write(Pore, <<"never read">>),
            end_of(Owner, Why),
            Reason = closed(Pore),
            {ok, #{undelivered := 10}} = avm_pore:info(Pore),
            true = avm_pore:close(Pore),
            Reason
        end
     || Why <- [kill, normal, crash]
    ],
    Reasons.

end_of(Owner, kill) -> true = exit(Owner, kill);
end_of(Owner, Why) -> Owner ! {stop, Why}.

%% The other process takes the name a moment later.
reopen(Tries) ->
    case avm_pore:open(?NAME) of
        {error, not_found} when Tries > 0 ->
            script:sleep(5),
            reopen(Tries - 1);
        Opened ->
            Opened
    end.

%% So many pores of one owner, all but the last ten closed by it.
many(Count) ->
    {ok, Listener} = avm_pore:listen(?NAME),
    Owner = spawn(fun() -> opens(Count, []) end),
    Ref = erlang:monitor(process, Owner),
    true = accepts(Listener, Count, 0) =:= Count * (Count + 1) div 2,
    Why =
        receive
            {'DOWN', Ref, process, Owner, Reason} -> Reason
        after ?PATIENCE -> exit(owner_lives)
        end,
    true = avm_pore:close(Listener),
    gone(10),
    Why.

opens(0, _Last) ->
    ok;
opens(Left, Last) ->
    {ok, Pore} = avm_pore:open(?NAME),
    {ok, 2} = avm_pore:write(Pore, <<Left:16>>),
    Left > 10 andalso (true = avm_pore:close(Pore)),
    opens(Left - 1, [Pore | Last]).

%% Not always in the order in which they came.
accepts(_Listener, 0, Sum) ->
    Sum;
accepts(Listener, Left, Sum) ->
    {ok, Pore} = avm_pore:accept(Listener, ?PATIENCE),
    {ok, <<Number:16>>} = wait_and_read(Pore),
    Number > 10 andalso
        begin
            peer = closed(Pore),
            true = avm_pore:close(Pore)
        end,
    accepts(Listener, Left - 1, Sum + Number).

wait_and_read(Pore) ->
    case avm_pore:read(Pore) of
        {ok, <<>>} ->
            irq(Pore),
            wait_and_read(Pore);
        Read ->
            Read
    end.

%% Those that their owner left open.
gone(0) ->
    _ = [ok || {irq, _} <- script:flush()],
    ok;
gone(Left) ->
    receive
        {closed, Pore, peer} ->
            true = avm_pore:close(Pore),
            gone(Left - 1)
    after ?PATIENCE -> exit({gone, Left})
    end.

%% What this process of the system has open; AtomVM cannot tell.
open_files() ->
    case avm_port_native:machine() of
        otp ->
            {ok, Files} = file:list_dir("/proc/self/fd"),
            {ok, Maps} = file:read_file("/proc/self/maps"),
            {length(Files), length(binary:matches(Maps, <<"memfd:pore">>))};
        atomvm ->
            unknown
    end.

settled(Before, Tries) ->
    case open_files() of
        Before ->
            as_before;
        _ when Tries > 0 ->
            script:sleep(10),
            settled(Before, Tries - 1);
        After ->
            {Before, After}
    end.
