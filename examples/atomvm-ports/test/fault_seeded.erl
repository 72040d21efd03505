%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Commits one fault on purpose, for valgrind to find.
-module(fault_seeded).

-export([start/0]).

-ifndef(FAULT).
-define(FAULT, {echo, #{value => none}}).
-endif.

start() ->
    {ok, Port} = avm_port:open(fault),
    script:show(answered, avm_port:call(Port, ?FAULT)),
    script:show(close, avm_port:close(Port)),
    ok.
