%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Resources made and read by a port in Rust and by one in C, on AtomVM.
%%
%% `create' and `get' are calls by `port:call/2': a new resource, which becomes
%% garbage and is dropped, and the number in one. `create_drop' and `get_many'
%% do the same many times in one call, so that next to nothing else is timed.
%% Rounds are those of `bench', and so are the lines that are printed.
%% @end
%%-----------------------------------------------------------------------------
-module(bench_resource).

-export([start/0]).

-define(ROUNDS, 101).
-define(NUMBER, 7).
-define(MANY, 1000).

%%-----------------------------------------------------------------------------
%% @returns `ok'; anything else is the reason why nothing was measured
%% @doc     Open both ports, check that they answer alike, measure, close.
%% @end
%%-----------------------------------------------------------------------------
-spec start() -> ok | {error, term()}.
start() ->
    C = open_port({spawn, "c_resource"}, []),
    {ok, Rust} = avm_port:open(resource_bench, []),
    Ports = [{C, port:call(C, create)}, {Rust, port:call(Rust, create)}],
    case [answers(Of) || Of <- Ports] of
        [Same, Same] ->
            measure(create, 1000, 1, Ports),
            measure(get, 1000, 1, Ports),
            measure(create_drop, 20, ?MANY, Ports),
            measure(get_many, 50, ?MANY, Ports),
            true = exit(C, kill),
            avm_port:close(Rust);
        Unlike ->
            {error, Unlike}
    end.

%% What a port answers to good requests and to bad ones.
answers({Port, Resource}) ->
    [port:call(Port, request(Which, Resource)) || Which <- [get, create_drop, get_many]] ++
        [port:call(Port, {get, Wrong}) || Wrong <- [make_ref(), <<>>, 1, [], self()]].

request(create, _) -> create;
request(create_drop, _) -> {create_drop, ?MANY};
request(Which, Resource) -> {Which, Resource}.

measure(Which, Calls, Times, Ports) ->
    _Warm = round_of(1, Which, Calls, Ports),
    rounds(?ROUNDS, Which, Calls, Times, Ports).

rounds(0, _Which, _Calls, _Times, _Ports) ->
    ok;
rounds(N, Which, Calls, Times, Ports) ->
    {CUs, RustUs} = round_of(N, Which, Calls, Ports),
    io:format("round ~p ~p ~p ~p~n", [Which, Calls * Times, CUs, RustUs]),
    rounds(N - 1, Which, Calls, Times, Ports).

round_of(N, Which, Calls, [C, Rust]) when N rem 2 =:= 0 ->
    CUs = timed(C, Which, Calls),
    {CUs, timed(Rust, Which, Calls)};
round_of(_N, Which, Calls, [C, Rust]) ->
    RustUs = timed(Rust, Which, Calls),
    {timed(C, Which, Calls), RustUs}.

timed({Port, Resource}, Which, Calls) ->
    Request = request(Which, Resource),
    erlang:garbage_collect(),
    Start = erlang:monotonic_time(microsecond),
    ok = bench:repeat(Port, Request, Calls),
    erlang:garbage_collect(),
    erlang:monotonic_time(microsecond) - Start.
