%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The input server, asked as avm_scene and AtomGL's programs ask.
-module(avm_touch_input_tests).

-export([start/0]).

-spec start() -> ok | {failed, [{atom(), term()}]}.
start() ->
    ok = avm_test:driver(touch, avm_fake_touch),
    Result = avm_test:run(?MODULE, tests()),
    ok = avm_test:forget(touch),
    Result.

tests() ->
    [
        {scene, fun scene/0},
        {mouse, fun mouse/0},
        {subscribers, fun subscribers/0},
        {strangers, fun strangers/0},
        {settings, fun settings/0},
        {port_crashes, fun port_crashes/0},
        {stops, fun stops/0},
        {supervised, fun supervised/0},
        {real_scene, fun real_scene/0}
    ].

%% The very calls of avm_scene 0.2.0.
scene() ->
    {ok, Input} = avm_touch_input:start_link(),
    ok = gen_server:call(Input, {subscribe_input}),
    touch([event(down, 3, 10, 20, 1999), event(move, 3, 11, 20, 3000), event(up, 3, 11, 20, 4000)]),
    touch([event(down, 4, 0, 0, 5000), event(down, 5, 7, 8, 6000)]),
    [
        {input_event, Input, 1, {touch, 10, 20}},
        {input_event, Input, 5, {touch, 0, 0}},
        {input_event, Input, 6, {touch, 7, 8}}
    ] = input(3),
    stop(Input).

%% What AtomGL sends for a mouse; the second finger is no mouse.
mouse() ->
    {ok, Input} = avm_touch_input:start_link([{events, mouse}]),
    ok = gen_server:call(Input, {subscribe_input, all}),
    touch([event(up, 1, 9, 9, 0), event(down, 1, 1, 2, 1000), event(down, 2, 50, 60, 2000)]),
    touch([event(move, 2, 51, 61, 3000), event(move, 1, 3, 4, 4000), event(up, 2, 52, 62, 5000)]),
    touch([event(up, 1, 5, 6, 6000), event(down, 2, 7, 8, 7000)]),
    [
        {input_event, Input, 1, {mouse, pressed, left, 1, 2}},
        {input_event, Input, 4, {mouse, move, {pressed, released, released}, 3, 4}},
        {input_event, Input, 6, {mouse, released, left, 5, 6}},
        {input_event, Input, 7, {mouse, pressed, left, 7, 8}}
    ] = input(4),
    stop(Input).

%% Each gets each event once, however often it subscribes.
subscribers() ->
    {ok, Input} = avm_touch_input:start_link(),
    Test = self(),
    Other = spawn_link(fun() ->
        ok = gen_server:call(Input, {subscribe_input}),
        Test ! subscribed,
        receive
            {input_event, Input, 2, {touch, 1, 1}} -> ok
        end
    end),
    receive
        subscribed -> ok
    end,
    ok = gen_server:call(Input, {subscribe_input}),
    ok = gen_server:call(Input, {subscribe_input}),
    touch([event(down, 1, 1, 1, 2000)]),
    normal = ended(Other),
    [{input_event, Input, 2, {touch, 1, 1}}] = input(1),
    touch([event(down, 2, 1, 2, 3000)]),
    [{input_event, Input, 3, {touch, 1, 2}}] = input(1),
    #{listeners := [{Test, _}]} = sys:get_state(Input),
    stop(Input).

%% Messages that are none of its port's change nothing.
strangers() ->
    {ok, Input} = avm_touch_input:start_link(),
    ok = gen_server:call(Input, {subscribe_input}),
    {error, {unknown_command, read}} = gen_server:call(Input, read),
    ok = gen_server:cast(Input, hello),
    [
        Input ! Message
     || Message <- [
            hello,
            {touch, self(), [event(down, 1, 1, 1, 1)]},
            {touch, whereis(avm_fake_touch), down},
            {touch, whereis(avm_fake_touch), [down, {touch, down}]},
            {touch_passive, whereis(avm_fake_touch)},
            {'DOWN', make_ref(), process, self(), crash},
            {'EXIT', whereis(init), normal}
        ]
    ],
    touch([event(down, 9, 5, 5, 5000)]),
    [{input_event, Input, 5, {touch, 5, 5}}] = input(1),
    stop(Input).

