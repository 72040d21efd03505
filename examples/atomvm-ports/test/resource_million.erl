%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A million resources, made and dropped by two processes and two ports at a
%% time, half of which never become terms: as many destructors as constructors.
-module(resource_million).

-export([start/0]).

-ifndef(COUNT).
-define(COUNT, 1000000).
-endif.
-define(BATCH, 500).

start() ->
    {ok, Maker} = avm_port:open(maker),
    Rounds = ?COUNT div 2 div (2 * ?BATCH),
    Workers = [spawn_opt(fun() -> work(Rounds) end, [monitor]) || _ <- [1, 2]],
    Ends = [ended(Worker) || Worker <- Workers],
    script:show(ended, Ends),
    {Created, Alive, Dropped} = resource_script:settled(Maker, count_plain),
    script:show(created, Created),
    script:show(alive, Alive),
    script:show(dropped, Dropped),
    avm_port:close(Maker).

ended({Pid, Ref}) ->
    receive
        {'DOWN', Ref, process, Pid, Reason} -> Reason
    after 110000 -> hangs
    end.

work(Rounds) ->
    {ok, Maker} = avm_port:open(maker),
    ok = rounds(Rounds, Maker),
    ok = avm_port:close(Maker).

rounds(0, _Maker) ->
    ok;
rounds(N, Maker) ->
    {ok, Terms} = avm_port:call(Maker, {make_plain, #{count => ?BATCH}}),
    ?BATCH = length(Terms),
    ok = dropped(avm_port:call(Maker, {make_and_drop, #{count => ?BATCH}})),
    rounds(N - 1, Maker).

dropped({ok, ok}) -> ok.
