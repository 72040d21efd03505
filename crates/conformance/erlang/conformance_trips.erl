%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Sends the terms of `conformance_terms' to a probe and back.
-module(conformance_trips).

-export([start/0]).

start() ->
    {ok, Probe} = avm_port:open(probe),
    Count = conformance_terms:count(),
    Unsorted = terms(Probe, 1, Count, 0),
    io:format("terms: ~p, equal but for the order of keys: ~p~n", [Count, Unsorted]),
    ok = avm_port:close(Probe),
    ok.

terms(_Probe, N, Count, Unsorted) when N > Count ->
    Unsorted;
terms(Probe, N, Count, Unsorted) ->
    {Text, Term} = conformance_terms:term(N),
    Ways = [echo, make, same, read_etf, write_etf],
    More = said(Probe, N, Text, Ways, [trip(Way, Probe, Text, Term) || Way <- Ways]),
    terms(Probe, N + 1, Count, Unsorted + More).

%% Whether the term is one that some way gave an equal one of, by Rust's judgement only.
said(_Probe, _N, _Text, [], []) ->
    0;
said(Probe, N, Text, [_ | Ways], [ok | Trips]) ->
    said(Probe, N, Text, Ways, Trips);
said(Probe, N, Text, [Way | Ways], [{got, Got} | Trips]) ->
    case avm_port:call(Probe, {same, #{value => Got, text => Text}}) of
        {ok, true} ->
            _ = said(Probe, N, Text, Ways, Trips),
            1;
        _ ->
            wrong(Probe, N, Way, Got)
    end;
said(Probe, N, _Text, [Way | _], [{wrong, Got} | _]) ->
    wrong(Probe, N, Way, Got).

%% Told by Rust, because AtomVM cannot print every term.
wrong(Probe, N, Way, Got) ->
    {ok, Text} = avm_port:call(Probe, {text, #{value => Got}}),
    io:format("term ~p: ~p gave ~s~n", [N, Way, Text]),
    0.

trip(echo, Probe, _Text, Term) ->
    is(Term, avm_port:call(Probe, {echo, #{value => Term}}));
trip(make, Probe, Text, Term) ->
    is(Term, avm_port:call(Probe, {make, #{text => Text}}));
trip(same, Probe, Text, Term) ->
    case avm_port:call(Probe, {same, #{value => Term, text => Text}}) of
        {ok, true} -> ok;
        Other -> {wrong, Other}
    end;
trip(read_etf, Probe, _Text, Term) ->
    is(Term, avm_port:call(Probe, {read_etf, #{etf => term_to_binary(Term)}}));
trip(write_etf, Probe, Text, Term) ->
    case avm_port:call(Probe, {write_etf, #{text => Text}}) of
        {ok, Bytes} -> is(Term, {ok, binary_to_term(Bytes)});
        Other -> {wrong, Other}
    end.

is(Same, {ok, Same}) -> ok;
is(_, {ok, Got}) -> {got, Got};
is(_, Other) -> {wrong, Other}.
