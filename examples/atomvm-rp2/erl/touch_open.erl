%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens the panel with good and bad options.
-module(touch_open).

-export([start/0]).

start() ->
    script:show(machine, erlang:system_info(machine)),
    good(),
    bad(),
    exclusive(),
    gone(),
    requests(),
    ok.

good() ->
    [
        script:show(Label, script:outcome(avm_port:open(touch, Options)))
     || {Label, Options} <- [
            {empty_list, []},
            {empty_map, #{}},
            {map, #{swap_xy => true, invert_x => false, invert_y => true}},
            {proplist, [{swap_xy, true}, {invert_x, false}]},
            {bare_atoms, [swap_xy, invert_y]},
            {twice, [{swap_xy, true}, {swap_xy, false}]}
        ]
    ].

bad() ->
    [
        script:show(Label, script:outcome(avm_port:open(touch, Options)))
     || {Label, Options} <- [
            {bad_map, #{swap_xy => perhaps}},
            {bad_proplist, [{invert_x, 1}]},
            {bad_second, [swap_xy, {invert_y, up}]},
            {unknown_map, #{colour => 7}},
            {unknown_proplist, [{colour, 7}]},
            {integer, 17},
            {atom, undefined},
            {tuple, {swap_xy, true}},
            {binary, <<"swap_xy">>},
            {element, [17]},
            {text, "swap_xy"}
        ]
    ],
    improper([swap_xy | tail]),
    improper([{swap_xy, true} | {invert_x, true}]).

%% AtomVM cannot print an improper list.
improper(Options) ->
    {error, {bad_options, Given}} = avm_port:open(touch, Options),
    script:show(improper, Given =:= Options).

exclusive() ->
    {ok, Port} = avm_touch:open(),
    script:show(second, avm_touch:open()),
    script:show(third, avm_touch:open(#{swap_xy => true})),
    script:show(close, avm_touch:close(Port)),
    {ok, Again} = avm_touch:open(),
    script:show(again, avm_touch:close(Again)).

gone() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:close(Port),
    script:show(close_twice, avm_touch:close(Port)),
    script:show(read_after_close, avm_touch:read_events(Port)),
    script:show(stats_after_close, avm_touch:get_stats(Port)),
    script:show(subscribe_after_close, avm_touch:subscribe(Port)),
    script:show(info_after_close, avm_port:info(Port)),
    script:show(no_driver, avm_port:open(no_such_driver)),
    script:show(bad_path, script:reason(avm_port:open('../touch'))),
    script:show(bad_name, avm_port:open("touch")).

requests() ->
    {ok, Port} = avm_touch:open(),
    [
        script:show(Label, avm_port:call(Port, Request))
     || {Label, Request} <- [
            {unknown, jump},
            {unknown_args, {jump, #{high => 1}}},
            {not_a_command, 17},
            {three, {read_events, 1, 2}},
            {empty_tuple, {}},
            {defaults, {subscribe, #{}}},
            {defaults_proplist, {subscribe, []}},
            {no_args, subscribe},
            {zero, {subscribe, #{active => 0}}},
            {too_many, {subscribe, [{active, 32768}]}},
            {negative, {subscribe, #{active => -1}}},
            {no_active, {subscribe, #{active => false}}},
            {unknown_arg, {subscribe, #{active => true, colour => 7}}},
            {bad_args, {subscribe, 17}},
            {unsubscribe, unsubscribe}
        ]
    ],
    script:show(open_twice, script:reason(avm_port:call(Port, {'$open', #{}}))),
    {ok, #{name := touch, malformed := 0, calls := Calls, events := _}} = avm_port:info(Port),
    script:show(calls, Calls),
    script:show(close_at_end, avm_touch:close(Port)).
