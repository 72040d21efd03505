%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc A node that does what the one that checks asks for.
%% @end
%%-----------------------------------------------------------------------------
-module(straw_other).

-export([start/0, atoms/0]).

-define(CHECKS, <<"checks." ?SITE>>).

-spec start() -> no_return().
start() ->
    %% On AtomVM it exists from when it is first used.
    [_ | _] = ?MODULE:atoms(),
    {ok, _} = avm_straw:start_link(#{name => <<"other." ?SITE>>, timeout_ms => 2000}),
    ok = avm_straw:export(service),
    io:format("other: up~n"),
    loop().

%% Only what exists here can come.
-spec atoms() -> [atom()].
atoms() ->
    ['größe', a, b].

loop() ->
    receive
        {echo, Term} ->
            answer({back, Term});
        {info, unknown_name} ->
            {ok, #{rejected := #{unknown_name := Count}}} = avm_straw:info(?CHECKS),
            answer({rejected, Count});
        straws ->
            answer({straws, length(avm_straw:straws())});
        {open_at, Time} ->
            _ = spawn(fun() -> open_at(Time) end);
        close ->
            ok = avm_straw:close(?CHECKS)
    end,
    loop().

open_at(Time) ->
    case erlang:system_time(microsecond) >= Time of
        true -> avm_straw:open(?CHECKS);
        false -> open_at(Time)
    end.

answer(Answer) ->
    avm_straw:send(?CHECKS, answers, Answer).
