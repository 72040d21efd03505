%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The flash on the SPI bus: what it is, a page programmed and read back.
-module(rp2_spi).

-export([start/0]).

-define(READ, 16#03).
-define(PROGRAM, 16#02).
-define(ERASE, 16#20).

start() ->
    [
        script:show(Label, script:outcome(avm_spi:open(Options)))
     || {Label, Options} <- [
            {no_clock, #{clock_hz => 0}},
            {no_mode, #{mode => 4}},
            {no_option, #{cs => 1}},
            {least_first, #{bit_order => lsb_first}}
        ]
    ],
    {ok, Port} = avm_spi:open(#{clock_hz => 8000000}),
    script:show(second, avm_spi:open()),
    {ok, Id} = avm_spi:transfer(Port, <<16#9F>>, 3),
    script:show(id, binary_to_list(Id)),
    ok = busy(Port, <<?ERASE, 0, 16, 0>>),
    Page = list_to_binary(lists:seq(0, 255)),
    ok = busy(Port, <<?PROGRAM, 0, 16, 0, Page/binary>>),
    {ok, Read} = avm_spi:transfer(Port, <<?READ, 0, 16, 0>>, 256),
    script:show(programmed, Read =:= Page),
    script:show(too_long, avm_spi:transfer(Port, <<?READ, 0, 0, 0>>, 100000)),
    script:show(close, avm_spi:close(Port)),
    script:show(closed, avm_spi:transfer(Port, <<16#9F>>, 3)),
    ok.

busy(Port, Instruction) ->
    {ok, <<>>} = avm_spi:transfer(Port, <<16#06>>, 0),
    {ok, <<>>} = avm_spi:transfer(Port, Instruction, 0),
    until_ready(Port, 5000).

until_ready(Port, Tries) ->
    case avm_spi:transfer(Port, <<16#05>>, 1) of
        {ok, <<Status>>} when Status band 1 =:= 0 -> ok;
        {ok, _} when Tries > 0 -> until_ready(Port, Tries - 1);
        Other -> Other
    end.
