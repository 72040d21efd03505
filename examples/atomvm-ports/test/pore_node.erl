%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc One of two VMs that a pore joins: `MODE' is `echo', `speak' or `vanish'.
-module(pore_node).

-export([start/0]).

-define(NAME, list_to_binary("pore-node-" ++ ?RUN)).
-define(PATIENCE, 60000).
%% Many times as much as the rings hold.
-define(BYTES, 1000000).

start() ->
    run(?MODE),
    ok.

%% Sends back what comes, twice, to two peers one after the other.
run(echo) ->
    {ok, Listener} = avm_pore:listen(?NAME),
    echo(Listener),
    echo(Listener),
    script:show(close, avm_pore:close(Listener));
run(speak) ->
    Pore = open(1000),
    {ok, #{peer := #{pid := Pid}}} = avm_pore:info(Pore),
    script:show(somebody, is_integer(Pid)),
    Data = data(?BYTES, []),
    Back = speak(Pore, Data, ?BYTES, []),
    script:show(same, Back =:= Data),
    script:show(close, avm_pore:close(Pore));
%% Ends without closing: AtomVM comes to its end, Erlang/OTP is killed.
run(vanish) ->
    Pore = open(1000),
    {ok, 5} = avm_pore:write(Pore, <<"hello">>),
    ok = wait_for(Pore),
    {ok, <<"hello">>} = avm_pore:read(Pore),
    script:show(vanish, now),
    vanish(avm_port_native:machine()).

vanish(otp) -> os:cmd("kill -9 " ++ os:getpid());
vanish(atomvm) -> ok.

echo(Listener) ->
    {ok, Pore} = avm_pore:accept(Listener, ?PATIENCE, #{active => once}),
    {Bytes, Why} = echo(Pore, 0),
    script:show(echoed, Bytes),
    script:show(closed, Why),
    true = avm_pore:close(Pore).

echo(Pore, Bytes) ->
    receive
        {pore, Pore, Data} ->
            ok = write_all(Pore, Data),
            ok = avm_pore:set_active(Pore, once),
            echo(Pore, Bytes + byte_size(Data));
        {closed, Pore, Why} ->
            {Bytes, Why}
    after ?PATIENCE -> {Bytes, timeout}
    end.

write_all(_Pore, <<>>) ->
    ok;
write_all(Pore, Data) ->
    {ok, Written} = avm_pore:write(Pore, Data),
    <<_:Written/binary, Rest/binary>> = Data,
    Rest =:= <<>> orelse
        case avm_pore:notify_when(Pore, {out, 1}) of
            now -> ok;
            armed -> ok = wait_for(Pore)
        end,
    write_all(Pore, Rest).

wait_for(Pore) ->
    receive
        {irq, Pore} -> ok
    after ?PATIENCE -> timeout
    end.

%% Writes what there is room for and reads what has come, until all is back.
speak(_Pore, _Data, 0, Parts) ->
    list_to_binary(lists:reverse(Parts));
speak(Pore, Data, Left, Parts) ->
    {ok, Written} = avm_pore:write(Pore, Data),
    <<_:Written/binary, Rest/binary>> = Data,
    {ok, Part} = avm_pore:read(Pore),
    rest(Pore, Rest, byte_size(Part) + Written),
    speak(Pore, Rest, Left - byte_size(Part), [Part | Parts]).

%% Waits if nothing moved.
rest(_Pore, _Rest, Moved) when Moved > 0 -> ok;
rest(Pore, <<>>, 0) ->
    wait_for(Pore);
rest(Pore, _Rest, 0) ->
    case avm_pore:notify_when(Pore, {out, 1}) of
        now -> ok;
        armed -> wait_for(Pore)
    end.

data(Left, Parts) when Left =< 0 -> list_to_binary(Parts);
data(Left, Parts) -> data(Left - 1000, [block(Left) | Parts]).

block(Number) -> list_to_binary([(Number + N) rem 251 || N <- lists:seq(1, 1000)]).

open(Tries) ->
    case avm_pore:open(?NAME) of
        {ok, Pore} ->
            Pore;
        {error, not_found} when Tries > 0 ->
            script:sleep(10),
            open(Tries - 1)
    end.
