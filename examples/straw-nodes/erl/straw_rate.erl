%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc How many small messages go one way: by a straw, and by distribution.
%%
%% From one process to one process, on two nodes of Erlang/OTP on one machine. The
%% rounds of both take turns, and the best of each counts: what else the machine
%% does only ever takes away.
%% @end
%%-----------------------------------------------------------------------------
-module(straw_rate).

-export([receiver/0, sender/1]).

-define(MESSAGES, 500000).
-define(ROUNDS, 5).

-spec receiver() -> no_return().
receiver() ->
    {ok, _} = avm_straw:start_link(#{name => name("receiver")}),
    true = register(sink, self()),
    ok = avm_straw:export(sink),
    io:format("up~n"),
    sink().

sink() ->
    receive
        {count, Pid, Count} ->
            count(Count),
            Pid ! {counted, Count}
    end,
    sink().

count(0) ->
    ok;
count(Left) ->
    receive
        {m, Left, Bytes} when byte_size(Bytes) =:= 16 -> count(Left - 1)
    end.

-spec sender(Node :: node()) -> ok.
sender(Node) ->
    pong = net_adm:ping(Node),
    {ok, _} = avm_straw:start_link(#{name => name("sender")}),
    ok = avm_straw:open(name("receiver")),
    {ok, Straw} = avm_straw:split(name("receiver")),
    Far = {sink, Node},
    Rounds = [{round(Far, distribution), round(Far, Straw)} || _ <- lists:seq(1, ?ROUNDS)],
    {Distribution, Through} = lists:unzip(Rounds),
    {ok, #{rings := Rings}} = avm_straw:info(Straw),
    io:format("straw ~b distribution ~b rings ~b messages ~b~n", [
        lists:max(Through), lists:max(Distribution), Rings, ?ROUNDS * ?MESSAGES
    ]).

%% Messages in a second, from the first that is sent to when the last is known to be there.
round(Far, Way) ->
    Far ! {count, self(), ?MESSAGES},
    Start = erlang:monotonic_time(microsecond),
    send(Way, Far, ?MESSAGES, <<"sixteen bytes...">>),
    receive
        {counted, ?MESSAGES} -> ok
    end,
    ?MESSAGES * 1000000 div (erlang:monotonic_time(microsecond) - Start).

send(_Way, _Far, 0, _Bytes) ->
    ok;
send(distribution, Far, Left, Bytes) ->
    _ = Far ! {m, Left, Bytes},
    send(distribution, Far, Left - 1, Bytes);
send(Straw, Far, Left, Bytes) ->
    ok = avm_straw:send(Straw, sink, {m, Left, Bytes}, infinity),
    send(Straw, Far, Left - 1, Bytes).

name(Name) ->
    list_to_binary(Name ++ "." ++ ?SITE).
