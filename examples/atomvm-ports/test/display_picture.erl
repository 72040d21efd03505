%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Draws a picture, which the Rust test computes for itself.
%%
%% `ORIENTATION' is how the panel is turned, `END' what ends the port. All corners
%% of the picture have something that is cut off there.
-module(display_picture).

-export([start/0]).

-ifndef(ORIENTATION).
-define(ORIENTATION, 0).
-endif.
-ifndef(END).
-define(END, close).
-endif.

start() ->
    {ok, Port} = avm_display:open(#{
        width => 240, height => 320, orientation => ?ORIENTATION, backlight => 200
    }),
    {Width, Height} =
        case ?ORIENTATION rem 2 of
            0 -> {240, 320};
            1 -> {320, 240}
        end,
    ok = avm_display:fill(Port, 16#102030),
    ok = avm_display:rect(Port, 20, 30, 50, 60, 16#FF8040),
    ok = avm_display:rect(Port, -10, -10, 25, 25, 16#00FF00),
    ok = avm_display:rect(Port, Width - 5, Height - 7, 1000, 1000, 16#0000FF),
    ok = avm_display:rect(Port, Width, 0, 10, 10, 16#FFFFFF),
    ok = avm_display:blit(Port, 100, 40, 32, 64, pixels(32 * 64)),
    ok = avm_display:blit(Port, -3, Height - 4, 8, 8, pixels(64)),
    ok = avm_display:blit(Port, Width - 4, -3, 8, 8, pixels(64)),
    ok = avm_display:text(Port, 60, 150, <<"Hi\n", 195, 132>>, 16#FFFFFF),
    ok = avm_display:text(Port, -4, 200, "H", 16#FF0000),
    ok = avm_display:text(Port, Width - 6, 200, "HHH", 16#FF0000),
    script:show(close, script:finish(?END, Port)),
    ok.

%% The first pixels of a sequence that does not repeat soon.
pixels(Count) ->
    list_to_binary([<<(N * 40503 rem 65536):16>> || N <- lists:seq(1, Count)]).
