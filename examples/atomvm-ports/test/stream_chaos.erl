%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ports, owners and subscribers die in the middle of a stream; no block is lost.
-module(stream_chaos).

-export([start/0]).

-ifndef(ROUNDS).
-define(ROUNDS, 100).
-endif.
-define(CAPACITY, 8).
-define(FAST, 5000000).

start() ->
    ok = rounds(1, ?ROUNDS),
    script:show(rounds, ?ROUNDS),
    {ok, Port} = stream_script:open(500),
    script:show(held, stream_script:settled(Port, held, 0)),
    script:show(free, stream_script:settled(Port, free, ?CAPACITY)),
    script:show(taken, stream_script:take(Port, 5, 10000)),
    script:show(close, avm_port:close(Port)).

rounds(_Seed, 0) ->
    ok;
rounds(Seed, Left) ->
    {Choice, Then} = script:random(Seed, 6),
    {Ms, Next} = script:random(Then, 4),
    ok = round(Choice, Ms),
    rounds(Next, Left - 1).

%% An owner, a subscriber that keeps what it has until it ends, and a run without
%% an end, which something ends.
round(Choice, Ms) ->
    Test = self(),
    {Owner, OwnerRef} = spawn_opt(fun() -> owner(Test) end, [monitor]),
    Port =
        receive
            {Owner, Opened} -> Opened
        after 10000 -> exit(does_not_open)
        end,
    {Taker, TakerRef} = spawn_opt(fun() -> taker(Port, []) end, [monitor]),
    script:sleep(Ms),
    _ = finish(Choice, Owner, Taker, Port),
    true = exit(Owner, kill),
    true = exit(Taker, kill),
    ok = gone(Owner, OwnerRef),
    ok = gone(Taker, TakerRef).

finish(0, Owner, _Taker, _Port) -> exit(Owner, kill);
finish(1, Owner, _Taker, _Port) -> Owner ! close;
finish(2, Owner, _Taker, _Port) -> Owner ! stop;
finish(3, _Owner, Taker, _Port) -> exit(Taker, kill);
finish(4, _Owner, _Taker, Port) -> exit(Port, kill);
finish(5, _Owner, _Taker, Port) -> exit(Port, shutdown).

owner(Test) ->
    {ok, Port} = stream_script:open(500),
    Test ! {self(), Port},
    ok = avm_port:call(Port, {start, #{rate_hz => ?FAST}}),
    receive
        close -> avm_port:close(Port);
        stop -> avm_port:call(Port, stop)
    end.

taker(Port, Kept) ->
    _ = avm_port:call(Port, {subscribe, #{active => 20}}),
    taken(Port, Kept, 0).

taken(Port, Kept, Next) ->
    receive
        {stream, Port, Block} ->
            After = stream_script:check(Block, Next),
            %% Never more than two.
            taken(Port, [Block | lists:sublist(Kept, 1)], After);
        {stream_passive, Port} ->
            true = erlang:garbage_collect(),
            _ = avm_port:call(Port, {subscribe, #{active => 20}}),
            taken(Port, Kept, Next)
    end.

gone(Pid, Ref) ->
    receive
        {'DOWN', Ref, process, Pid, killed} -> ok;
        {'DOWN', Ref, process, Pid, normal} -> ok;
        {'DOWN', Ref, process, Pid, Reason} -> exit({ended, Reason})
    after 10000 -> exit(does_not_end)
    end.
