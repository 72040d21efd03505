%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Hands blocks over, one at a time, for a count of what that takes.
-module(stream_cost).

-export([start/0]).

-ifndef(PORT).
-define(PORT, stream_small).
-endif.
-ifndef(SIZE).
-define(SIZE, 64).
-endif.
-ifndef(BLOCKS).
-define(BLOCKS, 100).
-endif.

start() ->
    script:show(copies, stream_script:copies()),
    {ok, Port} = avm_port:open(?PORT),
    ok = blocks(Port, ?BLOCKS),
    #{filled := Filled, delivered := Delivered, overruns := 0} = stream_script:counts(Port),
    script:show(delivered, {Filled, Delivered}),
    script:show(free, stream_script:settled(Port, free, 8)),
    avm_port:close(Port).

blocks(_Port, 0) ->
    ok;
blocks(Port, Left) ->
    %% In this order the port hands a block over whenever it tries to.
    ok = avm_port:call(Port, {start, #{blocks => 1}}),
    ok = stream_script:subscribe(Port, once),
    receive
        {stream, Port, Block} -> ?SIZE = byte_size(Block)
    end,
    true = erlang:garbage_collect(),
    blocks(Port, Left - 1).
