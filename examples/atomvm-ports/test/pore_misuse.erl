%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc All that can be asked wrongly of a pore: each has its reason, and a good pore still works.
-module(pore_misuse).

-export([start/0]).

-define(NAME, list_to_binary("pore-misuse-" ++ ?RUN)).
-define(PATH, list_to_binary("/tmp/pore-misuse-" ++ ?RUN)).
-define(PATIENCE, 10000).

start() ->
    pore_script:sections(?NAME, [
        {options, fun options/0},
        {names, fun names/0},
        {values, fun values/0},
        {taken, fun taken/0},
        {terms, fun terms/0},
        {requests, fun requests/0},
        {patience, fun patience/0},
        {listeners, fun listeners/0},
        {strangers, fun strangers/0},
        {no_pores, fun no_pores/0},
        {ended, fun ended/0},
        {rights, fun rights/0},
        {gifts, fun gifts/0}
    ]).

%% What options can be, as a whole.
options() ->
    Named = #{name => ?NAME},
    Wrong = [
        {Bad, {error, {bad_options, Bad}}}
     || Bad <- [7, -1, 1.5, {}, {a, b}, self(), make_ref(), [{name, ?NAME} | b]]
    ] ++ [
        {#{}, {error, {missing_option, name}}},
        {[], {error, {missing_option, name}}},
        {[{order, 16}], {error, {missing_option, name}}},
        {Named#{path => ?PATH}, {error, two_names}},
        {Named#{speed => fast}, {error, {bad_option, speed, fast}}},
        {[{name, ?NAME}, {speed, fast}], {error, {bad_option, speed, fast}}},
        {[{name, ?NAME}, {order, 31}], {error, {bad_option, order, 31}}},
        {Named#{<<"order">> => 16}, {error, {bad_option, <<"order">>, 16}}},
        {Named#{1 => 2}, {error, {bad_option, 1, 2}}},
        {[a | b], {error, {bad_option, a, true}}}
    ],
    opened(Wrong) ++
        [{Bad, Told, avm_pore:accept(Bad, 1000)} || {Bad, Told} <- Wrong, not is_pid(Bad)].

%% Asks for what is wrong by both ways that open a port.
opened(Wrong) ->
    Ways = [fun avm_pore:open/1, fun avm_pore:listen/1],
    [{Bad, Told, Open(Bad)} || Open <- Ways, {Bad, Told} <- Wrong].

names() ->
    Long = lists:duplicate(108, $n),
    Longest = lists:duplicate(107, $n),
    TooLong = {error, {name_too_long, 108}},
    %% 54 letters of two bytes each.
    Letters = lists:duplicate(54, 16#E9),
    Texts = [
        {<<>>, {error, {bad_name, empty}}},
        {<<0>>, {error, {bad_name, nul}}},
        {[$a, 0], {error, {bad_name, nul}}},
        {Long, TooLong},
        {list_to_binary(Long), TooLong},
        {Letters, TooLong}
    ],
    %% As text these are none at all.
    NoTexts = [
        {Bad, {error, {bad_option, Key, Bad}}}
     || Key <- [name, path],
        Bad <- [7, -1, 1.5, {}, {a}, self(), #{}, [[a]], [$a | b], [$a, -1], [16#D800]] ++
            [[16#110000], <<255>>, binary:copy(<<"n">>, 70000)]
    ],
    %% A name alone is a name; `[]' alone would be options.
    Inside = [{[], {error, {bad_name, empty}}}, {[Longest, [<<"n">>]], TooLong} | Texts],
    opened(Texts) ++
        opened([{#{Key => Bad}, Told} || Key <- [name, path], {Bad, Told} <- Inside]) ++
        opened([{#{Key => Bad}, Told} || {Bad, {error, {_, Key, _}} = Told} <- NoTexts]) ++
        opened([
            {'', {error, {bad_name, empty}}},
            {[$a | b], {error, {bad_option, name, [$a | b]}}}
        ]) ++
        [
            {longest, {error, not_found}, avm_pore:open(Longest)},
            {no_folder, {error, not_found}, avm_pore:open(#{path => <<"/nowhere/at/all">>})},
            {no_folder, {error, not_found}, avm_pore:listen(#{path => <<"/nowhere/at/all">>})}
        ].

%% What the value of an option cannot be.
values() ->
    Numbers = [-1, 1 bsl 32, 1 bsl 40, 16.0, none, undefined, [], {}, <<"16">>, [16], self(), #{}],
    Wrong = [
        {order, [0, 3, 31 | Numbers]},
        {most_order, [0, 3, 31 | Numbers]},
        {max_frame, Numbers},
        {timeout, [infinity | Numbers]},
        {access, [root, other_user, <<"everyone">> | Numbers]},
        {rights, [all, 0, [read, write], true | Numbers]},
        {active, [0, 32768, passive, <<"true">>, {once} | Numbers]}
    ],
    opened([
        {#{name => ?NAME, Key => Value}, {error, {bad_option, Key, Value}}}
     || {Key, Values} <- Wrong, Value <- Values
    ]).

%% Names that somebody has.
taken() ->
    [Row || Options <- [#{name => ?NAME}, #{path => ?PATH}], Row <- taken(Options)].

taken(Options) ->
    {ok, Listener} = avm_pore:listen(Options),
    Rows = [
        {twice, {error, name_taken}, avm_pore:listen(Options)},
        {by_accept, {error, name_taken}, avm_pore:accept(Options, 1000)},
        {closed, true, avm_pore:close(Listener)},
        {nobody, {error, not_found}, avm_pore:open(Options)}
    ],
    {ok, Again} = avm_pore:listen(Options),
    Rows ++ [{again, true, avm_pore:close(Again)}].

%% What peers do not agree on.
terms() ->
    {ok, Listener} = avm_pore:listen(#{name => ?NAME, most_order => 12, rights => read}),
    Open = fun(Options) -> avm_pore:open(Options#{name => ?NAME}) end,
    [
        {ring, {error, {refused, protocol}}, Open(#{order => 13})},
        {ring, {error, {protocol, order}}, Open(#{order => 12, most_order => 4})},
        {user, {error, denied}, without_detail(Open(#{order => 12, access => 4294967295}))},
        {rights, {error, no_rights}, Open(#{order => 12, rights => read})},
        {rights, {error, timeout}, avm_pore:accept(Listener, 50)},
        {refused, {ok, {0, 4}}, pore_script:peers(Listener)},
        {close, true, avm_pore:close(Listener)}
    ].

%% The number of a user is the machine's.
without_detail({error, {Reason, User}}) when is_integer(User) -> {error, Reason};
without_detail(Other) -> Other.

%% What a pore that is there cannot be asked.
requests() ->
    {Here, There} = pore_script:pair(?NAME, #{}),
    Numbers = [-1, 1 bsl 32, 1.0, none, [], {}, <<"1">>],
    Rows = [{Max, {error, {bad_option, max, Max}}, avm_pore:read(Here, Max)} || Max <- Numbers] ++
        [
            {Data, {error, {bad_value, Data}}, avm_pore:write(Here, Data)}
         || Data <- [none, 7, 1.5, {}, #{}, self(), [256], [-1], [none], [[[{}]]]] ++
                [[1 | 2], [<<"a">> | 7]]
        ] ++
        [
            {Wish, {error, {bad_value, Wish}}, avm_pore:notify_when(Here, Wish)}
         || Wish <- [in, {in}, {in, 1, 2}, [in, 1], #{in => 1}, {up, 1}, {<<"in">>, 1}] ++
                [{in, 0}, {out, 0}]
        ] ++
        [
            {Wish, {error, {bad_value, Wish}}, avm_pore:notify_when(Here, Wish)}
         || Number <- Numbers, Way <- [in, out], Wish <- [{Way, Number}]
        ] ++
        [
            {Mode, {error, {bad_value, Mode}}, avm_pore:set_active(Here, Mode)}
         || Mode <- [0, 32768, passive, {once} | Numbers]
        ] ++
        [
            {Request, {error, Told}, avm_port:call(Here, Request)}
         || {Request, Told} <- [
                {unheard_of, {unknown_command, unheard_of}},
                {[], {unknown_command, []}},
                {{read, 7}, {bad_options, 7}},
                {{read, #{min => 1}}, {bad_option, min, 1}},
                {{write, none}, {bad_value, none}},
                {{accept, #{}}, not_listening}
            ]
        ] ++
        [{accept, {error, not_listening}, avm_pore:accept(Here, 1000)}],
    %% Nothing of that was written, wished for, or came.
    Rows ++
        [
            {nothing, {0, 65536}, avm_pore:avail(There)},
            {quiet, [], script:flush()},
            {same, ok, pore_script:talks(Here, There)}
        ] ++ pore_script:close([Here, There]).

%% How a peer is waited for; what is wrong is told before one comes.
patience() ->
    {ok, Listener} = avm_pore:listen(?NAME),
    Times = [-1, 1 bsl 32, 1.0, never, [], {}, <<"1">>],
    Rows = [
        {Time, {error, {bad_option, timeout, Time}}, avm_pore:accept(Listener, Time)}
     || Time <- Times
    ] ++
        [
            {Options, {error, {bad_options, Options}}, avm_pore:accept(Listener, infinity, Options)}
         || Options <- [none, 7, [], [{active, once}], {active, once}]
        ] ++
        [
            {Active, {error, {bad_option, active, Active}},
                avm_pore:accept(Listener, infinity, #{active => Active})}
         || Active <- [0, 32768, passive, [], 1.0]
        ] ++
        [
            {option, {error, {bad_option, order, 12}},
                avm_pore:accept(Listener, infinity, #{order => 12})},
            {none, {error, timeout}, avm_pore:accept(Listener, 0)},
            {none, {error, timeout}, avm_pore:accept(Listener, 20, #{active => once})},
            {of_a_name, {error, {bad_option, timeout, never}},
                avm_pore:accept(#{path => ?PATH}, never)}
        ],
    Rows ++ [{close, true, avm_pore:close(Listener)}].

%% A listener is no pore.
listeners() ->
    {ok, Listener} = avm_pore:listen(?NAME),
    Wishes = [{write, <<"x">>}, {notify_when, {in, 1}}, {active, true}],
    Asks = [avail, poke, detach, {read, #{}} | Wishes],
    Rows = [{Ask, {error, not_connected}, avm_port:call(Listener, Ask)} || Ask <- Asks],
    Rows ++
        [
            {gift, {error, bad_resource}, avm_pore:attach(Listener)},
            {info, {ok, {0, 0}}, pore_script:peers(Listener)},
            {close, true, avm_pore:close(Listener)},
            {again, false, avm_pore:close(Listener)},
            {accept, {error, closed}, avm_pore:accept(Listener, 1000)}
        ].

%% All that can be asked of a pore, and of a listener.
asked(Pore) ->
    [
        {read, avm_pore:read(Pore)},
        {read, avm_pore:read(Pore, 1)},
        {write, avm_pore:write(Pore, <<"x">>)},
        {avail, avm_pore:avail(Pore)},
        {notify_when, avm_pore:notify_when(Pore, {in, 1})},
        {poke, avm_pore:poke(Pore)},
        {set_active, avm_pore:set_active(Pore, true)},
        {info, avm_pore:info(Pore)},
        {detach, avm_pore:detach(Pore)}
    ].

%% Only its owner has a say, dead or alive.
strangers() ->
    {Here, There} = pore_script:pair(?NAME, #{}),
    {ok, Listener} = avm_pore:listen(?NAME),
    Test = self(),
    Stranger = spawn(fun() ->
        Answers = [
            Answer
         || Pore <- [Here, Listener], Answer <- asked(Pore) ++ [{close, avm_pore:close(Pore)}]
        ],
        Test ! {said, self(), [{accept, avm_pore:accept(Listener, 0)} | Answers]}
    end),
    receive
        {said, Stranger, Answers} ->
            [{length, 21, length(Answers)}] ++
                [{What, {error, not_owner}, Answer} || {What, Answer} <- Answers] ++
                [{same, ok, pore_script:talks(Here, There)}] ++
                pore_script:close([Here, There, Listener])
    after ?PATIENCE -> [{stranger, said, nothing}]
    end.

%% What is no port, what was one, and what is another one.
no_pores() ->
    {ok, Gone} = avm_pore:listen(?NAME),
    true = avm_pore:close(Gone),
    {Dead, Ref} = spawn_opt(fun() -> ok end, [monitor]),
    receive
        {'DOWN', Ref, process, Dead, normal} -> ok
    end,
    {ok, Other} = avm_port:open(spi, #{}),
    Rows = [
        {{What, No}, {error, badarg}, Answer}
     || No <- [none, 7, 1.5, [], {}, self(), make_ref(), <<"pore">>],
        {What, Answer} <- [{close, avm_pore:close(No)} | asked(No)]
    ] ++
        [
            {{What, closed}, {error, closed}, Answer}
         || No <- [Gone, Dead], {What, Answer} <- asked(No)
        ] ++
        [{{close, closed}, false, avm_pore:close(No)} || No <- [Gone, Dead]] ++
        [
            {{What, other}, unknown_command, script:reason(Answer)}
         || {What, Answer} <- [{close, avm_pore:close(Other)} | asked(Other)], What =/= info
        ],
    Rows ++ [{other, ok, avm_port:close(Other)}].

%% A pore that its peer has closed.
ended() ->
    {Here, There} = pore_script:pair(?NAME, #{}),
    {ok, 4} = avm_pore:write(There, <<"last">>),
    {ok, 6} = avm_pore:write(Here, <<"unread">>),
    true = avm_pore:close(There),
    peer = pore_script:told(Here),
    Over = {error, {closed, peer}},
    Rows = [
        {last, {ok, <<"last">>}, avm_pore:read(Here)},
        {more, {error, {bad_value, {in, 0}}}, avm_pore:notify_when(Here, {in, 0})}
    ] ++
        [
            {What, Over, Answer}
         || {What, Answer} <- asked(Here), What =/= info, What =/= set_active
        ] ++
        [{accept, {error, not_listening}, avm_pore:accept(Here, 1000)}],
    {ok, #{state := closed, reason := peer, undelivered := Undelivered}} = avm_pore:info(Here),
    Rows ++
        [
            {undelivered, 6, Undelivered},
            {close, true, avm_pore:close(Here)},
            {again, false, avm_pore:close(Here)}
        ].

%% A direction that a side has no right to.
rights() ->
    {Here, There} = pore_script:pair(?NAME, #{rights => read}),
    Denied = {error, denied},
    [
        {write, Denied, avm_pore:write(There, <<"x">>)},
        {read, Denied, avm_pore:read(Here)},
        {goes, {ok, <<"x">>}, pore_script:goes(Here, There, <<"x">>)}
    ] ++ pore_script:close([Here, There]).

%% What is no gift, or is not to be taken so.
gifts() ->
    {Here, There} = pore_script:pair(?NAME, #{}),
    {ok, Gift} = avm_pore:detach(Here),
    Rows = [
        {Bad, {error, bad_resource}, avm_pore:attach(Bad)}
     || Bad <- [none, 7, [], {}, <<>>, self(), make_ref(), There, [Gift], {Gift}]
    ] ++
        [
            {Bad, {error, {bad_options, Bad}}, avm_pore:attach(Gift, Bad)}
         || Bad <- [none, 7, [], {}]
        ] ++
        [
            {Active, {error, {bad_option, active, Active}},
                avm_pore:attach(Gift, #{active => Active})}
         || Active <- [0, 32768, passive, []]
        ] ++
        [{option, {error, {bad_option, speed, 1}}, avm_pore:attach(Gift, #{speed => 1})}],
    {ok, Again} = avm_pore:attach(Gift),
    Rows ++
        [
            {twice, {error, taken}, avm_pore:attach(Gift)},
            {same, ok, pore_script:talks(Again, There)}
        ] ++ pore_script:close([Again, There]).
