%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens parts that are out of order, and then the same in order.
-module(ports_broken).

-export([start/0]).

start() ->
    {ok, Witness} = avm_port:open(witness),
    [
        script:show(Name, {avm_port:open(Name), rest(Witness), again(plain_audio, #{})})
     || Name <- [audio_absent, audio_other, audio_unlocked, audio_broken]
    ],
    Size = #{width => 240, height => 320},
    script:show(
        display_broken, {avm_port:open(display_broken, Size), rest(Witness), again(plain_display, Size)}
    ),
    {ok, Spi} = avm_port:open(spi_broken),
    {ok, First} = avm_spi:submit(Spi, <<16#05>>, 1),
    {ok, <<_>>} = avm_spi:transfer(Spi, <<16#05>>, 1),
    script:show(spi_broken, avm_spi:transfer(Spi, <<16#9F>>, 3)),
    script:show(order, [Id =:= First || {spi, _, {done, Id, {ok, <<_>>}}} <- script:flush()]),
    {ok, Id} = avm_spi:transfer(Spi, <<16#9F>>, 3),
    script:show(spi_afterwards, list_to_tuple(binary_to_list(Id))),
    script:show(close, avm_spi:close(Spi)),
    script:show(rest, rest(Witness)),
    script:show(again, again(plain_spi, [])),
    script:show(witness, avm_port:close(Witness)),
    ok.

%% A port that did not open leaves nothing behind.
rest(Witness) ->
    #{touch := true, display := true, audio := true, spi := true, threads := 0} =
        avm_port:call(Witness, status),
    at_rest.

again(Name, Options) -> script:outcome(avm_port:open(Name, Options)).
