%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc What `avm_straw' promises, checked with another node.
%% @end
%%-----------------------------------------------------------------------------
-module(straw_checks).

-export([start/0]).

-define(ME, <<"checks." ?SITE>>).
-define(OTHER, <<"other." ?SITE>>).
-define(NOBODY, <<"nobody." ?SITE>>).
-define(ROUNDS, 30).
-define(COUNT, 200).

-spec start() -> ok.
start() ->
    wrong_arguments(),
    _ = process_flag(trap_exit, true),
    {ok, Server} = avm_straw:start_link(#{name => ?ME}),
    {error, {already_started, Server}} = avm_straw:start_link(#{name => ?ME}),
    ok = avm_straw:subscribe(),
    names(),
    nobody_there(),
    ok = avm_straw:export(answers),
    terms(),
    rejected(),
    in_order([1, 2, 3, 4]),
    at_the_same_time(),
    both_at_once(?ROUNDS),
    the_other_closes(),
    the_server_is_killed(Server),
    io:format("checks: ok~n").

wrong_arguments() ->
    {error, {missing_option, name}} = avm_straw:start_link(#{}),
    {error, {bad_option, name, 1}} = avm_straw:start_link(#{name => 1}),
    {error, {bad_option, color, red}} = avm_straw:start_link(#{name => ?ME, color => red}),
    {error, {bad_option, order, 99}} = refused(#{name => ?ME, order => 99}),
    {error, bad_name} = refused(#{name => <<"a/b">>}),
    {error, name_too_long} = refused(#{name => binary:copy(<<"x">>, 65)}),
    {error, name_taken} = refused(#{name => ?OTHER}),
    {error, closed} = avm_straw:open(?OTHER),
    {error, badarg} = avm_straw:open(1),
    {error, badarg} = avm_straw:open(?OTHER, 0),
    {error, badarg} = avm_straw:export(name, not_a_pid).

refused(Options) ->
    Trap = process_flag(trap_exit, true),
    Refused = avm_straw:start_link(Options),
    receive
        {'EXIT', _, _} -> ok
    after 1000 -> ok
    end,
    _ = process_flag(trap_exit, Trap),
    Refused.

names() ->
    ok = avm_straw:export(mine),
    ok = avm_straw:export(<<"mine">>),
    Holder = spawn(fun() -> receive stop -> ok end end),
    {error, exists} = avm_straw:export(mine, Holder),
    ok = avm_straw:unexport(mine),
    {error, not_found} = avm_straw:unexport(mine),
    ok = avm_straw:export(mine, Holder),
    Holder ! stop,
    %% Who has ended has no name.
    ok = soon(fun() -> avm_straw:export(mine) end),
    {error, bad_name} = avm_straw:export(<<>>),
    {error, bad_name} = avm_straw:export(binary:copy(<<"x">>, 256)).

nobody_there() ->
    {error, not_found} = avm_straw:open(?NOBODY),
    {error, not_found} = avm_straw:split(?NOBODY),
    {error, not_found} = avm_straw:send(?NOBODY, answers, hello),
    {error, not_found} = avm_straw:info(?NOBODY),
    {error, itself} = avm_straw:open(?ME),
    ok = avm_straw:close(?NOBODY),
    [] = avm_straw:straws().

terms() ->
    ok = avm_straw:open(?OTHER),
    {error, exists} = avm_straw:open(?OTHER),
    {ok, Straw} = avm_straw:split(?OTHER),
    receive
        {opened, Straw, ?OTHER} -> ok
    end,
    [{?OTHER, Straw}] = avm_straw:straws(),
    lists:foreach(fun(Term) -> Term = echo(Straw, Term) end, [
        1, -1, 255, 256, -2147483649, 16#7fffffffffffffff, 1.5, -0.25, 'größe',
        [], "text", [1 | 2], lists:seq(1, 300), {}, {a, {b, [{}]}},
        #{}, #{a => 1, <<"b">> => #{b => []}}, <<>>, <<"bytes">>,
        binary:copy(<<"0123456789">>, 1000), list_to_tuple(lists:seq(1, 300))
    ]),
    Bad = [self(), make_ref(), fun() -> ok end, fun lists:seq/2, 1 bsl 64, <<1:3>>, {a, [self()]}],
    [{error, bad_message} = avm_straw:send(Straw, service, Term) || Term <- Bad],
    {error, too_long} = avm_straw:send(Straw, service, binary:copy(<<0>>, 2000000)),
    {error, bad_name} = avm_straw:send(Straw, <<>>, ok),
    {ok, #{busy := false, json := false, delivered := 21}} = avm_straw:info(Straw).

echo(Straw, Term) ->
    ok = avm_straw:send(Straw, service, {echo, Term}, infinity),
    receive
        {back, Back} -> Back
    after 5000 -> late
    end.

rejected() ->
    Before = unknown(),
    ok = avm_straw:send(?OTHER, nobody, hello),
    ok = avm_straw:send(?OTHER, init, {stop, stop}),
    ok = avm_straw:send(?OTHER, '$straw', {hello, <<"x">>}),
    After = unknown(),
    3 = After - Before.

unknown() ->
    ask({info, unknown_name}, rejected).

ask(Question, Tag) ->
    ok = avm_straw:send(?OTHER, service, Question),
    receive
        {Tag, Answer} -> Answer
    after 5000 -> late
    end.

%% What one process sends comes in its order, whether it is written at once or queued.
in_order(Ids) ->
    {ok, Straw} = avm_straw:split(?OTHER),
    _ = [spawn(fun() -> count_up(Straw, Id, 1) end) || Id <- Ids],
    come_back(length(Ids) * ?COUNT, [{Id, 1} || Id <- Ids]).

count_up(_Straw, _Id, N) when N > ?COUNT ->
    ok;
count_up(Straw, Id, N) ->
    ok = avm_straw:send(Straw, service, {echo, {Id, N}}, infinity),
    pause(N + 10 * Id),
    count_up(Straw, Id, N + 1).

%% Some stand alone, and others come at one blow; not all senders do the same.
pause(N) when N rem 40 < 20 ->
    receive
    after 1 -> ok
    end;
pause(_N) ->
    ok.

come_back(0, _Next) ->
    ok;
come_back(Left, Next) ->
    receive
        {back, {Id, N}} ->
            {Id, N} = lists:keyfind(Id, 1, Next),
            come_back(Left - 1, lists:keyreplace(Id, 1, Next, {Id, N + 1}))
    after 5000 -> exit({late, Next})
    end.

%% Many ask for the same at once.
at_the_same_time() ->
    ok = avm_straw:close(?OTHER),
    closed(closed),
    Me = self(),
    Asks = fun() -> Me ! {asked, soon(fun() -> opened(avm_straw:open(?OTHER)) end)} end,
    _ = [spawn(Asks) || _ <- lists:seq(1, 20)],
    _ = [receive {asked, ok} -> ok end || _ <- lists:seq(1, 20)],
    1 = length(avm_straw:straws()),
    1 = ask(straws, straws).

opened({error, exists}) -> ok;
opened(Opened) -> Opened.

%% Both nodes ask at once: there is one straw, whichever.
both_at_once(0) ->
    ok;
both_at_once(Left) ->
    Time = erlang:system_time(microsecond) + 30000,
    ok = avm_straw:send(?OTHER, service, {open_at, Time}),
    ok = avm_straw:close(?OTHER),
    closed(closed),
    until(Time),
    ok = opened(avm_straw:open(?OTHER)),
    [_] = avm_straw:straws(),
    1 = ask(straws, straws),
    both_at_once(Left - 1).

until(Time) ->
    case erlang:system_time(microsecond) >= Time of
        true -> ok;
        false -> until(Time)
    end.

the_other_closes() ->
    {ok, Straw} = avm_straw:split(?OTHER),
    ok = avm_straw:send(?OTHER, service, close),
    receive
        {closed, Straw, peer_closed, 0} -> ok
    end,
    [] = avm_straw:straws(),
    {error, closed} = avm_straw:send(Straw, service, straws),
    {error, closed} = avm_straw:send(Straw, service, straws, 1000),
    ok = avm_straw:close(Straw).

%% All ends with the server, and can begin anew.
the_server_is_killed(Server) ->
    ok = soon(fun() -> opened(avm_straw:open(?OTHER)) end),
    {ok, Straw} = avm_straw:split(?OTHER),
    true = exit(Server, kill),
    receive
        {'EXIT', Server, killed} -> ok
    end,
    {error, closed} = avm_straw:split(?OTHER),
    {error, closed} = soon(fun() -> avm_straw:send(Straw, service, straws) end, {error, closed}),
    {ok, _} = soon(fun() -> avm_straw:start_link(#{name => ?ME}) end, {ok, any}),
    ok = avm_straw:export(answers),
    ok = soon(fun() -> opened(avm_straw:open(?OTHER)) end),
    1 = ask(straws, straws).

closed(Reason) ->
    receive
        {closed, _Straw, Reason, _Undelivered} -> ok
    after 5000 -> late
    end.

soon(Try) ->
    soon(Try, ok).

%% Tries until it is as it should be.
soon(Try, Wanted) ->
    soon(Try, Wanted, 500).

soon(Try, Wanted, Left) ->
    case {Try(), Wanted} of
        {Wanted, Wanted} ->
            Wanted;
        {{ok, _} = Made, {ok, any}} ->
            Made;
        {Other, _} when Left =:= 0 ->
            Other;
        _ ->
            receive
            after 10 -> ok
            end,
            soon(Try, Wanted, Left - 1)
    end.
