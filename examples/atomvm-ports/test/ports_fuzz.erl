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
    Updates = updates(Name, Port, Terms),
    {ok, #{name := Name}} = avm_port:info(Port),
    _ = script:flush(),
    Rows = Arguments ++ Values ++ Updates,
    Wrong = [Row || Row <- Rows, element(tuple_size(Row), Row) =/= ok],
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

%% Display lists: any term as the list, as an item, and as each value of each kind of item; and
%% lists of random items, then with any term among them.
updates(display, Port, All) ->
    Terms = [Term || Term <- All, is_same(Term)],
    [
        {update, length(Terms), enough(length(All) - length(Terms))},
        {update, list, each(fun(Term) -> as_list(Port, Term) end, Terms)},
        {update, item, each(fun(Term) -> as_item(Port, Term) end, Terms)},
        {update, lists, as_lists(Port, 1, 30 + ?RANDOM div 3, Terms)}
    ] ++
        [
            {update, element(1, Item), At,
                each(fun(Term) -> as_field(Port, Item, At, lists:nth(At, Kinds), Term) end, Terms)}
         || {Item, Kinds} <- items(), At <- lists:seq(1, length(Kinds))
        ];
updates(_Name, _Port, _Terms) ->
    [].

%% Whether it is the same when it was sent: functions are not on AtomVM 0.6.
is_same(Term) ->
    self() ! {same, Term},
    receive
        {same, Got} -> Got =:= Term
    end.

enough(Less) when Less =< 3 -> ok;
enough(Less) -> {not_the_same, Less}.

%% Kinds of items, and of the values behind their names.
items() ->
    Picture = {rgba8888, 1, 1, <<1, 2, 3, 4>>},
    Corner = [place, place],
    Area = Corner ++ Corner,
    [
        {{rect, 1, 0, 2, 2, 255}, Area ++ [color]},
        {{text, 1, 0, default16px, 255, transparent, "ab"}, Corner ++
            [font, color, background, text]},
        {{image, 1, 0, 255, Picture}, Corner ++ [background, image]},
        {{scaled_cropped_image, 1, 0, 3, 3, transparent, 0, 0, 2, 2, [], Picture}, Area ++
            [background, source, source, scale, scale, options, image]}
    ].

%% The first item that there is not is named, or else the list that is none.
as_list(Port, []) -> updated(Port, [], ok);
as_list(Port, [Item | _] = List) -> updated(Port, List, {error, {unsupported_item, Item}});
as_list(Port, Term) -> updated(Port, Term, {error, {bad_value, Term}}).

as_item(Port, Term) -> updated(Port, [Term], {error, {unsupported_item, Term}}).

as_field(Port, Item, At, Kind, Term) ->
    Changed = setelement(At + 1, Item, Term),
    case {is_field(Kind, Term), avm_port:call(Port, {update, [Changed]})} of
        {true, ok} -> ok;
        {maybe_so, ok} -> ok;
        {false, {error, {unsupported_item, Changed}}} -> ok;
        {false, {error, {bad_item, Changed}}} -> ok;
        {maybe_so, {error, {bad_item, Changed}}} -> ok;
        {_, Other} -> {answer, Other}
    end.

is_field(place, Term) -> within(-1048576, Term, 1048576);
is_field(color, Term) -> within(0, Term, 16#FFFFFF);
is_field(background, transparent) -> true;
is_field(background, Term) -> within(0, Term, 16#FFFFFF);
is_field(font, Term) -> Term =:= default16px;
is_field(text, Term) -> (is_binary(Term) orelse is_list(Term)) andalso maybe_so;
is_field(image, _Term) -> false;
is_field(source, Term) -> within(-16#80000000, Term, 16#7FFFFFFF);
is_field(scale, Term) -> within(1, Term, 16#7FFFFFFF);
is_field(options, Term) -> Term =:= [].

%% `ok', or what was not answered as it should.
as_lists(_Port, _Seed, 0, _Terms) ->
    ok;
as_lists(Port, Seed, Left, Terms) ->
    {Count, S1} = script:random(Seed, 8),
    {Above, S2} = random_items(S1, Count, []),
    {Below, S3} = random_items(S2, 2, []),
    {At, S4} = script:random(S3, length(Terms)),
    Term = lists:nth(At + 1, Terms),
    Wrong = {error, {unsupported_item, Term}},
    case {updated(Port, Above ++ Below, ok), updated(Port, Above ++ [Term | Below], Wrong)} of
        {ok, ok} -> as_lists(Port, S4, Left - 1, Terms);
        Other -> {wrong, Seed, Other}
    end.

random_items(Seed, 0, Items) ->
    {Items, Seed};
random_items(Seed, Left, Items) ->
    {Kind, S1} = script:random(Seed, 4),
    {Item, Kinds} = lists:nth(Kind + 1, items()),
    {Changed, S2} = random_fields(S1, Item, Kinds, 2),
    random_items(S2, Left - 1, [Changed | Items]).

%% Places and colours are others; what may lie outside the panel does.
random_fields(Seed, Item, [], _At) ->
    {Item, Seed};
random_fields(Seed, Item, [Kind | Kinds], At) ->
    {Changed, Next} =
        case Kind of
            place -> random_field(Seed, Item, At, 400, -80);
            color -> random_field(Seed, Item, At, 16#1000000, 0);
            source -> random_field(Seed, Item, At, 4, -2);
            scale -> random_field(Seed, Item, At, 5, 1);
            _ -> {Item, Seed}
        end,
    random_fields(Next, Changed, Kinds, At + 1).

random_field(Seed, Item, At, Count, From) ->
    {Value, Next} = script:random(Seed, Count),
    {setelement(At, Item, From + Value), Next}.

updated(Port, Items, Expected) ->
    case avm_port:call(Port, {update, Items}) of
        Expected -> ok;
        Other -> {answer, Other}
    end.
