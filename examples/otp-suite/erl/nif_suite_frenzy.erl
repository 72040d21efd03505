%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc `monitor_frenzy' of OTP's `nif_SUITE': processes, values and monitors come and go at random.
-module(nif_suite_frenzy).

-export([monitor_frenzy/2]).

-define(SLOTS, 64).
-define(WORKERS, 64).

%% For so many milliseconds, by a seed.
monitor_frenzy(Ms, Seed) ->
    io:format("seed = ~p~n", [Seed]),
    Workers = ets:new(workers, [public, set, {read_concurrency, true}]),
    Before = length(processes()),
    Last = erlang:monotonic_time(millisecond) + Ms,
    _ = rand:seed(exsss, Seed),
    ok = keep(Workers, Last),
    ok = stop(Workers),
    true = ets:delete(Workers),
    _ = [suite_nif:frenzy_release(Slot, false) || Slot <- lists:seq(0, ?SLOTS - 1)],
    true = erlang:garbage_collect(),
    ok = suite_nif:eventually(fun at_rest/0),
    ok = suite_nif:eventually(fun() -> length(processes()) =< Before end),
    {Made, Downs, Ended, Left, 0, 0} = suite_nif:frenzy_stats(),
    %% Each of the ways was gone.
    true = lists:all(fun(Count) -> Count > 0 end, [Made, Downs, Ended, Left]),
    io:format(standard_error, "monitors = ~p, downs = ~p, ended = ~p, left = ~p~n", [
        Made, Downs, Ended, Left
    ]),
    ok.

%% Every monitor came down, was ended, or went with its value; and no value is left.
at_rest() ->
    suite_nif:settled(),
    {Made, Downs, Ended, Left, _, Alive} = suite_nif:frenzy_stats(),
    Alive =:= 0 andalso Made =:= Downs + Ended + Left.

%% Sees to it that there are workers, until the time is over.
keep(Workers, Last) ->
    [born(Workers, N) || N <- lists:seq(1, ?WORKERS), not lives(Workers, N)],
    receive
    after 5 -> ok
    end,
    case erlang:monotonic_time(millisecond) < Last of
        true -> keep(Workers, Last);
        false -> ok
    end.

lives(Workers, N) ->
    case ets:lookup(Workers, N) of
        [{N, Pid}] -> is_process_alive(Pid);
        [] -> false
    end.

born(Workers, N) ->
    Seed = rand:uniform(1 bsl 58),
    Pid = spawn(fun() ->
        _ = rand:seed(exsss, Seed),
        frenzy(Workers, [])
    end),
    true = ets:insert(Workers, {N, Pid}).

stop(Workers) ->
    Pids = [Pid || {_, Pid} <- ets:tab2list(Workers)],
    Refs = [{Pid, erlang:monitor(process, Pid)} || Pid <- Pids],
    _ = [exit(Pid, kill) || Pid <- Pids],
    [receive {'DOWN', Ref, process, Pid, _} -> ok end || {Pid, Ref} <- Refs],
    ok.

%% `Kept' are values in the external format, which holds none: they may be gone when it is read,
%% or go at that moment.
frenzy(Workers, Kept) ->
    frenzy(Workers, do(rand:uniform(100), Workers, Kept)).

do(N, Workers, Kept) when N =< 30 ->
    _ = suite_nif:frenzy_monitor(slot(), other(Workers)),
    Kept;
do(N, _Workers, Kept) when N =< 50 ->
    _ = suite_nif:frenzy_demonitor(slot(), rand:uniform(1000)),
    Kept;
do(N, _Workers, Kept) when N =< 65 ->
    made(Kept);
do(N, _Workers, Kept) when N =< 75 ->
    _ = suite_nif:frenzy_release(slot(), N =:= 75),
    Kept;
do(N, Workers, Kept) when N =< 85 ->
    [revived(binary_to_term(Binary), other(Workers)) || Binary <- Kept],
    [];
do(N, Workers, Kept) when N =< 90 ->
    %% Fails if the other one is gone.
    _ = catch link(other(Workers)),
    Kept;
do(N, Workers, Kept) when N =< 95 ->
    true = unlink(other(Workers)),
    Kept;
do(N, Workers, Kept) when N =< 97 ->
    true = exit(other(Workers), die),
    Kept;
do(98, _Workers, _Kept) ->
    exit(enough);
do(_, _Workers, Kept) ->
    true = erlang:garbage_collect(),
    Kept.

made(Kept) ->
    Binary = term_to_binary(suite_nif:frenzy_make(slot())),
    true = erlang:garbage_collect(),
    lists:sublist([Binary | Kept], 8).

revived(Value, Pid) ->
    case suite_nif:raised(fun() -> suite_nif:frenzy_monitor_term(Value, Pid) end) of
        {returned, _} -> ok;
        {error, badarg} -> ok
    end.

slot() -> rand:uniform(?SLOTS) - 1.

other(Workers) ->
    case ets:lookup(Workers, rand:uniform(?WORKERS)) of
        [{_, Pid}] -> Pid;
        [] -> self()
    end.
