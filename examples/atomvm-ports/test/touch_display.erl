%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Prints the events of a trace, scaled to a display.
%%
%% `ORIENTATION' is how the display is turned; `DISPLAY' is `closed' if its port
%% is to be gone when events come; `EVENTS' is how many there are.
-module(touch_display).

-export([start/0]).

-ifndef(ORIENTATION).
-define(ORIENTATION, 0).
-endif.
-ifndef(DISPLAY).
-define(DISPLAY, open).
-endif.
-ifndef(EVENTS).
-define(EVENTS, 100).
-endif.

start() ->
    Options = #{width => 240, height => 320, orientation => ?ORIENTATION},
    {ok, Display} = avm_display:open(Options),
    {ok, Config} = avm_display:get_config(Display),
    foreign(Display),
    ok = close(Display, ?DISPLAY),
    {ok, Touch} = avm_touch:open(#{display => Config}),
    print(Touch, ?EVENTS),
    script:show(close, avm_touch:close(Touch)),
    ok = avm_display:close(Display),
    {ok, Next} = avm_display:open(Options),
    {ok, #{orientation := Orientation}} = avm_display:read_config(Next, Config),
    script:show(config, Orientation),
    avm_display:close(Next).

close(_Display, open) -> ok;
close(Display, closed) -> avm_display:close(Display).

%% What is no configuration of a display leaves no port.
foreign(Display) ->
    {ok, Spi} = avm_spi:open(),
    {ok, Config} = avm_spi:get_config(Spi),
    ok = avm_spi:close(Spi),
    {ok, File} = atomvm:posix_open("/dev/null", [o_rdonly]),
    Terms = [Config, File, make_ref(), self(), Display, <<>>, 240],
    script:show(foreign, lists:usort([avm_touch:open(#{display => Term}) || Term <- Terms])),
    atomvm:posix_close(File).

print(_Touch, Left) when Left =< 0 ->
    ok;
print(Touch, Left) ->
    case avm_touch:read_events(Touch) of
        {events, Events} ->
            [
                io:format("~p,~p,~p,~p,~p,~p~n", [TimestampUs, Kind, Id, X, Y, Pressure])
             || {touch, Kind, Id, X, Y, Pressure, TimestampUs} <- Events
            ],
            print(Touch, Left - length(Events));
        no_events ->
            script:sleep(1),
            print(Touch, Left)
    end.
