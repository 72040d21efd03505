%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Values, their holders and their drops, as in OTP's `nif_SUITE'.
-module(nif_suite_resource).

-export([cases/0]).
-export([resource_hugo/0, resource_otto/0, resource_new/0, resource_neg/0]).
-export([release_resource_from_thread/0, resource_binary/0]).

-import(suite_nif, [
    alloc_resource/2,
    make_resource/1,
    make_new_resource/2,
    make_new_resource_binary/1,
    get_resource/2,
    release_resource/1,
    last_resource_dtor_call/0,
    next/0,
    raised/1
]).

-define(GOLD, 0).
-define(SILVER, 1).

cases() ->
    [
        resource_hugo,
        resource_otto,
        resource_new,
        resource_neg,
        release_resource_from_thread,
        resource_binary
    ].

%% A value outlives the library's hold on it by its terms, here and in another process.
resource_hugo() ->
    {Id, Data} = hugo(<<"Hugo">>),
    true = erlang:garbage_collect(),
    {Id, Data, 1} = last_resource_dtor_call().

hugo(Data) ->
    Id = alloc_resource(?GOLD, Data),
    Term = make_resource(Id),
    true = is_reference(Term),
    ok = release_resource(Id),
    {error, badarg} = raised(fun() -> release_resource(Id) end),
    true = erlang:garbage_collect(),
    {Id, Data} = get_resource(?GOLD, Term),
    {Other, Ref} = spawn_monitor(fun() -> visitor(Id, Data) end),
    Other ! {self(), Term},
    {Other, got} = next(),
    true = erlang:garbage_collect(),
    Other ! {self(), look},
    {'DOWN', Ref, process, Other, looked} = next(),
    undefined = last_resource_dtor_call(),
    {Id, Data} = get_resource(?GOLD, Term),
    {Id, Data}.

visitor(Id, Data) ->
    receive
        {Papa, Term} ->
            Papa ! {self(), got},
            receive
                {Papa, look} -> {Id, Data} = get_resource(?GOLD, Term)
            end
    end,
    true = erlang:garbage_collect(),
    exit(looked).

%% A value outlives its terms by the library's hold.
resource_otto() ->
    Id = otto(<<"Otto">>),
    true = erlang:garbage_collect(),
    undefined = last_resource_dtor_call(),
    ok = release_resource(Id),
    {Id, <<"Otto">>, 1} = last_resource_dtor_call().

otto(Data) ->
    Id = alloc_resource(?GOLD, Data),
    true = is_reference(make_resource(Id)),
    Id.

%% Values that only terms hold go one by one.
resource_new() ->
    B = second(),
    true = erlang:garbage_collect(),
    {B, <<"B">>, 1} = last_resource_dtor_call().

second() ->
    {A, {TermB, B}} = pair(),
    true = erlang:garbage_collect(),
    {A, <<"A">>, 1} = last_resource_dtor_call(),
    {B, <<"B">>} = get_resource(?GOLD, TermB),
    B.

pair() ->
    [TermA, TermB] = [make_new_resource(?GOLD, Data) || Data <- [<<"A">>, <<"B">>]],
    true = is_reference(TermA) andalso TermA =/= TermB,
    {A, <<"A">>} = get_resource(?GOLD, TermA),
    {B, <<"B">>} = get_resource(?GOLD, TermB),
    true = A =/= B,
    {A, {TermB, B}}.

%% A value of one type is none of another, and neither is any other term.
resource_neg() ->
    ok = strangers(),
    %% The last exception keeps its arguments.
    {exit, 42} = raised(fun() -> exit(42) end),
    true = erlang:garbage_collect(),
    {_, _, 2} = last_resource_dtor_call().

strangers() ->
    Gold = make_new_resource(?GOLD, <<"Gold">>),
    Silver = make_new_resource(?SILVER, <<"Silver">>),
    Others = [make_ref(), self(), <<"Gold">>, [], #{}, fun strangers/0, Silver],
    [{error, badarg} = raised(fun() -> get_resource(?GOLD, Term) end) || Term <- Others],
    {error, badarg} = raised(fun() -> get_resource(?SILVER, Gold) end),
    ok.

%% The last holder is a thread that is not the VM's.
release_resource_from_thread() ->
    Id = alloc_resource(?SILVER, <<"thread">>),
    ok = suite_nif:release_resource_from_thread(Id),
    {Id, <<"thread">>, 1} = last_resource_dtor_call().

%% A binary refers to bytes that a value owns, in whichever process it is.
resource_binary() ->
    {Id, Data} = binary(<<"bytes that a value owns, more than a heap takes: 0123456789 0123456789">>),
    true = erlang:garbage_collect(),
    {Id, Data, 1} = last_resource_dtor_call().

binary(Data) ->
    {Id, Binary} = make_new_resource_binary(Data),
    Data = Binary,
    %% The value's type is nobody's but the library's.
    [{error, badarg} = raised(fun() -> get_resource(T, Binary) end) || T <- [?GOLD, ?SILVER, 2]],
    Papa = self(),
    {Forwarder, Ref} = spawn_monitor(fun() -> forward(Papa) end),
    Forwarder ! Binary,
    Again = next(),
    Data = Again,
    {'DOWN', Ref, process, Forwarder, normal} = next(),
    true = erlang:garbage_collect(),
    undefined = last_resource_dtor_call(),
    Part = binary:part(Again, 10, 20),
    {Id, Data, Part} = {Id, Again, binary:part(Binary, 10, 20)},
    {Id, binary:copy(Data)}.

forward(To) ->
    receive
        Message -> To ! Message
    end,
    true = erlang:garbage_collect().
