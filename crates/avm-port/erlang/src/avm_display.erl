%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The `display' port: draws on a panel.
%%
%% Columns count from the left and rows from the top, from 0, of the panel as
%% it is oriented. What lies outside the panel is clipped. A colour is an
%% integer `16#RRGGBB', of which a panel of 16 bits shows the upper 5, 6 and 5.
%% ```
%% {ok, Port} = avm_display:open(#{width => 320, height => 240}),
%% ok = avm_display:fill(Port, 16#000000),
%% ok = avm_display:text(Port, 10, 10, <<"Hello">>, 16#FFFFFF),
%% {ok, Config} = avm_display:get_config(Port),
%% {ok, Touch} = avm_touch:open(#{display => Config}).
%% '''
%% @end
%%-----------------------------------------------------------------------------
-module(avm_display).

-export([open/1, close/1]).
-export([set_backlight/2, get_config/1, read_config/2]).
-export([fill/2, rect/6, text/5, blit/6, update/2]).

-export_type([options/0, config/0, settings/0, color/0, offset/0, extent/0]).
-export_type([item/0, background/0, image/0, place/0]).

-type options() ::
    #{
        width := 1..65535,
        height := 1..65535,
        depth => 16,
        orientation => 0..3,
        backlight => 0..255
    }
    | [
        {width | height, 1..65535}
        | {depth, 16}
        | {orientation, 0..3}
        | {backlight, 0..255}
    ].
%% The panel's size in pixels as it is built, which must be given; bits for a
%% pixel (16); quarter turns clockwise (0); brightness, 0 for off (128).

-type config() :: term().
%% The configuration of a panel, kept by the VM for as long as anybody holds
%% it. The touch port takes it as its option `display'. Some VMs show it as a
%% reference.

-type settings() :: #{
    width := pos_integer(),
    height := pos_integer(),
    depth := pos_integer(),
    orientation := 0..3,
    backlight := 0..255
}.
%% What a configuration says. `width' and `height' are those that the port was
%% opened with.

-type color() :: 0..16#FFFFFF.
%% `16#RRGGBB'.

-type offset() :: -32768..32767.
%% A column or a row; those below 0 are outside the panel.

-type extent() :: 0..65535.
%% How wide or high, in pixels.

-type item() ::
    {rect, X :: place(), Y :: place(), Width :: place(), Height :: place(), color()}
    | {text, X :: place(), Y :: place(), default16px, color(), background(),
        unicode:chardata()}
    | {image, X :: place(), Y :: place(), background(), image()}
    | {scaled_cropped_image, X :: place(), Y :: place(), Width :: place(),
        Height :: place(), background(), FromX :: integer(), FromY :: integer(),
        ScaleX :: pos_integer(), ScaleY :: pos_integer(), [], image()}.
%% What AtomGL's display lists are made of: a filled rectangle; a line of text in
%% letters of 8 by 16 pixels; a picture; a part of a picture from a column and a
%% row of it on, of which each pixel is shown that large.

-type place() :: -1048576..1048576.
%% A column, a row or a size in a display list.

-type background() :: color() | transparent.
%% What lies behind letters, and shows through pictures.

-type image() ::
    {rgba8888, Width :: 0..65535, Height :: 0..65535, Pixels :: binary()}.
%% A picture: row by row, a byte each for red, green, blue, and how opaque.

%%-----------------------------------------------------------------------------
%% @param Options   what the panel is, as a map or a property list
%% @returns `{ok, Port}', or why there is no port
%% @doc     Open the panel for the calling process.
%% At first it shows what its memory held, which is noise after power-up. Who
%% minds opens it with a `backlight' of 0, and sets it after the first fill.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Options :: options()) ->
    {ok, avm_port:native()} | {error, avm_port:reason()}.
open(Options) ->
    avm_port:open(display, Options).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @returns `ok', also for a port that is gone already
%% @doc     Close the panel: it goes dark, then to sleep.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
close(Port) ->
    avm_port:close(Port).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @param Level     brightness, 0 for off
