%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Blocks are taken, kept, lost, and outlive their port.
-module(stream_blocks).

-export([start/0]).

-ifndef(BLOCKS).
-define(BLOCKS, 200).
-endif.
-define(CAPACITY, 8).
-define(KEPT, 3).
-define(FAST, 100000000).

start() ->
    script:show(copies, stream_script:copies()),
    {ok, Port} = avm_port:open(stream),
    script:show(again, avm_port:open(stream)),
    taken(Port),
    Keeper = kept(Port),
    lost(Port),
    Keeper ! {check, self()},
    receive
        {Keeper, Kept} -> script:show(kept_unchanged, Kept)
    after 5000 -> script:show(kept_unchanged, hangs)
    end,
    true = exit(Keeper, kill),
    script:show(held_by_nobody, stream_script:settled(Port, held, 0)),
    script:show(free, stream_script:settled(Port, free, ?CAPACITY)),
    outlive(Port),
    ok.

%% What is filled is taken, and what is not is counted.
taken(Port) ->
    {Taken, Lost} = stream_script:take(Port, ?BLOCKS, 500000),
    script:show(taken_and_lost, Taken + Lost),
    script:show(some_are_taken, Taken > 0),
    script:show(held, stream_script:settled(Port, held, 0)),
    #{filled := Filled, delivered := Delivered} = stream_script:counts(Port),
    script:show(filled_is_delivered, {Filled - Taken, Delivered - Taken}).

%% A process that keeps binaries keeps a block for each, whatever others take.
kept(Port) ->
    Test = self(),
    Keeper = spawn(fun() -> keeper(Port, Test) end),
    receive
        {Keeper, keeps} -> ok
    after 5000 -> exit(keeps_nothing)
    end,
    script:show(held, stream_script:settled(Port, held, held())),
    {Taken, Lost} = stream_script:take(Port, ?BLOCKS, 500000),
    script:show(taken_and_lost, Taken + Lost),
    script:show(held, stream_script:settled(Port, held, held())),
    Keeper.

%% How many blocks are held where the binaries of so many are kept.
held() ->
    case stream_script:copies() of
        true -> 0;
        false -> ?KEPT
    end.

keeper(Port, Test) ->
    ok = stream_script:subscribe(Port, ?KEPT),
    ok = stream_script:convert(Port, ?KEPT, ?FAST),
    Blocks = [block(Port) || _ <- lists:seq(1, ?KEPT)],
    receive
        {stream_passive, Port} -> ok
    after 5000 -> exit(no_notice)
    end,
    true = erlang:garbage_collect(),
    Test ! {self(), keeps},
    receive
        {check, Test} ->
            _ = lists:foldl(fun stream_script:check/2, 0, Blocks),
            Test ! {self(), length(Blocks)}
    end,
    keeper(Blocks).

keeper(Blocks) ->
    receive
        never -> length(Blocks)
    end.

block(Port) ->
    receive
        {stream, Port, Block} -> Block
    after 5000 -> exit(no_block)
    end.

%% With nobody to take them, the pool fills up and the rest is lost, each counted.
lost(Port) ->
    ok = avm_port:call(Port, unsubscribe),
    #{filled := Filled, overruns := Overruns} = stream_script:counts(Port),
    ok = stream_script:convert(Port, 50, ?FAST),
    Lost = 50 - (?CAPACITY - held()),
    Now = stream_script:settled(Port, overruns, Overruns + Lost),
    script:show(overruns_are_exact, Now - Overruns - Lost),
    #{filled := More, queued := Queued} = stream_script:counts(Port),
    script:show(queued_are_filled, More - Filled - Queued),
    {Taken, 0} = stream_script:take(Port, 0, 1),
    script:show(left_over_are_taken, Taken - Queued).

%% A binary outlives its port, in two processes and as a part.
outlive(Port) ->
    Test = self(),
    {Holder, Ref} = spawn_opt(fun() -> holder(Port, Test) end, [monitor]),
    receive
        {Holder, Part} ->
            ok = avm_port:close(Port),
            {ok, Next} = stream_script:open(100),
            Held = min(1, held()),
            script:show(held_of_a_closed_port, stream_script:settled(Next, held, Held) - Held),
            Holder ! check,
            ended(Holder, Ref),
            script:show(held_by_a_part, stream_script:settled(Next, held, Held) - Held),
            script:show(part, byte_size(Part))
    end,
    script:show(held_by_nobody, stream_script:settled(Next, held, 0)),
    script:show(free, stream_script:settled(Next, free, ?CAPACITY)),
    script:show(close, avm_port:close(Next)).

ended(Pid, Ref) ->
    receive
        {'DOWN', Ref, process, Pid, Reason} -> script:show(holder, Reason)
    after 5000 -> script:show(holder, hangs)
    end.

holder(Port, Test) ->
    ok = stream_script:subscribe(Port, once),
    ok = stream_script:convert(Port, 1, ?FAST),
    Block = block(Port),
    <<_:8/binary, Part:200/binary, _/binary>> = Block,
    Test ! {self(), Part},
    receive
        check -> _ = stream_script:check(Block, 0)
    end,
    ok.
