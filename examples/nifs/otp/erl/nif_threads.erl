%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Where NIFs run: one that blocks holds up no scheduler.
-module(nif_threads).

-export([start/0, quick/0, slow/1]).

quick() -> avm_nif:call(?MODULE, quick, []).
slow(Ms) -> avm_nif:call(?MODULE, slow, [Ms]).

start() ->
    [true = is_of("scheduler", quick()) || _ <- lists:seq(1, 100)],
    [true = is_of("dirty_io", slow(0)) || _ <- lists:seq(1, 100)],
    {error, badarg} = raised(fun() -> slow(soon) end),
    {error, undef} = raised(fun() -> avm_nif:call(?MODULE, slow, []) end),
    {error, undef} = raised(fun() -> avm_nif:call(?MODULE, none, [1]) end),
    {error, undef} = raised(fun() -> avm_nif:call(none, quick, []) end),
    {error, undef} = raised(fun() -> avm_nif:call(?MODULE, quick, lists:seq(1, 17)) end),
    {error, badarg} = raised(fun() -> avm_nif:call(?MODULE, slow, [1 | 2]) end),
    {error, badarg} = raised(fun() -> avm_nif:call(?MODULE, slow, none) end),
    io:format("threads~n"),
    %% On each scheduler a process waits in a NIF; all others go on meanwhile.
    Self = self(),
    Slow = [
        spawn(fun() -> Self ! {self(), is_of("dirty_io", slow(300))} end)
     || _ <- lists:seq(1, erlang:system_info(schedulers_online))
    ],
    Rounds = rounds(erlang:monotonic_time(millisecond) + 200, 0),
    true = Rounds > 1000,
    [
        receive
            {Pid, true} -> ok
        end
     || Pid <- Slow
    ],
    io:format("free~n").

rounds(End, Rounds) ->
    true = is_of("scheduler", quick()),
    case erlang:monotonic_time(millisecond) < End of
        true -> rounds(End, Rounds + 1);
        false -> Rounds
    end.

%% OTP 25 numbers its threads, as `1_scheduler' or `erts_sched_1'.
is_of("scheduler", Name) ->
    not is_of("dirty_io", Name) andalso binary:match(Name, <<"sched">>) =/= nomatch;
is_of("dirty_io", Name) ->
    binary:match(Name, [<<"dirty_io">>, <<"erts_dios">>]) =/= nomatch.

raised(F) ->
    try F() of
        Result -> {returned, Result}
    catch
        Class:Reason -> {Class, Reason}
    end.
