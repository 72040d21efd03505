%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A port in plain Erlang that speaks the protocol of the native ones.
-module(avm_fake_port_driver).

-export([start/1]).

-spec start(#{owner := pid()}) -> pid().
start(#{owner := Owner}) ->
    spawn(fun() ->
        Monitor = erlang:monitor(process, Owner),
        unopened(Monitor)
    end).

unopened(Monitor) ->
    receive
        {'$call', {Pid, Ref}, {'$open', Options}} ->
            opened(Monitor, Pid, Ref, open(Options));
        {'$call', {Pid, Ref}, Request} ->
            Pid ! {Ref, {error, {unknown_command, Request}}},
            unopened(Monitor);
        {'DOWN', Monitor, process, _, _} ->
            ok
    end.

opened(Monitor, Pid, Ref, ok) ->
    Pid ! {Ref, ok},
    loop(Monitor, #{name => fake, malformed => 0, calls => 0, events => 0});
opened(_Monitor, Pid, Ref, Refusal) ->
    Pid ! {Ref, Refusal}.

%% The options decide how opening ends.
open(#{open := Reply}) -> Reply;
open(#{} = Options) when map_size(Options) =:= 0 -> ok;
open(Options) -> {error, {bad_options, Options}}.

loop(Monitor, #{calls := Calls, malformed := Malformed} = Info) ->
    receive
        {'DOWN', Monitor, process, _, _} ->
            ok;
        {'$call', {Pid, Ref}, '$close'} ->
            Pid ! {Ref, ok};
        {'$call', {Pid, Ref}, '$info'} ->
            Pid ! {Ref, {ok, Info}},
            loop(Monitor, Info);
        {'$call', {Pid, Ref}, Request} ->
            ok = handle(Request, Pid, Ref),
            loop(Monitor, Info#{calls := Calls + 1});
        _ ->
            loop(Monitor, Info#{malformed := Malformed + 1})
    end.

handle({echo, #{value := Value}}, Pid, Ref) ->
    Pid ! {Ref, {ok, Value}},
    ok;
handle({reply_after, #{ms := Ms}}, Pid, Ref) ->
    receive
    after Ms -> Pid ! {Ref, late}
    end,
    ok;
handle(never, _Pid, _Ref) ->
    ok;
handle({exit, #{reason := Reason}}, _Pid, _Ref) ->
    exit(Reason);
handle(Request, Pid, Ref) ->
    Pid ! {Ref, {error, {unknown_command, Request}}},
    ok.
