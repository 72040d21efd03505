%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Pores that end without a word: owners are killed, gifts are lost, nobody answers.
-module(pore_ends).

-export([start/0]).

-ifndef(PORES).
-define(PORES, 1000).
-endif.

-define(NAME, list_to_binary("pore-ends-" ++ ?RUN)).
-define(PATIENCE, 10000).
%% Pores of one listener that nobody has accepted.
-define(READY, 16).
%% Bytes that a ring takes.
-define(RING, 65536).

start() ->
    States = [
        listening,
        accepting,
        connecting,
        idle,
        unlooked,
        armed,
        active,
        ended,
        given,
        sent
    ],
    Killed = [{State, fun() -> killed(State) end} || State <- States],
    pore_script:sections(
        ?NAME, [{silence, fun silence/0}, {many, fun() -> many(?PORES) end} | Killed]
    ).

%% A listener that has all that it keeps lets who comes next wait.
silence() ->
    {Listener, Early} = silent(),
    Rows = [
        {Time, {error, timeout}, avm_pore:open(#{name => ?NAME, timeout => Time})}
     || Time <- [0, 1, 100]
    ],
    Rows ++ [{full, {ok, {?READY, 0}}, pore_script:peers(Listener)} | over(Listener, Early)].

silent() ->
    {ok, Listener} = avm_pore:listen(?NAME),
    Early = [avm_pore:open(?NAME) || _ <- lists:seq(1, ?READY)],
    %% Who opens may know first that both have the pore.
    full = full(Listener, 500),
    {Listener, [Pore || {ok, Pore} <- Early]}.

full(Listener, Tries) ->
    case pore_script:peers(Listener) of
        {ok, {?READY, 0}} ->
            full;
        {ok, _} when Tries > 0 ->
            script:sleep(10),
            full(Listener, Tries - 1);
        Other ->
            Other
    end.

%% The listener is closed, and all that waited are told.
over(Listener, Early) ->
    true = avm_pore:close(Listener),
    Told = [pore_script:told(Pore) || Pore <- Early],
    [{told, lists:duplicate(?READY, peer), Told} | pore_script:close(Early)].

%% So many of one owner: closed by either side, given away to nobody, and a few left open.
many(Count) ->
    {ok, Listener} = avm_pore:listen(?NAME),
    Wrong = [Row || Nth <- lists:seq(1, Count), Row <- one_of_many(Nth, Listener)],
    [Row || {_, Wanted, Got} = Row <- Wrong, Wanted =/= Got].

one_of_many(Nth, Listener) ->
    {ok, Here} = avm_pore:open(#{name => ?NAME, order => 4, timeout => ?PATIENCE}),
    {ok, There} = avm_pore:accept(Listener, ?PATIENCE),
    one_of_many(Nth rem 100, Here, There).

one_of_many(0, _Here, _There) ->
    [];
one_of_many(Nth, Here, There) when Nth rem 3 =:= 0 ->
    {ok, _} = avm_pore:detach(Here),
    erlang:garbage_collect(),
    [{dropped, peer, pore_script:told(There)}, {close, true, avm_pore:close(There)}];
one_of_many(_, Here, There) ->
    true = avm_pore:close(There),
    [{closed, peer, pore_script:told(Here)}, {close, true, avm_pore:close(Here)}].

%% An owner is killed in a state; who it had a pore with is told.
killed(listening) ->
    Owner = owner(fun(Test) ->
        {ok, _} = avm_pore:listen(?NAME),
        tell(Test)
    end),
    Pores = [avm_pore:open(?NAME) || _ <- [1, 2, 3]],
    kill(Owner),
    %% A peer whose pore was not ready yet is told otherwise.
    [{told, true, lists:member(pore_script:told(Pore), [peer, gone])} || {ok, Pore} <- Pores];
killed(accepting) ->
    Owner = owner(fun(Test) ->
        {ok, Listener} = avm_pore:listen(?NAME),
        tell(Test),
        avm_pore:accept(Listener)
    end),
    script:sleep(20),
    kill(Owner);
killed(connecting) ->
    {Listener, Early} = silent(),
    Owner = owner(fun(Test) ->
        tell(Test),
        avm_pore:open(#{name => ?NAME, timeout => 60000})
    end),
    script:sleep(20),
    kill(Owner),
    Full = pore_script:peers(Listener),
    [{full, {ok, {?READY, 0}}, Full} | over(Listener, Early)];
killed(ended) ->
    {Owner, Pore} = with_pore(fun(_) -> ok end),
    true = avm_pore:close(Pore),
    kill(Owner);
killed(armed) ->
    Full = binary:copy(<<"x">>, ?RING),
    {Owner, Pore} = with_pore(fun(Mine) ->
        {ok, ?RING} = avm_pore:write(Mine, Full),
        armed = avm_pore:notify_when(Mine, {out, 1})
    end),
    %% What was written before can still be read.
    [{told, peer, told(Owner, Pore)}, {read, {ok, Full}, avm_pore:read(Pore)}];
killed(State) ->
    {Owner, Pore} = with_pore(fun(Mine) -> is_in(State, Mine) end),
    {ok, 6} = avm_pore:write(Pore, <<"unread">>),
    script:sleep(20),
    Told = told(Owner, Pore),
    {ok, #{undelivered := Undelivered}} = avm_pore:info(Pore),
    [{told, peer, Told}, {undelivered, State =/= active, Undelivered =:= 6}].

%% What an owner does with its pore before it is killed; it does not look at what came.
is_in(active, Mine) ->
    ok = avm_pore:set_active(Mine, true);
is_in(given, Mine) ->
    {ok, Gift} = avm_pore:detach(Mine),
    put(gift, Gift);
%% Nobody takes it out of the mailbox.
is_in(sent, Mine) ->
    {ok, Gift} = avm_pore:detach(Mine),
    self() ! {gift, Gift};
is_in(_, _Mine) ->
    ok.

%% An owner that does this to its end of a pore, and the other end.
with_pore(Do) ->
    Owner = owner(fun(Test) ->
        {ok, Listener} = avm_pore:listen(?NAME),
        tell(Test),
        {ok, Mine} = avm_pore:accept(Listener, ?PATIENCE),
        true = avm_pore:close(Listener),
        Do(Mine),
        tell(Test)
    end),
    {ok, Pore} = avm_pore:open(?NAME),
    heard(Owner),
    {Owner, Pore}.

%% A process that has told that it is so far, and stays until it is killed.
owner(Do) ->
    Test = self(),
    Owner = spawn(fun() ->
        Do(Test),
        receive
            never -> ok
        end
    end),
    heard(Owner),
    Owner.

tell(Test) -> Test ! {so_far, self()}.

heard(Owner) ->
    receive
        {so_far, Owner} -> ok
    after ?PATIENCE -> exit(not_so_far)
    end.

told(Owner, Pore) ->
    [] = kill(Owner),
    pore_script:told(Pore).

kill(Owner) ->
    Ref = erlang:monitor(process, Owner),
    true = exit(Owner, kill),
    receive
        {'DOWN', Ref, process, Owner, killed} -> []
    after ?PATIENCE -> [{killed, true, false}]
    end.
