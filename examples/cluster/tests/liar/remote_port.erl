%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What a node has that lies: it takes the place of the module of this name.
%%
%% The name of the node says how: `liar' sends, once, all that is wrong in ways
%% that can be counted; `flood' sends without credit and without end; `silent'
%% opens its ports and never answers; `thief' keeps every hundredth event.
-module(remote_port).

-export([serve/5]).

-spec serve(pid(), reference(), atom(), term(), map()) -> ok.
serve(Owner, Ref, audio, _Options, _Given) ->
    Owner ! {Ref, {error, {no_driver, audio}}},
    ok;
serve(Owner, Ref, touch, _Options, _Given) ->
    [Name, _] = string:split(atom_to_list(node()), "@"),
    Owner ! {Ref, ok},
    loop(Owner, list_to_atom(Name), 0).

loop(Owner, Lie, Sent) ->
    receive
        {'$call', _From, _Request} when Lie =:= silent ->
            loop(Owner, Lie, Sent);
        {'$call', {Pid, Ref}, {subscribe, #{active := Credit}}} ->
            Pid ! {Ref, ok},
            loop(Owner, Lie, lie(Lie, Owner, Credit, Sent));
        {'$call', {Pid, Ref}, get_stats} ->
            Pid ! {Ref, {stats, stats(Lie, Sent)}},
            loop(Owner, Lie, Sent);
        {'$call', {Pid, Ref}, _} ->
            Pid ! {Ref, ok},
            loop(Owner, Lie, Sent)
    end.

stats(thief, Sent) -> stats(none, Sent + Sent div 100);
stats(_, Sent) -> #{offered => Sent, delivered => Sent, dropped => 0, queued => 0}.

lie(liar, Owner, Credit, 0) ->
    Owner ! {touch, self(), [event(N) || N <- lists:seq(1, 10)] ++ malformed()},
    Owner ! {touch, self(), []},
    Owner ! {touch, self(), no_list},
    Owner ! {touch, self(), [event(11) | improper]},
    lists:foreach(fun(Message) -> Owner ! Message end, junk()),
    %% Four messages are used up; all but the last two of these are on credit.
    Last = 11 + Credit - 4,
    lists:foreach(fun(N) -> Owner ! {touch, self(), [event(N)]} end, lists:seq(12, Last + 2)),
    Last;
lie(flood, Owner, Credit, _Sent) ->
    flood(Owner, [event(1)], Credit);
lie(thief, Owner, _Credit, 0) ->
    Owner ! {touch, self(), [event(N) || N <- lists:seq(1, 500)]},
    500;
lie(_, _Owner, _Credit, Sent) ->
    Sent.

flood(Owner, Events, Credit) ->
    Owner ! {touch, self(), Events},
    flood(Owner, Events, Credit).

event(N) -> {touch, move, 0, N, N, 9, 1000 * N}.

%% Twenty, each wrong in one way.
malformed() ->
    Good = event(10),
    [
        setelement(1, Good, tuch),
        setelement(2, Good, hover),
        setelement(2, Good, lists:last([a, unicode_atom()])),
        setelement(3, Good, -1),
        setelement(3, Good, 1.0),
        setelement(4, Good, 65536),
        setelement(4, Good, x),
        setelement(5, Good, -1),
        setelement(5, Good, 1 bsl 80),
        setelement(6, Good, none),
        setelement(6, Good, 1 bsl 64),
        %% In the wrong order.
        setelement(7, Good, 9999),
        setelement(7, Good, -1),
        setelement(7, Good, 1 bsl 64),
        setelement(7, Good, self()),
        {touch, move, 0, 1, 1, 9},
        erlang:append_element(Good, 0),
        [Good],
        <<"event">>,
        []
    ].

%% 255 letters, each of more than one byte.
unicode_atom() ->
    list_to_atom(lists:duplicate(255, 16#24E3)).

%% Twelve messages that no port sends.
junk() ->
    [
        hello,
        unicode_atom(),
        {touch, self()},
        {touch, node(), [event(12)]},
        {touch_passive, self()},
        {make_ref(), ok},
        {audio, self(), drained},
        {'EXIT', self(), kill},
        {'DOWN', make_ref(), process, self(), kill},
        {nodedown, node()},
        #{fun erlang:node/0 => lists:duplicate(1000, make_ref())},
        binary:copy(<<0>>, 1000000)
    ].