settings() ->
    {error, {bad_option, events, keyboard}} = avm_touch_input:start_link(#{events => keyboard}),
    {error, {bad_option, nmae, x}} = avm_touch_input:start_link(#{nmae => x}),
    {error, {bad_option, name, "x"}} = avm_touch_input:start_link([{name, "x"}]),
    {error, {bad_option, busy_ms, -1}} = avm_touch_input:start_link([{busy_ms, -1}]),
    {error, {bad_options, x}} = avm_touch_input:start_link(x),
    true = process_flag(trap_exit, true) =:= false,
    avm_test:quietly(fun() ->
        {error, {bad_option, wrong, true}} =
            avm_touch_input:start_link(#{touch => #{wrong => true}})
    end),
    {ok, Input} = avm_touch_input:start_link(#{name => fingers, touch => [swap_xy]}),
    Input = whereis(fingers),
    {error, {already_started, Input}} = avm_touch_input:start_link(#{name => fingers}),
    stop(Input).

port_crashes() ->
    true = process_flag(trap_exit, true) =:= false,
    {ok, Input} = avm_touch_input:start_link(),
    avm_test:quietly(fun() ->
        ok = avm_fake_touch:crash(whereis(avm_fake_touch), panic),
        receive
            {'EXIT', Input, {port_ended, touch, panic}} -> ok
        end
    end).

%% The port is closed when the server has stopped, and not some time later.
stops() ->
    {ok, Input} = avm_touch_input:start_link(),
    stop(Input),
    undefined = whereis(avm_fake_touch),
    {ok, Again} = avm_touch_input:start_link(#{busy_ms => 0}),
    stop(Again).

%% Anew after a crash, though the panel is still busy with the last one.
supervised() ->
    Spec = avm_touch_input:child_spec(#{name => panel_input}),
    #{id := panel_input, restart := permanent, type := worker} = Spec,
    #{id := avm_touch_input} = avm_touch_input:child_spec(nonsense),
    #{id := here} = avm_touch_input:child_spec([{id, here}]),
    {ok, Sup} = avm_test_sup:start_link([Spec]),
    First = whereis(panel_input),
    avm_test:quietly(fun() ->
        exit(First, kill),
        _ = avm_test:down(First),
        Second = avm_test_sup:child(Sup, panel_input, First),
        Second = whereis(panel_input),
        ok = gen_server:call(panel_input, {subscribe_input}),
        touch([event(down, 1, 2, 3, 4000)]),
        [{input_event, Second, 4, {touch, 2, 3}}] = input(1)
    end),
    ok = avm_test_sup:stop(Sup),
    undefined = whereis(avm_fake_touch),
    ok.

%% With avm_scene itself, where it is on the code path.
real_scene() ->
    case code:ensure_loaded(avm_scene) of
        {module, avm_scene} ->
            {ok, Input} = avm_touch_input:start_link(),
            {ok, Scene} = avm_test_scene:start_link(self(), Input),
            touch([event(down, 1, 30, 40, 7000)]),
            receive
                {shown, [{rect, 30, 40, 1, 1, 16#FFFFFF}]} -> ok
            end,
            ok = gen_server:stop(Scene),
            stop(Input);
        {error, _} ->
            io:format("SKIPPED: real_scene needs avm_scene on the code path, by ERL_LIBS~n")
    end.

event(Kind, Id, X, Y, TimestampUs) ->
    {touch, Kind, Id, X, Y, 0, TimestampUs}.

touch(Events) ->
    avm_fake_touch:touch(whereis(avm_fake_touch), Events).

%% So many input events, and that there are no more.
input(0) ->
    receive
        {input_event, _, _, _} = More -> [More]
    after 30 -> []
    end;
input(Count) ->
    receive
        {input_event, _, _, _} = Event -> [Event | input(Count - 1)]
    end.

stop(Server) ->
    ok = gen_server:stop(Server).

ended(Pid) ->
    case avm_test:down(Pid) of
        noproc -> normal;
        Reason -> Reason
    end.