%% @returns `ok', or why not
%% @doc     Change the brightness; the configuration shows it.
%% @end
%%-----------------------------------------------------------------------------
-spec set_backlight(Port :: avm_port:native(), Level :: 0..255) ->
    ok | {error, avm_port:reason()}.
set_backlight(Port, Level) ->
    avm_port:call(Port, {set_backlight, #{level => Level}}).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @returns the configuration, for other ports and processes
%% @doc     The configuration as a term that can be handed on.
%%
%% It outlives the port.
%% @end
%%-----------------------------------------------------------------------------
-spec get_config(Port :: avm_port:native()) ->
    {ok, config()} | {error, avm_port:reason()}.
get_config(Port) ->
    avm_port:call(Port, get_config).

%%-----------------------------------------------------------------------------
%% @param Port      any display port
%% @param Config    a configuration, of this port or of another
%% @returns what the configuration says now, or `{error, bad_resource}'
%% @doc     Read a configuration.
%% @end
%%-----------------------------------------------------------------------------
-spec read_config(Port :: avm_port:native(), Config :: config()) ->
    {ok, settings()} | {error, avm_port:reason()}.
read_config(Port, Config) ->
    avm_port:call(Port, {read_config, #{config => Config}}).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @param Color     of the whole panel
%% @returns `ok', or why not
%% @doc     Fill the panel.
%% @end
%%-----------------------------------------------------------------------------
-spec fill(Port :: avm_port:native(), Color :: color()) ->
    ok | {error, avm_port:reason()}.
fill(Port, Color) ->
    avm_port:call(Port, {fill, #{color => Color}}).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @param X         column of the left edge
%% @param Y         row of the upper edge
%% @param Width     columns
%% @param Height    rows
%% @param Color     of the rectangle
%% @returns `ok', or why not
%% @doc     Fill a rectangle.
%% @end
%%-----------------------------------------------------------------------------
-spec rect(
    Port :: avm_port:native(),
    X :: offset(),
    Y :: offset(),
    Width :: extent(),
    Height :: extent(),
    Color :: color()
) -> ok | {error, avm_port:reason()}.
rect(Port, X, Y, Width, Height, Color) ->
    Args = #{x => X, y => Y, width => Width, height => Height, color => Color},
    avm_port:call(Port, {rect, Args}).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @param X         column of the left edge of each line
%% @param Y         row of the upper edge of the first line
%% @param Text      a binary of UTF-8, or a list of code points and binaries
%% @param Color     of the letters; what is behind them stays
%% @returns `ok', or why not
%% @doc     Write text, in letters of 10 by 20 pixels.
%%
%% A line feed starts a new line. Letters that ISO 8859-1 does not have are
%% shown as `?'.
%% @end
%%-----------------------------------------------------------------------------
-spec text(
    Port :: avm_port:native(),
    X :: offset(),
    Y :: offset(),
    Text :: unicode:chardata(),
    Color :: color()
) -> ok | {error, avm_port:reason()}.
text(Port, X, Y, Text, Color) ->
    avm_port:call(Port, {text, #{x => X, y => Y, text => Text, color => Color}}).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @param X         column of the left edge
%% @param Y         row of the upper edge
%% @param Width     columns
%% @param Height    rows
%% @param Data      pixels, row by row, each `Red:5, Green:6, Blue:5'
%% @returns `ok', or why not: `{error, {bad_data_size, Bytes, Expected}}' if
%%          the data are not those of so many pixels
%% @doc     Copy pixels to the panel.
%% @end
%%-----------------------------------------------------------------------------
-spec blit(
    Port :: avm_port:native(),
    X :: offset(),
    Y :: offset(),
    Width :: extent(),
    Height :: extent(),
    Data :: binary()
) -> ok | {error, avm_port:reason()}.
blit(Port, X, Y, Width, Height, Data) ->
    Args = #{x => X, y => Y, width => Width, height => Height, data => Data},
    avm_port:call(Port, {blit, Args}).

%%-----------------------------------------------------------------------------
%% @param Port      the display port
%% @param Items     what is to be seen, the first item above all others
%% @returns `ok', or why nothing was drawn: `{error, {unsupported_item, Item}}'
%%          for an item, a font, a picture's format or an option that there is
%%          not, `{error, {bad_item, Item}}' for an item with a value of a
%%          wrong type or size
%% @doc     Show a display list, as programs for AtomGL have them.
%%
%% Such a program sends the request itself, by
%% `port:call(Port, {update, Items})' on AtomVM or
%% `avm_port:call(Port, {update, Items})' on both VMs, and gets the same
%% replies. What no item covers stays as it is; a program that wants all of the
%% panel has a rectangle of its size as the last item. The items are those of
%% AtomGL's `docs/primitives.md' at commit d15bdb5 of github.com/atomvm/atomgl.
%% @end
%%-----------------------------------------------------------------------------
-spec update(Port :: avm_port:native(), Items :: [item()]) ->
    ok | {error, avm_port:reason()}.
update(Port, Items) ->
    avm_port:call(Port, {update, Items}).
