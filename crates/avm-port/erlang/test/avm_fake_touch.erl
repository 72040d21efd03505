%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A touch port in plain Erlang: sends its subscriber what a test says.
%%
%% Opened with `#{busy => Counter}' it is busy as often as the counter says, and
%% one at a time may be open, as on a board.
-module(avm_fake_touch).

-export([start/1, touch/2, crash/2]).

%% Events, as a panel has them.
-spec touch(Port :: pid(), Events :: [tuple()]) -> ok.
touch(Port, Events) ->
    Port ! {events, Events},
    ok.

-spec crash(Port :: pid(), Reason :: term()) -> ok.
crash(Port, Reason) ->
    Port ! {crash, Reason},
    ok.

-spec start(#{owner := pid()}) -> pid().
start(#{owner := Owner}) ->
    spawn(fun() -> unopened(erlang:monitor(process, Owner), Owner) end).

unopened(Monitor, Owner) ->
    receive
        {'$call', {Pid, Ref}, {'$open', Options}} ->
            Reply = open(maps:from_list(proplists:unfold(to_list(Options)))),
            Pid ! {Ref, Reply},
            case Reply of
                ok -> loop(Monitor, Owner, none);
                _ -> ok
            end;
        {'DOWN', Monitor, process, _, _} ->
            ok
    end.

to_list(Options) when is_map(Options) -> maps:to_list(Options);
to_list(Options) -> Options.

open(#{busy := Counter}) ->
    case counters:get(Counter, 1) of
        0 ->
            open(#{});
        _ ->
            ok = counters:sub(Counter, 1, 1),
            {error, busy}
    end;
open(#{wrong := _}) ->
    {error, {bad_option, wrong, true}};
open(_) ->
    try register(?MODULE, self()) of
        true -> ok
    catch
        error:badarg -> {error, busy}
    end.

loop(Monitor, Owner, Subscriber) ->
    receive
        {'$call', {Pid, Ref}, '$close'} ->
            %% Hardware takes a while.
            timer:sleep(5),
            true = unregister(?MODULE),
            Pid ! {Ref, ok};
        {'$call', {Pid, Ref}, {subscribe, #{active := true}}} ->
            Pid ! {Ref, ok},
            loop(Monitor, Owner, Pid);
        {'$call', {Pid, Ref}, Request} ->
            Pid ! {Ref, {got, Request}},
            loop(Monitor, Owner, Subscriber);
        {events, Events} ->
            Subscriber ! {touch, self(), Events},
            loop(Monitor, Owner, Subscriber);
        {crash, Reason} ->
            ok = avm_port_report:ended(touch, self(), Owner, Reason),
            exit(Reason);
        {'DOWN', Monitor, process, _, _} ->
            %% The name is free a moment later.
            timer:sleep(20)
    end.
