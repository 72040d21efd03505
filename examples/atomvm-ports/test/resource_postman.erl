%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The process that delivers what destructors send is written to, and killed.
-module(resource_postman).

-export([start/0]).

start() ->
    {Maker, Keeper} = resource_script:open(),
    Before = erlang:processes(),
    One = kept(Maker, Keeper, 1),
    [Postman] = [Pid || Pid <- erlang:processes(), not lists:member(Pid, Before)],
    script:show(written_to, written_to(Postman, Keeper)),
    script:show(killed, killed(Postman, Maker, Keeper)),
    script:show(one, One),
    {Created, 0, Created} = resource_script:settled(Maker, count_probes),
    ok = avm_port:close(Maker),
    script:show(close, avm_port:close(Keeper)),
    ok.

%% A resource that only the port holds.
kept(Maker, Keeper, Number) ->
    Test = self(),
    resource_script:elsewhere(fun() ->
        Resource = resource_script:make(Maker, Number, Test),
        avm_port:call(Keeper, {keep, #{resource => Resource}})
    end).

%% He throws it away, and goes on.
written_to(Postman, Keeper) ->
    [Postman ! Junk || Junk <- [junk, {<<"junk">>, binary:copy(<<7>>, 1000)}, [1, 2, 3], make_ref()]],
    ok = avm_port:call(Keeper, let_go),
    {dropped, 1} = Told = resource_script:told(5000),
    Told.

%% What is left while there is none is delivered by the next one.
killed(Postman, Maker, Keeper) ->
    ok = kept(Maker, Keeper, 2),
    exit(Postman, kill),
    ok = gone(Postman, 250),
    ok = avm_port:call(Keeper, let_go),
    nothing = resource_script:told(50),
    ok = kept(Maker, Keeper, 3),
    {dropped, 2} = resource_script:told(5000),
    ok = avm_port:call(Keeper, let_go),
    resource_script:told(5000).

gone(Pid, Tries) ->
    case lists:member(Pid, erlang:processes()) of
        true when Tries > 0 ->
            script:sleep(20),
            gone(Pid, Tries - 1);
        false ->
            %% It is out of the list before it is destroyed.
            script:sleep(50),
            ok
    end.
