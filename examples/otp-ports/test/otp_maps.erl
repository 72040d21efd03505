%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Maps with many keys are read in the time of their size, not of its square.
-module(otp_maps).

-export([start/0]).

start() ->
    {ok, Port} = avm_port:open(storm),
    Sizes = [0, 1, 31, 32, 33, 1000, 500000],
    script:show(read, [read(Port, Size) || Size <- Sizes] =:= Sizes),
    script:show(close, avm_port:close(Port)),
    ok.

read(Port, Size) ->
    Map = maps:from_list([{{key, N}, N} || N <- lists:seq(1, Size)]),
    avm_port:call(Port, {pairs, #{map => Map}}).
