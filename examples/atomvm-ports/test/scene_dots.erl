%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A program made for AtomGL and avm_scene: dots where fingers come down.
%%
%% It asks for input and shows display lists as those do, by `gen_server' and
%% AtomVM's own `port', which Erlang/OTP has not. `DOTS' is how many to wait for.
-module(scene_dots).

-export([start/0]).

-ifndef(DOTS).
-define(DOTS, 1).
-endif.

start() ->
    {ok, Input} = avm_touch_input:start_link([{name, fingers}]),
    ok = gen_server:call(Input, {subscribe_input}),
    %% A recording begins when the panel is opened, before anybody can listen.
    script:sleep(200),
    _ = script:flush(),
    {ok, Panel} = avm_port_worker:start_link(#{
        driver => display, name => panel, options => [{width, 240}, {height, 320}]
    }),
    {ok, Display} = avm_port_worker:port(panel),
    ok = dots(?DOTS, Display, Input, []),
    Odd = {circle, 1, 2, 3},
    script:show(odd, update(Display, [{rect, 0, 0, 240, 320, 0}, Odd])),
    script:show(by_name, avm_port_worker:call(panel, {update, [corner()]})),
    script:show(stopped, {gen_server:stop(fingers), gen_server:stop(Panel)}),
    script:show(closed, avm_port_worker:call(panel, {update, []})),
    {ok, Again} = avm_touch:open(),
    script:show(again, avm_touch:close(Again)),
    ok.

dots(0, _Display, _Input, _Dots) ->
    ok;
dots(Left, Display, Input, Dots) ->
    receive
        {input_event, Input, Ms, {touch, X, Y}} when is_pid(Input), is_integer(Ms) ->
            script:show(touched, {Ms, X, Y}),
            New = [{rect, X, Y, 9, 7, 16#080000 * (Left rem 32)} | Dots],
            ok = update(Display, New ++ [{rect, 0, 0, 240, 320, 16#FFFFFF}]),
            dots(Left - 1, Display, Input, New)
    after 5000 ->
        script:show(no_input, Left)
    end.

update(Display, Items) ->
    case erlang:system_info(machine) of
        "ATOM" -> port:call(Display, {update, Items});
        _ -> avm_port:call(Display, {update, Items})
    end.

%% Half red over blue in a corner, beside what is seen through.
corner() ->
    Pixels = <<255, 0, 0, 128, 0, 255, 0, 255, 1, 2, 3, 0, 255, 255, 255, 255>>,
    {scaled_cropped_image, 0, 0, 4, 4, 16#0000FF, 0, 0, 2, 2, [], {rgba8888, 2, 2, Pixels}}.
