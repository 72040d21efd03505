%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Every NIF of `example_nifs' on a real VM, right and wrong, and many
%% times. Prints a line for each part, and `done' at the end.
%% @end
%%-----------------------------------------------------------------------------
-module(nif_run).

-export([start/0, run/1]).

-define(MAX, 9223372036854775807).

start() ->
    run(#{rounds => 20000, panics => true, display => #{width => 240, height => 320}}).

run(Options) ->
    numbers(),
    bytes(),
    terms(),
    exceptions(),
    wrong(),
    panics(Options),
    kept(maps:get(rounds, Options)),
    deep(maps:get(rounds, Options)),
    resources(maps:get(rounds, Options)),
    shared(),
    display(Options),
    part(done),
    ok.

numbers() ->
    3 = example_nifs:sum(1, 2),
    -?MAX - 1 = example_nifs:sum(-?MAX, -1),
    ?MAX = example_nifs:sum(?MAX, 0),
    undefined = example_nifs:sum(?MAX, 1),
    1.5 = example_nifs:mean(1, 2.0),
    -3 = example_nifs:divide(-7, 2),
    part(numbers).

bytes() ->
    <<3, 2, 1>> = example_nifs:reverse(<<1, 2, 3>>),
    <<>> = example_nifs:reverse(<<>>),
    %% Long enough to be counted by references, and a part of it.
    Long = binary:copy(<<"0123456789">>, 400),
    Long = example_nifs:reverse(example_nifs:reverse(Long)),
    <<"543210987">> = example_nifs:reverse(binary:part(Long, 7, 9)),
    true = example_nifs:is_palindrome(<<"räksmörgåsågrömskär"/utf8>>),
    false = example_nifs:is_palindrome(<<"ab">>),
    part(bytes).

terms() ->
    {#{a := [1]}, {x, <<"y">>}} = example_nifs:swap({{x, <<"y">>}, #{a => [1]}}),
    {ok, [-1, 0, 1]} = example_nifs:range(-1, 1),
    {error, backwards} = example_nifs:range(1, 0),
    {ok, [?MAX]} = example_nifs:range(?MAX, ?MAX),
    %% More than is free on any heap.
    {ok, Many} = example_nifs:range(1, 3000),
    3000 = length(Many),
    4501500 = total(Many),
    part(terms).

exceptions() ->
    {error, badarith} = raised(fun() -> example_nifs:divide(1, 0) end),
    {error, badarith} = raised(fun() -> example_nifs:divide(-?MAX - 1, -1) end),
    {error, badarg} = raised(fun() -> example_nifs:refuse(badarg) end),
    Term = {1, [x, <<"binary">>], #{1.5 => self()}},
    {error, {refused, Term}} = raised(fun() -> example_nifs:refuse(Term) end),
    part(exceptions).

wrong() ->
    [
        {error, badarg} = raised(F)
     || F <- [
            fun() -> example_nifs:sum(a, 1) end,
            fun() -> example_nifs:sum(1, <<1>>) end,
            fun() -> example_nifs:sum(1.0, 1) end,
            fun() -> example_nifs:mean([], 1.0) end,
            fun() -> example_nifs:reverse("list") end,
            fun() -> example_nifs:is_palindrome(<<255, 254>>) end,
            fun() -> example_nifs:swap({1, 2, 3}) end,
            fun() -> example_nifs:swap([1 | 2]) end,
            fun() -> example_nifs:count(make_ref()) end,
            fun() -> example_nifs:count(<<>>) end,
            fun() -> example_nifs:display_size(example_nifs:new_counter(1)) end,
            fun() -> example_nifs:new_counter(-1) end
        ]
    ],
    %% Of another arity there is no function at all.
    {error, undef} = raised(fun() -> apply(example_nifs, sum, [1]) end),
    {error, undef} = raised(fun() -> apply(example_nifs, sum, [1, 2, 3]) end),
    part(wrong).

panics(#{panics := true}) ->
    {error, panic} = raised(fun() -> example_nifs:panic(<<"once">>) end),
    {error, badarg} = raised(fun() -> example_nifs:panic(once) end),
    [{error, panic} = raised(fun() -> example_nifs:panic(<<"again">>) end) || _ <- lists:seq(1, 100)],
    3 = example_nifs:sum(1, 2),
    part(panics);
panics(_) ->
    ok.

%% What the process has is where it was after many results, some of which do
%% not fit into its heap.
kept(Rounds) ->
    Kept = {self(), [1.5, <<"kept">>, #{deep => {[a, b], 1 bsl 40}}]},
    kept(Rounds, Kept, Kept),
    part(kept).

kept(0, Kept, Kept) ->
    ok;
kept(N, Kept, Same) ->
    {Other, Here} = example_nifs:swap({Same, N}),
    N = Other,
    Length = N rem 37,
    {ok, List} = example_nifs:range(N, N + Length),
    true = length(List) =:= Length + 1,
    {error, {refused, List}} = raised(fun() -> example_nifs:refuse(List) end),
    <<A, B>> = example_nifs:reverse(<<N:16>>),
    N = B * 256 + A,
    kept(N - 1, Kept, Here).

%% The stack grows into what is free of the heap, and keeps what it has.
deep(Rounds) ->
    Depth = min(Rounds, 300),
    Lengths = [N rem 41 + 1 || N <- lists:seq(1, Depth)],
    Total = total(Lengths),
    [Total = nested(Depth) || _ <- [a, b, c]],
    part(deep).

nested(0) ->
    0;
nested(N) ->
    {ok, List} = example_nifs:range(1, N rem 41 + 1),
    Below = nested(N - 1),
    {N, List} = {N, lists:seq(1, N rem 41 + 1)},
    length(List) + Below.

resources(Rounds) ->
    Counter = example_nifs:new_counter(0),
    ok = count(Rounds, Counter),
    Rounds = example_nifs:count(Counter),
    %% Nobody has any of these.
    dropped(Rounds),
    erlang:garbage_collect(),
    true = few_alive(100),
    part(resources).

%% What was let go is dropped now, or a moment later.
few_alive(0) ->
    false;
few_alive(Tries) ->
    case example_nifs:counts() of
        {Created, Alive, Dropped} when Alive < 10, Created =:= Alive + Dropped ->
            true;
        _ ->
            receive
            after 20 -> few_alive(Tries - 1)
            end
    end.

count(0, _) ->
    ok;
count(N, Counter) ->
    Before = example_nifs:count(Counter),
    true = Before + N > Before,
    count(N - 1, Counter).

dropped(0) ->
    ok;
dropped(N) ->
    0 = example_nifs:count(example_nifs:new_counter(0)),
    dropped(N - 1).

%% One resource, several processes, each with a heap of its own.
shared() ->
    Counter = example_nifs:new_counter(0),
    Self = self(),
    Pids = [
        spawn(fun() ->
            ok = count(500, Counter),
            {ok, List} = example_nifs:range(1, 200),
            Self ! {self(), total(List)}
        end)
     || _ <- lists:seq(1, 8)
    ],
    [
        receive
            {Pid, 20100} -> ok
        end
     || Pid <- Pids
    ],
    4000 = example_nifs:count(Counter),
    part(shared).

%% The port writes, the NIF reads, and neither sends to the other.
display(#{display := Options}) ->
    {ok, Port} = avm_port:open(display, Options#{backlight => 5}),
    {ok, Config} = avm_port:call(Port, get_config),
    #{width := Width, height := Height} = Options,
    {Width, Height} = example_nifs:display_size(Config),
    5 = example_nifs:display_backlight(Config),
    [
        begin
            ok = avm_port:call(Port, {set_backlight, #{level => Level}}),
            Level = example_nifs:display_backlight(Config)
        end
     || Level <- lists:seq(0, 255)
    ],
    ok = avm_port:close(Port),
    {Width, Height} = example_nifs:display_size(Config),
    255 = example_nifs:display_backlight(Config),
    {error, badarg} = raised(fun() -> example_nifs:count(Config) end),
    part(display);
display(_) ->
    ok.

part(Part) -> io:format("~p~n", [Part]).

total(List) -> lists:foldl(fun(N, Sum) -> N + Sum end, 0, List).

raised(F) ->
    try F() of
        Result -> {returned, Result}
    catch
        Class:Reason -> {Class, Reason}
    end.
