%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What the tests of streams have in common: runs, blocks, counts.
-module(stream_script).

-export([copies/0, open/1, convert/3, counts/1, settled/3, subscribe/2, take/3, check/2]).

-define(SAMPLES, 508).
-define(PERIOD, 480).

%% Whether this VM makes a binary by a copy, so that no process holds a block.
-spec copies() -> boolean().
copies() ->
    script:is_old().

%% Opens the port once the last one has let go of the ADC: a port is seen as gone
%% a moment before its state is dropped.
-spec open(non_neg_integer()) -> {ok, avm_port:native()} | {error, term()}.
open(Tries) ->
    case avm_port:open(stream) of
        {error, busy} when Tries > 0 ->
            script:sleep(10),
            open(Tries - 1);
        Result ->
            Result
    end.

-spec convert(avm_port:native(), non_neg_integer(), pos_integer()) -> ok.
convert(Port, Blocks, RateHz) ->
    ok = avm_port:call(Port, {start, #{blocks => Blocks, rate_hz => RateHz}}).

-spec subscribe(avm_port:native(), true | once | pos_integer()) -> ok.
subscribe(Port, Active) ->
    ok = avm_port:call(Port, {subscribe, #{active => Active}}).

-spec counts(avm_port:native()) -> #{atom() => non_neg_integer()}.
counts(Port) ->
    {stats, Counts} = avm_port:call(Port, get_stats),
    Counts.

%% A count once it is this, with patience; the last one else.
-spec settled(avm_port:native(), atom(), non_neg_integer()) -> non_neg_integer().
settled(Port, Name, Expected) ->
    settled(Port, Name, Expected, 250).

settled(Port, Name, Expected, Tries) ->
    case counts(Port) of
        #{Name := Count} when Count =/= Expected, Tries > 0 ->
            erlang:garbage_collect(),
            script:sleep(20),
            settled(Port, Name, Expected, Tries - 1);
        #{Name := Count} ->
            Count
    end.

%% Has so many blocks converted, and takes them in a process of its own, which
%% lets go of each when its samples have been checked: `{Taken, Lost}'.
-spec take(avm_port:native(), non_neg_integer(), pos_integer()) ->
    {non_neg_integer(), non_neg_integer()}.
take(Port, Blocks, RateHz) ->
    Test = self(),
    #{filled := Filled, overruns := Overruns} = counts(Port),
    {Pid, Ref} = spawn_opt(
        fun() ->
            ok = subscribe(Port, true),
            ok = convert(Port, Blocks, RateHz),
            Test ! {self(), taken(Port, Filled + Overruns + Blocks, 0, 0)}
        end,
        [monitor]
    ),
    receive
        {'DOWN', Ref, process, Pid, normal} -> ok;
        {'DOWN', Ref, process, Pid, Reason} -> exit({taker, Reason})
    after 110000 -> exit(taker_hangs)
    end,
    #{overruns := Now} = counts(Port),
    receive
        {Pid, Taken} -> {Taken, Now - Overruns}
    after 0 -> exit(no_result)
    end.

%% The counts are asked for before the mailbox is emptied, so that what they
%% count has been taken when they are looked at.
taken(Port, Wanted, Taken, Next) ->
    #{filled := Filled, overruns := Overruns, queued := Queued} = counts(Port),
    case emptied(Port, Taken, Next) of
        {All, _} when Filled + Overruns =:= Wanted, Queued =:= 0 ->
            All;
        {More, After} ->
            script:sleep(1),
            taken(Port, Wanted, More, After)
    end.

emptied(Port, Taken, Next) ->
    receive
        {stream, Port, Block} ->
            After = check(Block, Next),
            true = erlang:garbage_collect(),
            emptied(Port, Taken + 1, After)
    after 0 -> {Taken, Next}
    end.

%% Checks all samples of a block, which may come no sooner than sample `Next';
%% returns the number of the sample behind it.
-spec check(binary(), non_neg_integer()) -> non_neg_integer().
check(<<First:64/little, Samples/binary>>, Next) when First >= Next ->
    0 = First rem ?SAMPLES,
    After = First + ?SAMPLES,
    After = samples(Samples, First).

samples(<<Sample:16/signed-little, Samples/binary>>, N) ->
    Sample = sample(N rem ?PERIOD),
    samples(Samples, N + 1);
samples(<<>>, N) ->
    N.

sample(Phase) when Phase > ?PERIOD div 2 -> sample(?PERIOD - Phase);
sample(Phase) -> Phase * 125 - 15000.
