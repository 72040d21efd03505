%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Opens a display with good and bad options, and asks it good and bad things.
-module(display_requests).

-export([start/0]).

-define(SIZE, #{width => 240, height => 320}).

start() ->
    opened(),
    refused(),
    {ok, Port} = avm_display:open(?SIZE),
    script:show(second, avm_display:open(?SIZE)),
    drawn(Port),
    light(Port),
    bad_color(Port),
    bad_place(Port),
    bad_data(Port),
    bad_request(Port),
    config(Port),
    script:show(foreign, foreign(Port)),
    closed(Port),
    ok.

open(Label, Options) ->
    script:show(Label, script:outcome(avm_display:open(Options))).

opened() ->
    open(map, ?SIZE),
    open(proplist, [{width, 240}, {height, 320}, {depth, 16}, {orientation, 3}, {backlight, 0}]),
    open(dark, ?SIZE#{backlight => 0}),
    open(bright, ?SIZE#{backlight => 255}).

refused() ->
    open(nothing, #{}),
    open(no_height, #{width => 240}),
    open(no_columns, #{width => 0, height => 320}),
    open(narrow, #{width => 239, height => 320}),
    open(high, [{width, 240}, {height, 321}]),
    open(huge, #{width => 65536, height => 320}),
    open(deep, ?SIZE#{depth => 24}),
    open(shallow, ?SIZE#{depth => -16}),
    open(five_quarters, ?SIZE#{orientation => 5}),
    open(portrait, ?SIZE#{orientation => portrait}),
    open(too_bright, ?SIZE#{backlight => 256}),
    open(too_dark, ?SIZE#{backlight => -1}),
    open(coloured, ?SIZE#{color => 0}),
    open(no_options, 17).

drawn(Port) ->
    script:show(fill, avm_display:fill(Port, 16#FFFFFF)),
    script:show(rect, avm_display:rect(Port, 10, 10, 20, 30, 16#FF0000)),
    script:show(rect_across, avm_display:rect(Port, -5, 310, 1000, 1000, 16#00FF00)),
    script:show(rect_outside, avm_display:rect(Port, 240, 0, 10, 10, 0)),
    script:show(rect_above, avm_display:rect(Port, 0, -32768, 65535, 100, 0)),
    script:show(rect_empty, avm_display:rect(Port, 0, 0, 0, 65535, 0)),
    script:show(text, avm_display:text(Port, 0, 0, <<"Hello">>, 0)),
    script:show(text_list, avm_display:text(Port, -3, 300, ["two\n", [<<"li">>, $n, "es"]], 0)),
    script:show(text_umlaut, avm_display:text(Port, 0, 40, <<"gr", 195, 188, "n">>, 0)),
    script:show(text_far, avm_display:text(Port, 32767, -32768, binary:copy(<<"x\n">>, 2000), 0)),
    script:show(text_empty, avm_display:text(Port, 0, 0, "", 0)),
    script:show(blit, avm_display:blit(Port, 0, 0, 2, 2, <<1, 2, 3, 4, 5, 6, 7, 8>>)),
    script:show(blit_across, avm_display:blit(Port, -1, 319, 3, 2, binary:copy(<<9>>, 12))),
    script:show(blit_empty, avm_display:blit(Port, 0, 0, 0, 7, <<>>)).

light(Port) ->
    [
        script:show({backlight, Level}, avm_display:set_backlight(Port, Level))
     || Level <- [0, 255, 256, -1, full, <<1>>]
    ].

bad_color(Port) ->
    [
        script:show({color, Color}, avm_display:fill(Port, Color))
     || Color <- [16#1000000, -1, red, <<0, 0, 0>>]
    ].

bad_place(Port) ->
    script:show(far_right, avm_display:rect(Port, 32768, 0, 1, 1, 0)),
    script:show(far_up, avm_display:rect(Port, 0, -32769, 1, 1, 0)),
    script:show(too_wide, avm_display:rect(Port, 0, 0, 65536, 1, 0)),
    script:show(below_nothing, avm_display:rect(Port, 0, 0, 1, -1, 0)),
    script:show(text_far_left, avm_display:text(Port, -32769, 0, "x", 0)),
    script:show(blit_half, script:reason(avm_display:blit(Port, 0.5, 0, 0, 0, <<>>))).

bad_data(Port) ->
    script:show(short, avm_display:blit(Port, 0, 0, 2, 2, <<1, 2, 3, 4, 5, 6, 7>>)),
    script:show(long, avm_display:blit(Port, 0, 0, 2, 2, <<1, 2, 3, 4, 5, 6, 7, 8, 9>>)),
    script:show(none, avm_display:blit(Port, 0, 0, 65535, 65535, <<>>)),
    script:show(no_bytes, avm_display:blit(Port, 0, 0, 1, 1, [1, 2])),
    script:show(no_utf8, bytes(avm_display:text(Port, 0, 0, <<"a", 255>>, 0))),
    script:show(cut_utf8, bytes(avm_display:text(Port, 0, 0, <<226, 130>>, 0))),
    script:show(surrogate, avm_display:text(Port, 0, 0, [16#D800], 0)),
    script:show(no_text, avm_display:text(Port, 0, 0, hello, 0)),
    script:show(no_letter, avm_display:text(Port, 0, 0, ["a", -1], 0)).

%% What was refused, as a transcript can show it.
bytes({error, {bad_option, text, Text}}) -> {bad_option, text, list_to_tuple(binary_to_list(Text))}.

bad_request(Port) ->
    [
        script:show(Label, avm_port:call(Port, Request))
     || {Label, Request} <- [
            {unknown, clear},
            {no_color, {fill, #{}}},
            {no_arguments, fill},
            {extra, {fill, [{color, 0}, {alpha, 0}]}},
            {no_level, {set_backlight, []}},
            {no_map, {fill, 0}},
            {no_config, {read_config, #{}}}
        ]
    ].

config(Port) ->
    ok = avm_display:set_backlight(Port, 77),
    {ok, Config} = avm_display:get_config(Port),
    script:show(config, avm_display:read_config(Port, Config)),
    ok = avm_display:set_backlight(Port, 78),
    {ok, #{backlight := Level}} = avm_display:read_config(Port, Config),
    script:show(level_now, Level),
    {error, _} = avm_display:set_backlight(Port, 256),
    {ok, #{backlight := Same}} = avm_display:read_config(Port, Config),
    script:show(level_same, Same).

%% The configuration of another kind of port, a resource of another library, one of AtomVM's own,
%% and terms that are no resources.
foreign(Port) ->
    {ok, Spi} = avm_spi:open(),
    {ok, SpiConfig} = avm_spi:get_config(Spi),
    {ok, Fault} = avm_port:open(fault),
    {ok, Alien} = avm_port:call(Fault, alien),
    {ok, File} = atomvm:posix_open("/dev/null", [o_rdonly]),
    Terms = [SpiConfig, Alien, File, make_ref(), self(), Port, 0, config, <<>>, [], {}, #{}],
    Answers = [avm_display:read_config(Port, Term) || Term <- Terms],
    {ok, Display} = avm_display:get_config(Port),
    Backwards = avm_spi:read_config(Spi, Display),
    ok = atomvm:posix_close(File),
    ok = avm_port:close(Fault),
    ok = avm_spi:close(Spi),
    {length(Terms), lists:usort([Backwards | Answers])}.

%% A configuration outlives its port, and another port can read it.
closed(Port) ->
    {ok, Config} = avm_display:get_config(Port),
    script:show(close, avm_display:close(Port)),
    script:show(close_twice, avm_display:close(Port)),
    script:show(fill_after_close, avm_display:fill(Port, 0)),
    script:show(read_after_close, avm_display:read_config(Port, Config)),
    {ok, Next} = avm_display:open(?SIZE#{orientation => 1}),
    {ok, #{orientation := 0, backlight := Level}} = avm_display:read_config(Next, Config),
    script:show(level_of_the_closed, Level),
    script:show(close_next, avm_display:close(Next)).
