%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc A node that asks another through a straw, and answers what that one asks.
%%
%% Both nodes open a straw, so that both may do so at once. When it is over a node
%% opens another, as soon as there is the other node to open it to.
%% @end
%%-----------------------------------------------------------------------------
-module(straw_node).
-behaviour(supervisor).

-export([run/2]).
-export([init/1, serve/1]).

%% How often it is told how far a node is.
-define(EVERY, 500).
%% How long an answer may take.
-define(PATIENCE_MS, 10000).

-spec run(Me :: string(), Peer :: string()) -> no_return().
run(Me, Peer) ->
    {ok, _} = supervisor:start_link(?MODULE, name(Me)),
    Server = spawn_link(?MODULE, serve, [name(Peer)]),
    ok = avm_straw:export(questions, Server),
    ok = avm_straw:export(answers),
    ok = avm_straw:subscribe(),
    io:format("~s: up~n", [Me]),
    open({Me, name(Peer)}, 0).

%% What others on this machine have not.
name(Name) ->
    list_to_binary(Name ++ "." ++ ?SITE).

%% @private
init(Name) ->
    #{id := Id, start := Start} = avm_straw:child_spec(#{name => Name, timeout_ms => 2000}),
    %% As AtomVM 0.6 takes it, too.
    Straws = {Id, Start, permanent, brutal_kill, worker, [Id]},
    {ok, {{one_for_one, 1, 5}, [Straws]}}.

%% Answers questions. If they cannot be answered, who asks hears of it.
%% @private
serve(Peer) ->
    receive
        {question, Number} ->
            _ = avm_straw:send(Peer, answers, {answer, Number, 3 * Number + 1})
    end,
    serve(Peer).

open({Me, Peer} = Who, Number) ->
    Opened = avm_straw:open(Peer, 2000),
    case avm_straw:split(Peer) of
        {ok, Straw} ->
            io:format("~s: open~n", [Me]),
            ask(Who, Straw, Number);
        {error, not_found} ->
            pause(Opened),
            open(Who, Number)
    end.

pause({error, not_found}) -> wait(20);
pause(_) -> wait(1).

wait(Ms) ->
    receive
    after Ms -> ok
    end.

ask({Me, _} = Who, Straw, Number) ->
    _ = avm_straw:send(Straw, questions, {question, Number}),
    case answer(Straw, Number) of
        {answered, Answer} when Answer =:= 3 * Number + 1 ->
            tell(Me, Number + 1),
            ask(Who, Straw, Number + 1);
        {answered, Answer} ->
            io:format("~s: ~p was answered ~p~n", [Me, Number, Answer]);
        {closed, Reason, Undelivered} ->
            io:format("~s: closed ~p, ~p undelivered~n", [Me, Reason, Undelivered]),
            %% An answer may be under way, or lost: that number is not asked again.
            open(Who, Number + 1);
        late ->
            io:format("~s: ~p was not answered~n", [Me, Number])
    end.

answer(Straw, Number) ->
    receive
        {answer, Number, Answer} -> {answered, Answer};
        {answer, _Other, _Answer} -> answer(Straw, Number);
        {closed, Straw, Reason, Undelivered} -> {closed, Reason, Undelivered};
        {closed, _Other, _Reason, _Undelivered} -> answer(Straw, Number);
        {opened, _Straw, _Peer} -> answer(Straw, Number)
    after ?PATIENCE_MS -> late
    end.

tell(Me, Count) when Count rem ?EVERY =:= 0 -> io:format("~s: ~p answers~n", [Me, Count]);
tell(_Me, _Count) -> ok.
