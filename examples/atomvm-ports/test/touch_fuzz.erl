%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Any term as options, request, argument, message and reference.
-module(touch_fuzz).

-export([start/0]).

-ifndef(RANDOM).
-define(RANDOM, 300).
-endif.

start() ->
    Terms = any_term:odd() ++ any_term:random(?RANDOM),
    script:show(odd_terms, length(any_term:odd()) > 40),
    script:show(random_terms, length(Terms) - length(any_term:odd())),
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
