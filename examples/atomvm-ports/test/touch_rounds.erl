%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens, calls and closes in rounds, and prints how memory fares.
-module(touch_rounds).

-export([start/0]).

-ifndef(ROUNDS).
-define(ROUNDS, 10000).
-endif.

start() ->
    ok = rounds(0, ?ROUNDS, max(1, ?ROUNDS div 10)),
    script:show(rounds, ?ROUNDS),
    ok.

rounds(Round, Rounds, Step) when Round rem Step =:= 0 ->
    %% The panel is free when `close' answers, the port is gone a moment later.
    script:sleep(20),
    io:format("round ~p: ~p KiB, ~p processes, ~p ports~n", [
        Round,
        resident_kib(),
        erlang:system_info(process_count),
        erlang:system_info(port_count)
    ]),
    if
        Round =:= Rounds -> ok;
        true -> round(Round, Rounds, Step)
    end;
rounds(Round, Rounds, Step) ->
    round(Round, Rounds, Step).

%% Every third round subscribes, so that a listener and messages take part.
round(Round, Rounds, Step) ->
    {ok, Port} = avm_touch:open(#{swap_xy => Round rem 2 =:= 0}),
    {stats, #{capacity := _}} = avm_touch:get_stats(Port),
    ok =
        case Round rem 3 of
            0 -> avm_touch:subscribe(Port, true);
            _ -> ok
        end,
    ok = avm_touch:close(Port),
    _ = script:flush(),
    rounds(Round + 1, Rounds, Step).

%% Of the whole VM, as the kernel counts it.
resident_kib() ->
    {ok, Fd} = atomvm:posix_open(<<"/proc/self/statm">>, [o_rdonly]),
    {ok, Line} = atomvm:posix_read(Fd, 128),
    ok = atomvm:posix_close(Fd),
    [_Size, Resident | _] = numbers(binary_to_list(Line), 0),
    Resident * 4.

numbers([C | Rest], N) when C >= $0, C =< $9 -> numbers(Rest, N * 10 + C - $0);
numbers([_ | Rest], N) -> [N | numbers(Rest, 0)];
numbers([], N) -> [N].
