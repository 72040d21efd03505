%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What a node does in a comparison of straws with Erlang's distribution.
%%
%% The first node reads lines `WAY WORK MESSAGES' and answers each with one:
%% `trips NS NS ...', or `time NS SUM'. The second one answers messages, and
%% takes them: each is looked at.
-module(pore_bench).

-export([first/1, second/1]).

-define(PING, 64).
-define(LARGE, 65536).
-define(LONG, 20000).
-define(MASK, 16#FFFFFFFFFFFFFFFF).

%% The node that measures.
first(Ways) ->
    true = register(leader, self()),
    true = net_kernel:connect_node(second()),
    Straw = straw(first, second, Ways),
    io:format("ready~n"),
    lead(Straw).

%% The node that answers and takes.
second(Ways) ->
    true = register(echo, spawn_link(fun() -> echo(undefined) end)),
    true = register(sink, spawn_link(fun sink/0)),
    undefined = straw(second, first, Ways),
    io:format("ready~n"),
    eof = io:get_line(""),
    ok.

first() -> 'first@127.0.0.1'.
second() -> 'second@127.0.0.1'.

%% A straw to the other node, if there are to be any.
straw(_Name, _Peer, dist) ->
    undefined;
straw(first, Peer, straw) ->
    {ok, _} = avm_straw:start_link(#{name => first, high => 1 bsl 20, low => 1 bsl 18, order => 20}),
    ok = avm_straw:export(leader),
    ok = avm_straw:open(Peer, ?LONG),
    {ok, Straw} = avm_straw:split(Peer),
    Straw;
straw(second, _Peer, straw) ->
    {ok, _} = avm_straw:start_link(#{name => second, high => 1 bsl 20, low => 1 bsl 18, order => 20}),
    [ok = avm_straw:export(Name, whereis(Name)) || Name <- [echo, sink]],
    undefined.

lead(Straw) ->
    case io:get_line("") of
        eof ->
            ok;
        Line ->
            [Way, Work, Count] = string:lexemes(string:trim(Line), " "),
            Messages = list_to_integer(Count),
            io:put_chars([work(Work, way(Way, Straw), Messages), $\n]),
            lead(Straw)
    end.

%% How the other node is sent to.
way("dist", _Straw) ->
    {dist, fun(Name, Message) -> {Name, second()} ! Message end};
way("straw", Straw) ->
    {straw, fun(Name, Message) -> ok = avm_straw:send(Straw, Name, Message, ?LONG) end}.

work("trip", {Way, Send}, Messages) ->
    Send(echo, {answer, Way}),
    _ = hear(),
    Times = [trip(Send, N band 255) || N <- lists:seq(1, Messages)],
    ["trips" | [[" ", integer_to_list(Ns)] || Ns <- Times]];
work(Work, {Way, Send}, Messages) ->
    garbage_collect(),
    Begin = erlang:monotonic_time(nanosecond),
    Send(sink, {take, Way, Messages}),
    case Work of
        "rate" -> small(Send, 0, Messages);
        "large" -> large(Send, 0, Messages)
    end,
    {taken, Sum} = hear(),
    Ns = erlang:monotonic_time(nanosecond) - Begin,
    io_lib:format("time ~b ~b", [Ns, Sum]).

trip(Send, Byte) ->
    Message = binary:copy(<<Byte>>, ?PING),
    Begin = erlang:monotonic_time(nanosecond),
    Send(echo, Message),
    Message = hear(),
    erlang:monotonic_time(nanosecond) - Begin.

small(_Send, Messages, Messages) ->
    ok;
small(Send, N, Messages) ->
    Send(sink, <<N:64, (N bxor ?MASK):64>>),
    small(Send, N + 1, Messages).

large(_Send, Messages, Messages) ->
    ok;
large(Send, N, Messages) ->
    Send(sink, <<N:64, 0:((?LARGE - 16) * 8), (N bxor ?MASK):64>>),
    large(Send, N + 1, Messages).

hear() ->
    receive
        Message -> Message
    after ?LONG -> exit(nothing_came)
    end.

echo(Back) ->
    receive
        {answer, Way} -> echo(answered(Way));
        Message -> Back(Message), echo(Back)
    end.

answered(Way) ->
    Back = back(Way),
    Back(ready),
    Back.

back(dist) ->
    fun(Message) -> {leader, first()} ! Message end;
back(straw) ->
    {ok, Straw} = avm_straw:split(first),
    fun(Message) -> ok = avm_straw:send(Straw, leader, Message, ?LONG) end.

sink() ->
    receive
        {take, Way, Messages} -> (back(Way))({taken, take(0, Messages, 0)})
    end,
    sink().

%% Looks at each message; those that are not the next one do not count.
take(Messages, Messages, Sum) ->
    Sum;
take(N, Messages, Sum) ->
    receive
        <<N:64, Not:64>> when Not =:= N bxor ?MASK ->
            take(N + 1, Messages, Sum + N);
        <<N:64, Rest/binary>> when byte_size(Rest) =:= ?LARGE - 8 ->
            Skip = ?LARGE - 16,
            <<_:Skip/binary, Not:64>> = Rest,
            Not = N bxor ?MASK,
            take(N + 1, Messages, Sum + N)
    after ?LONG -> Sum
    end.
