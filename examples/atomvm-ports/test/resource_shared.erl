%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc One resource, two ports and three processes that hold it, its maker gone:
%% it is dropped when the last of them lets go, and not before, in every order.
-module(resource_shared).

-export([start/0]).

start() ->
    Orders = permutations([a, b, c, first, second]),
    script:show(orders, length(Orders)),
    script:show(outcomes, lists:usort([outcome(Order) || Order <- Orders])),
    {ok, Maker} = avm_port:open(maker),
    script:show(counted, resource_script:settled(Maker, count_probes)),
    avm_port:close(Maker).

outcome(Order) ->
    Holders = holders(),
    nothing = resource_script:told(2),
    [Last | Others] = Order,
    Early = [let_go(proplists:get_value(Name, Holders)) || Name <- Others],
    [nothing] = lists:usort(Early),
    ok = end_of(proplists:get_value(Last, Holders)),
    {dropped, 7} = Dropped = resource_script:told(5000),
    nothing = resource_script:told(0),
    Dropped.

%% The resource goes from its maker to a process, from there on in messages, and
%% from two of the processes to a port each; then the maker is gone.
holders() ->
    Test = self(),
    Holders = resource_script:elsewhere(fun() ->
        {ok, Maker} = avm_port:open(maker),
        A = resource_script:holder({a, resource_script:make(Maker, 7, Test)}),
        ok = avm_port:close(Maker),
        {a, OfA} = resource_script:pass_on(A),
        B = resource_script:holder([b, {copy, OfA} | OfA]),
        [b, {copy, OfB} | OfB] = resource_script:pass_on(B),
        C = resource_script:holder(#{c => OfB, resource => [OfA, OfB]}),
        true = OfA =:= OfB,
        [{a, {process, A}}, {b, {process, B}}, {c, {process, C}}]
    end),
    [{a, {process, A}}, _, {c, {process, C}}] = Holders,
    First = port_with(fun() -> element(2, resource_script:pass_on(A)) end),
    Second = port_with(fun() -> maps:get(c, resource_script:pass_on(C)) end),
    [{first, {port, First}}, {second, {port, Second}} | Holders].

%% A port that got the resource among its options, from a process that is gone;
%% another process owns the port.
port_with(Get) ->
    {ok, Port} = avm_port:open(keeper),
    ok = resource_script:elsewhere(fun() ->
        avm_port:call(Port, {keep, #{resource => Get()}})
    end),
    Port.

let_go(Holder) ->
    ok = end_of(Holder),
    resource_script:told(2).

end_of({process, Pid}) -> resource_script:let_go(Pid);
end_of({port, Port}) -> avm_port:close(Port).

permutations([]) ->
    [[]];
permutations(List) ->
    [[One | Rest] || One <- List, Rest <- permutations(lists:delete(One, List))].
