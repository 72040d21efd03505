%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Any term as options, request, argument, message and reference.
-module(touch_fuzz).

-export([start/0]).

-ifndef(RANDOM).
-define(RANDOM, 300).
-endif.

start() ->
    Random = random_terms(1, ?RANDOM),
    Terms = odd_terms() ++ Random,
    script:show(odd_terms, length(Terms) - length(Random) > 40),
    script:show(random_terms, length(Random)),
    script:show(options, each(fun as_options/1, Terms)),
    {ok, Port} = avm_touch:open(),
    script:show(requests, each(fun(Term) -> as_request(Port, Term) end, Terms)),
    script:show(commands, each(fun(Term) -> as_command(Port, Term) end, Terms)),
    script:show(arguments, each(fun(Term) -> as_argument(Port, Term) end, Terms)),
    script:show(active, each(fun(Term) -> as_active(Port, Term) end, Terms)),
    script:show(references, each(fun(Term) -> as_reference(Port, Term) end, Terms)),
    script:show(senders, each(fun(Term) -> as_sender(Port, Term) end, Terms)),
    script:show(messages, as_messages(Port, Terms)),
    script:show(own_port, to_itself(Port)),
    script:show(dead_sender, from_the_dead(Port)),
    script:show(close, avm_touch:close(Port)),
    {ok, Again} = avm_touch:open(),
    script:show(again, avm_touch:close(Again)),
    ok.

%% `ok', or the first few terms that were not treated as they should.
each(Check, Terms) ->
    case [Term || Term <- Terms, Check(Term) =/= ok] of
        [] -> ok;
        Bad -> {wrong, length(Bad), hd(Bad)}
    end.

as_options(Term) ->
    Valid = valid_options(Term),
    case avm_touch:open(Term) of
        {ok, Port} -> expect(Valid, avm_touch:close(Port));
        {error, {bad_options, _}} -> expect(not Valid, ok);
        {error, {bad_option, _, _}} -> expect(not Valid, ok);
        Other -> Other
    end.

expect(true, Result) -> Result;
expect(false, _Result) -> not_expected.

%% The options of `touch', told once more: what else there is must be refused.
valid_options(Map) when is_map(Map) -> lists:all(fun valid_option/1, maps:to_list(Map));
valid_options([Option | Rest]) -> valid_option(Option) andalso valid_options(Rest);
valid_options(Tail) -> Tail =:= [].

valid_option({Name, Value}) -> valid_option(Name) andalso is_boolean(Value);
valid_option(Name) -> lists:member(Name, [swap_xy, invert_x, invert_y]).

as_request(Port, Term) ->
    case avm_port:call(Port, Term) of
        {error, {unknown_command, Given}} -> same(Term, Given);
        Other -> Other
    end.

