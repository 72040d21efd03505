%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens an SPI device with good and bad options, and asks it good and bad things.
%%
%% The board's device is a flash.
-module(spi_requests).

-export([start/0]).

-define(ENABLE, <<16#06>>).
-define(STATUS, <<16#05>>).

start() ->
    opened(),
    refused(),
    {ok, Port} = avm_spi:open(#{clock_hz => 8000000}),
    script:show(second, avm_spi:open()),
    transferred(Port),
    written(Port),
    script:show(in_order, in_order(Port)),
    bad_transaction(Port),
    bad_request(Port),
    config(Port),
    counted(Port),
    closed(Port),
    script:show(other_mode, other_mode()),
    script:show(in_flight, in_flight()),
    ok.

open(Label, Options) ->
    script:show(Label, script:outcome(avm_spi:open(Options))).

opened() ->
    open(defaults, []),
    open(map, #{clock_hz => 40000000, mode => 3, bit_order => msb_first}),
    open(proplist, [{clock_hz, 1}, {mode, 0}]).

refused() ->
    open(no_clock, #{clock_hz => 0}),
    open(backwards, #{clock_hz => -1}),
    open(no_mode, #{mode => 4}),
    open(mode_below, #{mode => -1}),
    open(least_first, #{bit_order => lsb_first}),
    open(no_order, #{bit_order => middle_first}),
    open(no_option, #{cs => 1}),
    open(no_options, spi).

transferred(Port) ->
    script:show(id, bytes(avm_spi:transfer(Port, <<16#9F>>, 3))),
    script:show(write_only, bytes(avm_spi:transfer(Port, ?ENABLE, 0))),
    script:show(status, bytes(avm_spi:transfer(Port, ?STATUS, 1))),
    script:show(read_only, bytes(avm_spi:transfer(Port, <<>>, 2))),
    {ok, Bytes} = avm_spi:transfer(Port, <<3, 0, 0, 0>>, 8192),
    script:show(longest, byte_size(Bytes)),
    script:show(list, bytes(avm_port:call(Port, {transfer, [{write, <<16#9F>>}, {read, 1}]}))).

%% As a transcript shows them on every VM.
bytes({ok, Bytes}) -> {ok, list_to_tuple(binary_to_list(Bytes))}.

%% A sector erased, a page programmed, and both read.
written(Port) ->
    ok = busy(Port, <<16#20, 0, 16, 0>>),
    {ok, Erased} = avm_spi:transfer(Port, <<3, 0, 16, 0>>, 256),
    script:show(erased, Erased =:= binary:copy(<<255>>, 256)),
    Page = list_to_binary(lists:seq(0, 255)),
    ok = busy(Port, <<2, 0, 16, 0, Page/binary>>),
    {ok, Read} = avm_spi:transfer(Port, <<3, 0, 16, 0>>, 256),
    script:show(programmed, Read =:= Page).

%% Does what takes the flash some time.
busy(Port, Instruction) ->
    {ok, <<>>} = avm_spi:transfer(Port, ?ENABLE, 0),
    {ok, <<>>} = avm_spi:transfer(Port, Instruction, 0),
    until_ready(Port, 5000).

until_ready(Port, Tries) ->
    case avm_spi:transfer(Port, ?STATUS, 1) of
        {ok, <<Status>>} when Status band 1 =:= 0 -> ok;
        {ok, _} when Tries > 0 -> until_ready(Port, Tries - 1);
        Other -> Other
    end.

%% Results come in the order of the requests, that of a transfer among them.
in_order(Port) ->
    Ids = [
        begin
            {ok, Id} = avm_spi:submit(Port, <<3, 0, 16, N>>, 1),
            {N, Id}
        end
     || N <- lists:seq(1, 5)
    ],
    {ok, <<6>>} = avm_spi:transfer(Port, <<3, 0, 16, 6>>, 1),
    Results = script:flush(),
    Results = [{spi, Port, {done, Id, {ok, <<N>>}}} || {N, Id} <- Ids],
    {length(lists:usort([Id || {_, Id} <- Ids])), length(Results)}.

bad_transaction(Port) ->
    [
        script:show(Label, {Fun(Port, Write, Read), length(script:flush())})
     || Fun <- [fun avm_spi:transfer/3, fun avm_spi:submit/3],
        {Label, Write, Read} <- [
            {nothing, <<>>, 0},
            {gibibyte, <<3, 0, 0, 0>>, 1073741824},
            {read_long, <<>>, 8193},
            {write_long, binary:copy(<<0>>, 8193), 0},
            {below, <<1>>, -1},
            {enormous, <<1>>, 16#FFFFFFFFFFFFFFF},
            {no_number, <<1>>, many},
            {no_bytes, 9, 3}
        ]
    ].

bad_request(Port) ->
    [
        script:show(Label, avm_port:call(Port, Request))
     || {Label, Request} <- [
            {unknown, reset},
            {no_arguments, transfer},
            {extra, {transfer, #{write => <<5>>, read => 1, speed => 1}}},
            {no_map, {submit, 17}}
        ]
    ].

config(Port) ->
    {ok, Config} = avm_spi:get_config(Port),
    script:show(config, avm_spi:read_config(Port, Config)),
    Terms = [make_ref(), self(), Port, 0, <<>>, [], #{}],
    script:show(foreign, lists:usort([avm_spi:read_config(Port, Term) || Term <- Terms])).

counted(Port) ->
    {stats, Stats} = avm_spi:get_stats(Port),
    #{submitted := Submitted, completed := Submitted} = Stats,
    Keys = [refused, failed, in_flight, limit, max_transfer],
    script:show(stats, [{Key, maps:get(Key, Stats)} || Key <- Keys]).

closed(Port) ->
    {ok, Config} = avm_spi:get_config(Port),
    script:show(close, avm_spi:close(Port)),
    script:show(close_twice, avm_spi:close(Port)),
    script:show(transfer_after_close, avm_spi:transfer(Port, <<16#9F>>, 3)),
    script:show(submit_after_close, avm_spi:submit(Port, <<16#9F>>, 3)),
    {ok, Next} = avm_spi:open(),
    script:show(config_of_the_closed, avm_spi:read_config(Next, Config)),
    {ok, Read} = avm_spi:transfer(Next, <<3, 0, 16, 16>>, 2),
    script:show(kept, Read),
    script:show(close_next, avm_spi:close(Next)).

%% A flash does not follow mode 1: its line floats.
other_mode() ->
    {ok, Port} = avm_spi:open(#{mode => 1}),
    Answer = avm_spi:transfer(Port, <<16#9F>>, 3),
    ok = avm_spi:close(Port),
    bytes(Answer).

%% As many as the limit says are in flight, more are `busy', and all in flight have results.
in_flight() ->
    {ok, Port} = avm_spi:open(),
    {stats, #{limit := Limit}} = avm_spi:get_stats(Port),
    {Ids, Refused} = submit(Port, [], 10000),
    Done = results(Port, length(Ids)),
    {stats, #{in_flight := Left}} = avm_spi:get_stats(Port),
    ok = avm_spi:close(Port),
    {length(Ids) >= Limit, Refused, Done =:= lists:reverse(Ids), Left}.

%% Until one is refused. 500 bytes are some milliseconds, so that requests come faster.
submit(_Port, Ids, 0) ->
    {Ids, never};
submit(Port, Ids, Tries) ->
    case avm_spi:submit(Port, <<3, 0, 0, 0>>, 500) of
        {ok, Id} -> submit(Port, [Id | Ids], Tries - 1);
        {error, Reason} -> {Ids, Reason}
    end.

results(_Port, 0) ->
    [];
results(Port, Left) ->
    receive
        {spi, Port, {done, Id, {ok, <<_:500/binary>>}}} -> [Id | results(Port, Left - 1)]
    after 5000 -> missing
    end.
