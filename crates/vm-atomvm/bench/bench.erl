%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The touch port in Rust beside the same port in C, on AtomVM.
%%
%% Both ports get the same requests by the same function, eavmlib's
%% `port:call/2'. First their replies must be equal. Then a round times one
%% request many times on one port and as often on the other; which goes first
%% alternates. A round is short, a few milliseconds, so that what else the
%% machine does hits some rounds and spares the others; the figure to trust is
%% the median of the rounds' ratios, not the times.
%%
%% Prints one line a round, `round REQUEST CALLS C_US RUST_US'.
%% @end
%%-----------------------------------------------------------------------------
-module(bench).

-export([start/0, open/1, close/2, request/1, repeat/3]).

-define(ROUNDS, 201).
-define(EVENTS, 64).

%%-----------------------------------------------------------------------------
%% @returns `ok'; anything else is the reason why nothing was measured
%% @doc     Open both ports, check that they answer alike, measure, close.
%% @end
%%-----------------------------------------------------------------------------
-spec start() -> ok | {error, term()}.
start() ->
    {C, Rust} = {open(c), open(rust)},
    case unlike(C, Rust) of
        [] ->
            measure(ping, 1000, C, Rust),
            measure(read_events, 200, C, Rust),
            measure(options, 1000, C, Rust),
            ok = close(c, C),
            ok = close(rust, Rust);
        Unlike ->
            {error, Unlike}
    end.

%%-----------------------------------------------------------------------------
%% @param Which     the port in C or the one in Rust
%% @returns the port
%% @doc     Open a port.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Which :: c | rust) -> avm_port:native().
open(c) ->
    open_port({spawn, "c_touch"}, []);
open(rust) ->
    {ok, Port} = avm_port:open(touch_bench, []),
    Port.

%%-----------------------------------------------------------------------------
%% @param Which     the port in C or the one in Rust
%% @param Port      what `open/1' returned
%% @returns `ok'
%% @doc     Close a port.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Which :: c | rust, Port :: avm_port:native()) -> ok.
close(c, Port) ->
    true = exit(Port, kill),
    ok;
close(rust, Port) ->
    avm_port:close(Port).

%% The requests to which the ports do not answer the same, with both answers.
%% Their clocks begin at 0, so the first strokes are equal to the microsecond.
unlike(C, Rust) ->
    {events, Events} = port:call(C, read_events),
    ?EVENTS = length(Events),
    Given = request(options),
    Answers = [{ping, port:call(C, ping), port:call(Rust, ping)}] ++
        [{read_events, {events, Events}, port:call(Rust, read_events)}] ++
        [{R, port:call(C, R), port:call(Rust, R)} || R <- [read_events, Given, ping]],
    [Unlike || {_Request, OfC, OfRust} = Unlike <- Answers, OfC =/= OfRust].

measure(Request, Calls, C, Rust) ->
    _Warm = round_of(1, Request, Calls, C, Rust),
    rounds(?ROUNDS, Request, Calls, C, Rust).

%% Nothing is kept from round to round: what a process keeps, each of its
%% garbage collections copies, and a call makes some garbage.
rounds(0, _Request, _Calls, _C, _Rust) ->
    ok;
rounds(N, Request, Calls, C, Rust) ->
    {CUs, RustUs} = round_of(N, Request, Calls, C, Rust),
    io:format("round ~p ~p ~p ~p~n", [Request, Calls, CUs, RustUs]),
    rounds(N - 1, Request, Calls, C, Rust).

round_of(N, Request, Calls, C, Rust) when N rem 2 =:= 0 ->
    CUs = timed(C, Request, Calls),
    {CUs, timed(Rust, Request, Calls)};
round_of(_N, Request, Calls, C, Rust) ->
    RustUs = timed(Rust, Request, Calls),
    {timed(C, Request, Calls), RustUs}.

timed(Port, Request, Calls) ->
    erlang:garbage_collect(),
    Start = erlang:monotonic_time(microsecond),
    ok = repeat(Port, request(Request), Calls),
    erlang:monotonic_time(microsecond) - Start.

%%-----------------------------------------------------------------------------
%% @param Name      what the request is called in the table
%% @returns the request
%% @doc     What a port is asked.
%% @end
%%-----------------------------------------------------------------------------
-spec request(Name :: atom()) -> term().
request(options) ->
    {options, [
        {width, 320}, {height, 240}, {rotation, 90}, {inverted, true}, {speed_hz, 400000}
    ]};
request(Name) ->
    Name.

%%-----------------------------------------------------------------------------
%% @param Port      the port
%% @param Request   what to ask it
%% @param Calls     how often
%% @returns `ok'
%% @doc     Call a port again and again.
%% @end
%%-----------------------------------------------------------------------------
-spec repeat(Port :: avm_port:native(), Request :: term(), Calls :: non_neg_integer()) -> ok.
repeat(_Port, _Request, 0) ->
    ok;
repeat(Port, Request, Calls) ->
    _ = port:call(Port, Request),
    repeat(Port, Request, Calls - 1).
