%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc NIFs and a port of three makes, one beside the other, on Erlang/OTP.
%%
%% First all answer the same questions, and must answer alike. Then a round
%% times one of them many times on each library, and the loop without a call;
%% which goes first changes with each round. Time is what the VM had of the CPU,
%% so that what else runs on the machine counts for less. A round is short: the
%% figures to trust are medians of rounds' ratios.
%%
%% Prints lines `nif CASE CALLS EMPTY C RUSTLER OURS' and `port CASE CALLS C OURS',
%% in nanoseconds.
-module(otp_bench).

-export([start/0]).

-define(ROUNDS, 61).
-define(NIFS, [bench_c, bench_rustler, bench_ours]).
%% Words: no round fills it.
-define(HEAP, 1 bsl 20).
-define(OPTIONS, [{width, 320}, {height, 240}, {rotation, 90}, {inverted, true}, {speed_hz, 400000}]).

start() ->
    alone(fun() ->
        [] = unlike(),
        nifs()
    end),
    alone(fun ports/0).

%% Runs in a process that collects nothing by itself.
alone(F) ->
    Flags = [{min_heap_size, ?HEAP}, {min_bin_vheap_size, ?HEAP}, {priority, high}],
    {Pid, Ref} = spawn_opt(F, [monitor | Flags]),
    receive
        {'DOWN', Ref, process, Pid, normal} -> ok;
        {'DOWN', Ref, process, Pid, Reason} -> exit(Reason)
    end.

%% The questions that are answered differently, with all answers. What is no
%% good question is not one for rustler, which reads 65536 as a `u16' of 0, has
%% reasons of its own, and lets names pass that a map should not have.
unlike() ->
    64 = length(bench_c:events()),
    Good = answers(good(), ?NIFS),
    Bad = answers(bad(), ?NIFS -- [bench_rustler]),
    [Differ || Differ <- Good ++ Bad, length(lists:usort(Differ)) > 1] ++
        [Raised || [{error, _} | _] = Raised <- Good] ++
        [Taken || [Taken | _] <- Bad, Taken =/= {error, badarg}].

answers(Questions, Modules) ->
    [[answer(Ask, Module) || Module <- Modules] || Ask <- Questions].

answer(Ask, Module) ->
    try
        Ask(Module)
    catch
        error:Reason -> {error, Reason}
    end.

good() ->
    Map = maps:from_list(?OPTIONS),
    Turned = lists:reverse(?OPTIONS),
    [fun(M) -> M:noop() end, fun(M) -> M:events() end, fun drops/1] ++
        [fun(M) -> M:options(List) end || List <- [?OPTIONS, Turned, [{width, 7} | ?OPTIONS]]] ++
        [fun(M) -> M:options(?OPTIONS ++ [{inverted, 1}]) end] ++
        [fun(M) -> M:options_map(Map#{inverted := Is}) end || Is <- [true, false]] ++
        [fun(M) -> M:get(M:new(N)) end || N <- [0, 1, 16#FFFFFFFF]].

bad() ->
    Map = maps:from_list(?OPTIONS),
    [_ | Four] = ?OPTIONS,
    Lists =
        [[], Four, [{unknown, 1} | ?OPTIONS], [1 | ?OPTIONS], [{width, 1, 2} | Four], a, 1] ++
            [[{width, Wrong} | Four] || Wrong <- [65536, -1, a, 1.0, 1 bsl 70]],
    Maps =
        [maps:remove(height, Map), #{}, Map#{width := 65536}, Map#{inverted := 1}, a, []] ++
            [Map#{unknown => 1}],
    [fun(M) -> M:options(List) end || List <- Lists] ++
        [fun(M) -> M:options_map(Wrong) end || Wrong <- Maps] ++
        [fun(M) -> M:new(Wrong) end || Wrong <- [-1, 1 bsl 32, a]] ++
        [fun(M) -> M:get(Wrong) end || Wrong <- [make_ref(), 1, [], self(), <<>>]].

%% All that are made are dropped.
drops(M) ->
    Before = M:dropped(),
    ok = M:repeat(new, 1, 1000),
    M:dropped() - Before.

nifs() ->
    Map = maps:from_list(?OPTIONS),
    [
        measure(Case, Argument, Calls)
     || {Case, Argument, Calls} <- [
            {noop, none, 20000},
            {events, none, 400},
            {options, ?OPTIONS, 5000},
            {options_map, Map, 5000},
            {new, 7, 2000},
            {get, resource, 20000}
        ]
    ].

measure(Case, Argument, Calls) ->
    Loops = [fun(N) -> bench_c:nothing(N) end | [loop(M, Case, Argument) || M <- ?NIFS]],
    _Warm = rotated(1, Loops, Calls),
    [line(nif, Case, Calls, rotated(N, Loops, Calls)) || N <- lists:seq(1, ?ROUNDS)].

loop(M, Case, resource) ->
    Resource = M:new(7),
    fun(N) -> M:repeat(Case, Resource, N) end;
loop(M, Case, Argument) ->
    fun(N) -> M:repeat(Case, Argument, N) end.

line(What, Case, Calls, Times) ->
    Words = [io_lib:format(" ~b", [Ns]) || Ns <- Times],
    io:format("~s ~s ~b~s~n", [What, Case, Calls, Words]).

%% Times all loops, beginning with another one in each round.
rotated(Round, Loops, Calls) ->
    {Last, First} = lists:split(Round rem length(Loops), Loops),
    Times = [timed(Loop, Calls) || Loop <- First ++ Last],
    {Back, Front} = lists:split(length(First), Times),
    Front ++ Back.

timed(Loop, Calls) ->
    true = erlang:garbage_collect(),
    Start = bench_c:cpu_ns(),
    ok = Loop(Calls),
    bench_c:cpu_ns() - Start.

%% The process of the port in C is that of ours, under a name of its own.
ports() ->
    {ok, C} = bench_c_server:start(touch_bench, self()),
    {ok, Ours} = avm_port:open(touch_bench, #{}),
    ok = avm_port:call(C, {'$open', #{}}),
    Both = [C, Ours],
    [
        [Same, Same] = [avm_port:call(Port, Request) || Port <- Both]
     || Request <- [ping, read_events, read_events, ping]
    ],
    {events, Events} = avm_port:call(C, read_events),
    64 = length(Events),
    {events, _} = avm_port:call(Ours, read_events),
    [measure_port(Request, Calls, Both) || {Request, Calls} <- [{ping, 1000}, {read_events, 100}]],
    [ok = avm_port:close(Port) || Port <- Both].

measure_port(Request, Calls, Ports) ->
    Loops = [fun(N) -> repeat(Port, Request, N) end || Port <- Ports],
    _Warm = rotated(1, Loops, Calls),
    [line(port, Request, Calls, rotated(N, Loops, Calls)) || N <- lists:seq(1, ?ROUNDS)].

repeat(_Port, _Request, 0) ->
    ok;
repeat(Port, Request, N) ->
    _ = avm_port:call(Port, Request),
    repeat(Port, Request, N - 1).