as_command(Port, Term) ->
    case avm_port:call(Port, {Term, #{active => true}}) of
        {error, {unknown_command, {Given, #{active := true}}}} -> same(Term, Given);
        Other -> Other
    end.

as_argument(Port, Term) ->
    case avm_port:call(Port, {subscribe, Term}) of
        {error, {bad_options, _}} -> expect(not valid_argument(Term), ok);
        {error, {bad_option, _, _}} -> expect(not valid_argument(Term), ok);
        ok -> expect(valid_argument(Term), stop(Port));
        Other -> Other
    end.

stop(Port) ->
    ok = avm_touch:unsubscribe(Port),
    _ = script:flush(),
    ok.

valid_argument(Map) when is_map(Map) -> valid_argument(maps:to_list(Map));
valid_argument([active | Rest]) -> valid_argument([{active, true} | Rest]);
valid_argument([{active, Active} | Rest]) -> valid_active(Active) andalso valid_argument(Rest);
valid_argument(Tail) -> Tail =:= [].

valid_active(N) when is_integer(N) -> N > 0 andalso N < 32768;
valid_active(Active) -> Active =:= true orelse Active =:= once.

as_active(Port, Term) ->
    case avm_touch:subscribe(Port, Term) of
        {error, {bad_option, active, Given}} ->
            expect(not valid_active(Term), same(Term, Given));
        ok ->
            expect(valid_active(Term), stop(Port));
        Other ->
            Other
    end.

%% The reference is only given back, so any term will do.
as_reference(Port, Term) ->
    Port ! {'$call', {self(), Term}, jump},
    receive
        {Given, {error, {unknown_command, jump}}} -> same(Term, Given)
    after 5000 -> no_reply
    end.

%% A reply to something that is no process goes nowhere.
as_sender(_Port, Term) when is_pid(Term) ->
    ok;
as_sender(Port, Term) ->
    Port ! {'$call', {Term, make_ref()}, jump},
    {ok, #{name := touch}} = avm_port:info(Port),
    ok.

%% Each is counted, and none is answered.
as_messages(Port, Terms) ->
    {ok, #{malformed := Before}} = avm_port:info(Port),
    [Port ! Term || Term <- Terms],
    {ok, #{malformed := After}} = avm_port:info(Port),
    [] = script:flush(),
    After - Before =:= length(Terms).

%% The reply goes to the port itself, where it is one more malformed message.
to_itself(Port) ->
    Port ! {'$call', {Port, make_ref()}, read_events},
    {ok, _} = avm_port:info(Port),
    {ok, #{name := Name}} = avm_port:info(Port),
    Name.

from_the_dead(Port) ->
    {Pid, Ref} = spawn_opt(fun() -> ok end, [monitor]),
    receive
        {'DOWN', Ref, process, Pid, _} -> ok
    end,
    Port ! {'$call', {Pid, make_ref()}, read_events},
    Port ! {'$call', {Pid, make_ref()}, {subscribe, #{active => true}}},
    {ok, #{name := Name}} = avm_port:info(Port),
    Name.

%% A copy of a fun is not equal to it on AtomVM 0.6, nor is what holds one.
same(Term, Given) when Term =:= Given -> ok;
same(Term, Given) when is_function(Term), is_function(Given) -> ok;
same(Term, Given) -> same_shape(Term, Given).

same_shape([A | As], [B | Bs]) ->
    case same(A, B) of
        ok -> same(As, Bs);
        Other -> Other
    end;
same_shape(A, B) when is_tuple(A), is_tuple(B) ->
    same(tuple_to_list(A), tuple_to_list(B));
same_shape(A, B) when is_map(A), is_map(B) ->
    same(maps:values(A), maps:values(B));
same_shape(_, _) ->
    differs.

odd_terms() ->
    Big = binary:copy(<<16#A5>>, 1048576),
    [
        [],
        [a | b],
        [{swap_xy, 1} | {swap_xy, true}],
        [a, b | 17],
        [[] | []],
        {},
        {a},
        {a, b, c},
        #{},
        #{1 => 2},
        #{swap_xy => #{}},
        #{<<"swap_xy">> => true},
        #{[] => []},
        <<>>,
        <<0>>,
        Big,
        [Big],
        {Big, Big},
        #{swap_xy => Big},
        binary:part(Big, 3, 1000000),
        0,
        -1,
        32768,
        -32769,
        16#7FFFFFF,
        16#FFFFFFF,
        -16#8000001,
        4294967296,
        16#7FFFFFFFFFFFFFF,
        -16#800000000000000,
        9223372036854775807,
        -9223372036854775808,
        0.0,
        -0.5,
        1.0e308,
        self(),
        make_ref(),
        fun() -> ok end,
        fun lists:reverse/1,
        [fun(X) -> X end],
        no_such_atom_before,
        '',
        '$call',
        lists:duplicate(1000, {swap_xy, 0}),
        lists:duplicate(1000, unknown),
        list_to_tuple(lists:seq(1, 500)),
        lists:seq(1, 3000),
        nested(1000, fun(T) -> [T] end),
        nested(1000, fun(T) -> {T} end),
        nested(1000, fun(T) -> #{a => T} end),
        [[x | y] | [x | y]],
        nested(1000, fun(T) -> [a | T] end)
    ] ++ bignums().

%% Integers beyond 64 bits are an error on AtomVM 0.6, so they are not literals.
bignums() ->
    try
        Huge = power(2, 100),
        [Huge, -Huge, [{swap_xy, Huge}], #{invert_x => -Huge}, power(2, 64) - 1, -power(2, 63) - 1]
    catch
        error:overflow -> []
    end.

power(_, 0) -> 1;
power(Base, N) -> Base * power(Base, N - 1).

nested(0, _Wrap) -> x;
nested(Depth, Wrap) -> Wrap(nested(Depth - 1, Wrap)).

random_terms(_Seed, 0) ->
    [];
random_terms(Seed, N) ->
    {Term, Next} = random_term(Seed, 4),
    [Term | random_terms(Next, N - 1)].

random_term(Seed, Depth) ->
    Kinds =
        if
            Depth =:= 0 -> 8;
            true -> 12
        end,
    {Kind, S} = script:random(Seed, Kinds),
    random_kind(Kind, S, Depth).

random_kind(0, S, _) ->
    {N, S1} = script:random(S, 70000),
    {N - 35000, S1};
random_kind(1, S, _) ->
    {pick(S, [swap_xy, invert_x, invert_y, active, colour, [], true, false, once]), S};
random_kind(2, S, _) ->
    {N, S1} = script:random(S, 300),
    {binary:copy(<<$x>>, N), S1};
random_kind(3, S, _) ->
    {N, S1} = script:random(S, 1000),
    {N / 7, S1};
random_kind(4, S, _) ->
    {self(), S};
random_kind(5, S, _) ->
    {make_ref(), S};
random_kind(6, S, _) ->
    {N, S1} = script:random(S, 16#7FFFFF),
    {N * N * 1000, S1};
random_kind(7, S, _) ->
    {pick(S, [[], {}, <<>>, '', 'a b', -1]), S};
random_kind(8, S, Depth) ->
    random_list(S, Depth);
random_kind(9, S, Depth) ->
    {List, S1} = random_list(S, Depth),
    {list_to_tuple(List), S1};
random_kind(10, S, Depth) ->
    {List, S1} = random_list(S, Depth),
    {maps:from_list([{Element, Element} || Element <- List]), S1};
random_kind(11, S, Depth) ->
    {List, S1} = random_list(S, Depth),
    {Tail, S2} = random_term(S1, 0),
    {[x | List] ++ Tail, S2}.

random_list(S, Depth) ->
    {Length, S1} = script:random(S, 5),
    random_list(S1, Depth, Length).

random_list(S, _Depth, 0) ->
    {[], S};
random_list(S, Depth, Left) ->
    {Head, S1} = random_term(S, Depth - 1),
    {Tail, S2} = random_list(S1, Depth, Left - 1),
    {[Head | Tail], S2}.

pick(Seed, Choices) ->
    {N, _} = script:random(Seed, length(Choices)),
    lists:nth(N + 1, Choices).
