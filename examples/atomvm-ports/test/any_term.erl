%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Terms of all kinds: odd ones, and random ones that are the same on every run.
-module(any_term).

-export([odd/0, random/1]).

%% What somebody might send who means no good.
-spec odd() -> [term()].
odd() ->
    Big = binary:copy(<<16#A5>>, 1048576),
    [
        [],
        [a | b],
        [{swap_xy, 1} | {swap_xy, true}],
        [a, b | 17],
        [[] | []],
        {},
        {a},
        {a, b, c},
        #{},
        #{1 => 2},
        #{swap_xy => #{}},
        #{<<"swap_xy">> => true},
        #{[] => []},
        <<>>,
        <<0>>,
        Big,
        [Big],
        {Big, Big},
        #{swap_xy => Big},
        binary:part(Big, 3, 1000000),
        0,
        -1,
        32768,
        -32769,
        16#7FFFFFF,
        16#FFFFFFF,
        -16#8000001,
        4294967296,
        16#7FFFFFFFFFFFFFF,
        -16#800000000000000,
        9223372036854775807,
        -9223372036854775808,
        0.0,
        -0.5,
        1.0e308,
        self(),
        make_ref(),
        fun() -> ok end,
        fun lists:reverse/1,
        [fun(X) -> X end],
        no_such_atom_before,
        '',
        '$call',
        lists:duplicate(1000, {swap_xy, 0}),
        lists:duplicate(1000, unknown),
        list_to_tuple(lists:seq(1, 500)),
        lists:seq(1, 3000),
        nested(1000, fun(T) -> [T] end),
        nested(1000, fun(T) -> {T} end),
        nested(1000, fun(T) -> #{a => T} end),
        [[x | y] | [x | y]],
        nested(1000, fun(T) -> [a | T] end)
    ] ++ bignums().

%% Integers beyond 64 bits are an error on AtomVM 0.6, so they are not literals.
bignums() ->
    try
        Huge = power(2, 100),
        [Huge, -Huge, [{swap_xy, Huge}], #{invert_x => -Huge}, power(2, 64) - 1, -power(2, 63) - 1]
    catch
        error:overflow -> []
    end.

power(_, 0) -> 1;
power(Base, N) -> Base * power(Base, N - 1).

nested(0, _Wrap) -> x;
nested(Depth, Wrap) -> Wrap(nested(Depth - 1, Wrap)).

%% So many.
-spec random(non_neg_integer()) -> [term()].
random(Count) ->
    random_terms(1, Count).

random_terms(_Seed, 0) ->
    [];
random_terms(Seed, N) ->
    {Term, Next} = random_term(Seed, 4),
    [Term | random_terms(Next, N - 1)].

random_term(Seed, Depth) ->
    Kinds =
        if
            Depth =:= 0 -> 8;
            true -> 12
        end,
    {Kind, S} = script:random(Seed, Kinds),
    random_kind(Kind, S, Depth).

random_kind(0, S, _) ->
    {N, S1} = script:random(S, 70000),
    {N - 35000, S1};
random_kind(1, S, _) ->
    {pick(S, [swap_xy, invert_x, invert_y, active, colour, [], true, false, once]), S};
random_kind(2, S, _) ->
    {N, S1} = script:random(S, 300),
    {binary:copy(<<$x>>, N), S1};
random_kind(3, S, _) ->
    {N, S1} = script:random(S, 1000),
    {N / 7, S1};
random_kind(4, S, _) ->
    {self(), S};
random_kind(5, S, _) ->
    {make_ref(), S};
random_kind(6, S, _) ->
    {N, S1} = script:random(S, 16#7FFFFF),
    {N * N * 1000, S1};
random_kind(7, S, _) ->
    {pick(S, [[], {}, <<>>, '', 'a b', -1]), S};
random_kind(8, S, Depth) ->
    random_list(S, Depth);
random_kind(9, S, Depth) ->
    {List, S1} = random_list(S, Depth),
    {list_to_tuple(List), S1};
random_kind(10, S, Depth) ->
    {List, S1} = random_list(S, Depth),
    {maps:from_list([{Element, Element} || Element <- List]), S1};
random_kind(11, S, Depth) ->
    {List, S1} = random_list(S, Depth),
    {Tail, S2} = random_term(S1, 0),
    {[x | List] ++ Tail, S2}.

random_list(S, Depth) ->
    {Length, S1} = script:random(S, 5),
    random_list(S1, Depth, Length).

random_list(S, _Depth, 0) ->
    {[], S};
random_list(S, Depth, Left) ->
    {Head, S1} = random_term(S, Depth - 1),
    {Tail, S2} = random_list(S1, Depth, Left - 1),
    {[Head | Tail], S2}.

pick(Seed, Choices) ->
    {N, _} = script:random(Seed, length(Choices)),
    lists:nth(N + 1, Choices).
