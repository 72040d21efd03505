%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Messages of NIFs and of threads that are not the VM's, as in OTP's `nif_SUITE'.
-module(nif_suite_send).

-export([cases/0]).
-export([send/0, send2/0, send3/0, send_threaded/0, send_trace/0, send_seq_trace/0]).

-import(suite_nif, [send_list_seq/2, next/0, nothing/0]).

-define(LENGTH, 1500).
%% How many messages the processes of `send3' send each.
-define(SENDS, 300).

cases() -> [send, send2, send3, send_threaded, send_trace, send_seq_trace].

send() ->
    List = lists:seq(1, ?LENGTH),
    true = send_list_seq(?LENGTH, self()),
    List = next(),
    Papa = self(),
    _ = spawn_link(fun() -> true = send_list_seq(?LENGTH, Papa) end),
    List = next(),
    Term = other_term(),
    true = suite_nif:send_term(self(), Term),
    {blob, Term} = next(),
    {Dead, Ref} = spawn_monitor(fun() -> ok end),
    {'DOWN', Ref, process, Dead, normal} = next(),
    false = send_list_seq(7, Dead),
    nothing().

%% Terms that are kept, let go of, kept again and sent: to this process, and through another.
send2() ->
    kept(fun suite_nif:send_blob/2).

%% The same from a thread that is joined at once, and later.
send_threaded() ->
    kept(fun(Blob, To) -> suite_nif:send_blob_thread(Blob, To, true) end),
    kept(fun(Blob, To) ->
        undefined = suite_nif:send_blob_thread(Blob, To, false),
        suite_nif:join_send_thread(Blob)
    end).

kept(Send) ->
    kept(Send, self()),
    Papa = self(),
    Forwarder = spawn_link(fun() -> forward(Papa) end),
    kept(Send, Forwarder),
    Forwarder ! stop,
    nothing().

kept(Send, To) ->
    Blob = suite_nif:alloc_blob(),
    [grown(Send, Blob, To, Clears) || Clears <- [0, 1, 1, 2, 3]].

grown(Send, Blob, To, Clears) ->
    [ok = suite_nif:clear_blob(Blob) || _ <- lists:seq(1, Clears)],
    Kept = suite_nif:copy_blob(Blob),
    Terms = [other_term() || _ <- lists:seq(1, 50)],
    [true = is_integer(suite_nif:grow_blob(Blob, Term)) || Term <- Terms],
    All = Kept ++ Terms,
    All = suite_nif:copy_blob(Blob),
    true = Send(Blob, To),
    {blob, All} = next().

forward(To) ->
    receive
        stop -> ok;
        Message -> To ! Message, forward(To)
    end.

other_term() ->
    {fun(X, Y) -> X * Y end, make_ref(), binary:copy(<<7>>, 100), #{a => [1.5, -1 bsl 80]}}.

%% Processes send to one another while some of them end: no message is lost that was delivered to
%% one that lives, none comes twice, and each is whole.
send3() ->
    Papa = self(),
    Pids = [spawn_link(fun() -> member(Papa) end) || _ <- lists:seq(1, 20)],
    {Mortal, Immortal} = lists:split(5, Pids),
    [Pid ! {go, Pids} || Pid <- Pids],
    [begin unlink(Pid), exit(Pid, kill) end || Pid <- Mortal],
    Sent = [receive {sent, Pid, Counts} -> Counts end || Pid <- Immortal],
    [Pid ! {finish, Papa} || Pid <- Immortal],
    [check(Pid, Mortal, Sent) || Pid <- Immortal],
    ok.

%% What a member got of the immortal is what they say that they sent to it.
check(Pid, Mortal, Sent) ->
    Got = receive {got, Pid, All} -> All end,
    Wanted = lists:sum([maps:get(Pid, Counts, 0) || Counts <- Sent]),
    FromMortal = lists:sum([N || {From, N} <- maps:to_list(Got), lists:member(From, Mortal)]),
    Wanted = lists:sum(maps:values(Got)) - FromMortal.

member(Papa) ->
    receive
        {go, Pids} -> Papa ! {sent, self(), sends(?SENDS, Pids, #{})}
    end,
    receive
        {finish, Papa} -> Papa ! {got, self(), got(#{})}
    end.

sends(0, _Pids, Counts) ->
    Counts;
sends(Left, Pids, Counts) ->
    To = lists:nth(rand:uniform(length(Pids)), Pids),
    Body = [rand:uniform(1 bsl 20) || _ <- lists:seq(1, rand:uniform(40))],
    Message = {self(), Body, lists:sum(Body)},
    case sent(rand:uniform(3), To, Message) of
        true -> sends(Left - 1, Pids, maps:update_with(To, fun(N) -> N + 1 end, 1, Counts));
        false -> sends(Left - 1, Pids, Counts)
    end.

sent(1, To, Message) ->
    suite_nif:send_term(To, Message);
sent(2, To, Message) ->
    Blob = suite_nif:alloc_blob(),
    1 = suite_nif:grow_blob(Blob, Message),
    suite_nif:send_blob(Blob, To);
sent(3, To, Message) ->
    Blob = suite_nif:alloc_blob(),
    1 = suite_nif:grow_blob(Blob, Message),
    suite_nif:send_blob_thread(Blob, To, true).

got(Counts) ->
    receive
        {blob, [Message]} -> got(counted(Message, Counts));
        {blob, Message} -> got(counted(Message, Counts))
    after 100 -> Counts
    end.

counted({From, Body, Sum}, Counts) ->
    Sum = lists:sum(Body),
    maps:update_with(From, fun(N) -> N + 1 end, 1, Counts).

%% A message of a NIF is traced as one of the process that calls it.
send_trace() ->
    Papa = self(),
    List = lists:seq(1, ?LENGTH),
    Tracer = tracer(Papa),
    _ = erlang:trace(self(), true, [send, 'receive', {tracer, Tracer}]),
    true = send_list_seq(?LENGTH, self()),
    List = next(),
    _ = erlang:trace(self(), false, [send, 'receive']),
    {trace, Papa, send, List, Papa} = traced(Tracer),
    {trace, Papa, 'receive', List} = traced(Tracer).

%% One that is handed over, as a long one is, carries the token of the process. The VM does not
%% trace one that is copied from the process's heap.
send_seq_trace() ->
    Papa = self(),
    Label = make_ref(),
    Message = lists:seq(1, ?LENGTH),
    Tracer = tracer(Papa),
    _ = seq_trace:set_system_tracer(Tracer),
    _ = seq_trace:set_token(label, Label),
    _ = seq_trace:set_token(send, true),
    _ = seq_trace:set_token('receive', true),
    [ok = seq_traced(Message) || _ <- [1, 2]],
    [
        {seq_trace, Label, {Kind, Serial, Papa, Papa, Message}} = traced(Tracer)
     || Serial <- [{0, 1}, {1, 2}], Kind <- [send, 'receive']
    ],
    _ = seq_trace:set_token([]),
    _ = seq_trace:set_system_tracer(false).

seq_traced(Message) ->
    true = send_list_seq(length(Message), self()),
    Message = next(),
    ok.

tracer(To) ->
    spawn_link(fun Loop() ->
        receive
            get ->
                receive
                    Traced when Traced =/= get -> To ! {traced, self(), Traced}
                end,
                Loop()
        end
    end).

traced(Tracer) ->
    Tracer ! get,
    {traced, Tracer, Traced} = next(),
    Traced.
