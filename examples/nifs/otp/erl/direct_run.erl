%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc NIFs of a library of their own: called, loaded anew, purged.
-module(direct_run).

-export([start/0]).

start() ->
    3 = direct_nifs:sum(1, 2),
    <<2, 1>> = direct_nifs:reverse(<<1, 2>>),
    {b, [a]} = direct_nifs:swap({[a], b}),
    {ok, [1, 2, 3]} = direct_nifs:range(1, 3),
    {error, backwards} = direct_nifs:range(3, 1),
    part(called),
    [
        {error, Why} = raised(F)
     || {Why, F} <- [
            {badarg, fun() -> direct_nifs:sum(a, 1) end},
            {badarg, fun() -> direct_nifs:reverse(<<1:1>>) end},
            {badarg, fun() -> direct_nifs:refuse(badarg) end},
            {{refused, #{}}, fun() -> direct_nifs:refuse(#{}) end},
            {badarg, fun() -> direct_nifs:count(make_ref()) end},
            {undef, fun() -> apply(direct_nifs, sum, [1]) end},
            {panic, fun() -> direct_nifs:panic(<<"now">>) end},
            {badarg, fun() -> direct_nifs:panic(now) end}
        ]
    ],
    part(refused),
    %% Resources of the old code are those of the new.
    Counter = direct_nifs:new_counter(7),
    7 = direct_nifs:count(Counter),
    [loaded(Counter, N) || N <- lists:seq(8, 57)],
    {1, 1, 0} = direct_nifs:counts(),
    part(loaded),
    %% A resource of the library of ports is none of this one's.
    {error, badarg} = raised(fun() -> direct_nifs:count(example_nifs:new_counter(1)) end),
    {error, badarg} = raised(fun() -> example_nifs:count(Counter) end),
    part(apart),
    part(done).

loaded(Counter, N) ->
    {module, direct_nifs} = code:load_file(direct_nifs),
    N = direct_nifs:count(Counter),
    code:purge(direct_nifs).

part(Part) -> io:format("~p~n", [Part]).

raised(F) ->
    try F() of
        Result -> {returned, Result}
    catch
        Class:Reason -> {Class, Reason}
    end.
