%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Terms of resources in all places, and terms that are none.
-module(resource_terms).

-export([start/0]).

start() ->
    {Maker, Keeper} = resource_script:open(),
    script:show(wrong, wrong(Maker)),
    script:show(wrong_option, wrong_option()),
    script:show(foreign, foreign(Maker)),
    script:show(five, resource_script:elsewhere(fun() -> five(Maker, Keeper) end)),
    script:show(aligned, resource_script:elsewhere(fun() -> aligned(Maker) end)),
    script:show(messages, messages(Maker, Keeper)),
    script:show(closed, closed(Maker)),
    {Created, 0, Created} = resource_script:settled(Maker, count_probes),
    ok = avm_port:close(Maker),
    script:show(close, avm_port:close(Keeper)),
    ok.

wrong(Maker) ->
    Long = binary:copy(<<7>>, 1000),
    Terms = [
        0, -1, 1.5, 9223372036854775807, atom, [], [1], {}, {a, b}, #{}, #{k => v}, <<>>, <<"x">>,
        Long, binary:part(Long, 3, 500), binary:part(Long, 0, 0), <<"a constant binary of a module">>,
        binary:part(<<"a binary of a module, of sixty-four bytes or more, so not on the heap">>, 2, 60),
        self(), Maker, make_ref(), fun() -> Long end, "text"
    ],
    Answers = [resource_script:read(Maker, Term) || Term <- Terms],
    {length(Terms), lists:usort(Answers)}.

wrong_option() ->
    Open = avm_port:open(keeper, #{resource => make_ref()}),
    {Open, avm_port:open(keeper, [{resource, <<>>}])}.

%% Resources of other types: of another class, of another library, of AtomVM.
foreign(Maker) ->
    {ok, Fault} = avm_port:open(fault),
    {ok, Plain} = avm_port:call(Maker, {make_plain, #{count => 1}}),
    {ok, Alien} = avm_port:call(Fault, alien),
    {ok, File} = atomvm:posix_open("/dev/null", [o_rdonly]),
    Answers = [resource_script:read(Maker, Term) || Term <- [hd(Plain), Alien, File]],
    {ok, {0, undefined}} = avm_port:call(Maker, {read_plain, #{resource => hd(Plain)}}),
    ok = atomvm:posix_close(File),
    ok = avm_port:close(Fault),
    {length(Answers), lists:usort(Answers)}.

%% One resource five times in one reply, and then in whatever a term can be.
five(Maker, Keeper) ->
    {ok, {A, B, {C, D}, E}} = avm_port:call(Maker, {make_five, #{number => 5}}),
    Shapes = [
        [A, B | C], {D, {E}}, #{A => B, c => [C]}, fun() -> {A, D} end, {<<"text">>, E, 1.5, make_ref()}
    ],
    Echoed = [echo(Keeper, Shape) || Shape <- Shapes],
    [[A1 | _], {D1, {E1}}, #{c := [C1]}, Fun, _] = Echoed,
    {A2, D2} = Fun(),
    Read = [resource_script:read(Maker, R) || R <- [A, B, C, D, E, A1, A2, C1, D1, D2, E1]],
    Same = [R =:= A || R <- [B, C, D, E, A1, A2, C1, D1, D2, E1]],
    {lists:usort(Read), lists:usort(Same)}.

echo(Keeper, Term) ->
    {ok, Echoed} = avm_port:call(Keeper, {echo, #{value => Term}}),
    Echoed.

aligned(Maker) ->
    Answers = [
        begin
            {ok, Resource} = avm_port:call(Maker, make_aligned),
            avm_port:call(Maker, {read_aligned, #{resource => Resource}})
        end
     || _ <- lists:seq(1, 50)
    ],
    lists:usort(Answers).

%% Sent by a port in messages of its own; all heaps that had them are collected.
messages(Maker, Keeper) ->
    Numbers = lists:seq(1, 20),
    ok = resource_script:elsewhere(fun() ->
        Keep = fun(Number) ->
            Resource = resource_script:make(Maker, Number, undefined),
            avm_port:call(Keeper, {keep, #{resource => Resource}})
        end,
        [ok] = lists:usort([Keep(Number) || Number <- Numbers]),
        ok
    end),
    Read = resource_script:elsewhere(fun() ->
        true = avm_port:call(Keeper, {send_kept, #{process => self()}}),
        Sent = script:flush(),
        erlang:garbage_collect(),
        [resource_script:read(Maker, Resource) || Resource <- Sent]
    end),
    ok = avm_port:call(Keeper, let_go),
    Read =:= [{ok, Number} || Number <- Numbers].

%% A resource outlives the port that made it.
closed(Maker) ->
    resource_script:elsewhere(fun() ->
        {ok, Other} = avm_port:open(maker),
        Resource = resource_script:make(Other, 9, undefined),
        ok = avm_port:close(Other),
        {error, closed} = resource_script:read(Other, Resource),
        resource_script:read(Maker, Resource)
    end).
