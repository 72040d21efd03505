%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Any term as options, request, arguments and argument of display, audio and SPI.
-module(ports_fuzz).

-export([start/0]).

-ifndef(RANDOM).
-define(RANDOM, 300).
-endif.

start() ->
    Terms = any_term:odd() ++ any_term:random(?RANDOM),
    [script:show(Name, fuzz(Name, Terms)) || Name <- [display, audio, spi]],
    ok.

%% `ok' for each use of terms, or the first that was not treated as it should.
fuzz(Name, Terms) ->
    Opened = each(fun(Term) -> as_options(Name, Term) end, Terms),
    {ok, Port} = avm_port:open(Name, options(Name)),
    Requests = each(fun(Term) -> as_request(Port, Term) end, Terms),
    Arguments = [
        {Command, each(fun(Term) -> as_arguments(Port, Command, Term) end, Terms)}
     || {Command, _} <- commands(Name)
    ],
    Values = [
        {Command, Key, each(fun(Term) -> as_value(Port, Command, Args, Key, Term) end, Terms)}
     || {Command, Args} <- commands(Name), Key <- maps:keys(Args)
    ],
    {ok, #{name := Name}} = avm_port:info(Port),
    _ = script:flush(),
    Wrong = [Row || Row <- Arguments ++ Values, element(tuple_size(Row), Row) =/= ok],
    {Opened, Requests, length(Arguments), length(Values), list_to_tuple(Wrong), avm_port:close(Port)}.

each(Check, Terms) ->
    case [Term || Term <- Terms, Check(Term) =/= ok] of
        [] -> ok;
        Bad -> {wrong, length(Bad), hd(Bad)}
    end.

options(display) -> #{width => 240, height => 320};
options(_) -> #{}.

commands(display) ->
    Place = #{x => 0, y => 0, color => 0},
    Area = Place#{width => 1, height => 1},
    [
        {set_backlight, #{level => 1}},
        {read_config, #{config => none}},
        {fill, #{color => 1}},
        {rect, Area},
        {text, Place#{text => <<"a">>}},
        {blit, #{x => 0, y => 0, width => 1, height => 1, data => <<1, 2>>}}
    ];
commands(audio) ->
    [{play_buffer, #{data => <<1, 2, 3, 4>>}}, {set_volume, #{volume => 7}}];
commands(spi) ->
    Read = #{write => <<16#05>>, read => 1},
    [{transfer, Read}, {submit, Read}, {read_config, #{config => none}}].

as_options(Name, Term) ->
    Empty = Term =:= [] orelse Term =:= #{},
    case avm_port:open(Name, Term) of
        {ok, Port} when Empty, Name =/= display -> avm_port:close(Port);
        {error, {missing_option, width}} when Empty, Name =:= display -> ok;
        {error, Reason} when not Empty -> about_options(Reason);
        Other -> {opened, Other}
    end.

about_options({bad_options, _}) -> ok;
about_options({bad_option, _, _}) -> ok;
about_options({missing_option, _}) -> ok;
about_options(Other) -> {reason, Other}.

as_request(Port, Term) ->
    case avm_port:call(Port, Term) of
        {error, {unknown_command, _}} -> ok;
        Other -> Other
    end.

%% Nobody has all arguments, or else they are no arguments.
as_arguments(Port, Command, Term) ->
    case avm_port:call(Port, {Command, Term}) of
        {error, Reason} -> about_options(Reason);
        Other -> Other
    end.

%% One of the arguments is any term.
as_value(Port, Command, Args, Key, Term) ->
    Answer = avm_port:call(Port, {Command, Args#{Key := Term}}),
    case {is_value(Key, Term), Answer} of
        {false, {error, {bad_option, _, _}}} -> ok;
        {false, {error, bad_resource}} when Key =:= config -> ok;
        {maybe_so, {error, {bad_option, _, _}}} -> ok;
        {false, _} -> {taken, Answer};
        {_, {error, {bad_option, _, _}}} -> {refused, Answer};
        {_, {error, Reason}} -> about_value(Reason);
        {_, {ok, _}} -> ok;
        {_, ok} -> ok
    end.

about_value({bad_data_size, _, _}) -> ok;
about_value({bad_frame_size, _, _}) -> ok;
about_value({too_long, _, _}) -> ok;
about_value({missing_option, config}) -> ok;
about_value(busy) -> ok;
about_value(Other) -> {reason, Other}.

%% Whether a term can be the value of an argument at all.
is_value(Key, Term) when Key =:= x; Key =:= y -> within(-32768, Term, 32767);
is_value(Key, Term) when Key =:= width; Key =:= height -> within(0, Term, 65535);
is_value(Key, Term) when Key =:= level; Key =:= volume -> within(0, Term, 255);
is_value(color, Term) -> within(0, Term, 16#FFFFFF);
is_value(read, Term) -> is_integer(Term) andalso Term >= 0 andalso maybe_so;
is_value(data, Term) -> is_binary(Term);
is_value(write, Term) -> is_binary(Term) andalso maybe_so;
is_value(text, Term) -> (is_binary(Term) orelse is_list(Term)) andalso maybe_so;
is_value(config, _Term) -> false.

within(From, Term, To) -> is_integer(Term) andalso Term >= From andalso Term =< To.
