%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc One port, one request, so many calls: for counting instructions.
%%
%% Compiled with the macros `PORT' (`c' or `rust'), `REQUEST' and `CALLS'. What
%% a call takes is the difference between two counts, divided by that of their
%% calls, so the start of the VM does not count.
%% @end
%%-----------------------------------------------------------------------------
-module(bench_count).

-export([start/0]).

%%-----------------------------------------------------------------------------
%% @returns `ok'
%% @doc     Open the port, call it, close it.
%% @end
%%-----------------------------------------------------------------------------
-spec start() -> ok.
start() ->
    Port = bench:open(?PORT),
    ok = bench:repeat(Port, bench:request(?REQUEST), ?CALLS),
    bench:close(?PORT, Port).
