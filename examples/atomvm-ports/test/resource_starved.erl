%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Each allocation that making, monitoring and sending resources takes fails
%% once: the error is typed, and nothing is left half made.
-module(resource_starved).

-export([start/0]).

start() ->
    {ok, Port} = avm_port:open(fault),
    %% The first time makes what is made once in the life of the VM.
    {ok, {ok, true}} = starve(Port, 0),
    {Points, What} = points(Port, 1, []),
    script:show(points, Points),
    script:show(what, lists:usort(What)),
    script:show(again, starve(Port, 0)),
    {Made, Alive, _LostFarewells} = settled(Port, 250),
    true = Made >= 2,
    script:show(alive, Alive),
    script:show(close, avm_port:close(Port)),
    ok.

points(Port, Nth, Errors) ->
    case starve(Port, Nth) of
        {ok, {ok, false}} -> {Nth - 1, Errors};
        {ok, {What, true}} when Nth < 100 -> points(Port, Nth + 1, [What | Errors])
    end.

%% A process of its own gets what is sent, and is gone with it.
starve(Port, Nth) ->
    Test = self(),
    {Pid, Ref} = spawn_opt(fun() -> sink(Test) end, [monitor]),
    Answer = avm_port:call(Port, {starve, #{nth => Nth, to => Pid}}),
    Pid ! stop,
    receive
        {'DOWN', Ref, process, Pid, normal} -> Answer
    after 5000 -> exit(no_end)
    end.

sink(Test) ->
    receive
        stop -> ok;
        _ -> sink(Test)
    end.

settled(Port, Tries) ->
    case avm_port:call(Port, count_starved) of
        {_, Alive, _} when Alive > 0, Tries > 0 ->
            script:sleep(20),
            settled(Port, Tries - 1);
        Counts ->
            Counts
    end.
