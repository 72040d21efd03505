%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Every way in which a port can end lets go of the panel.
-module(touch_drop).

-export([start/0]).

start() ->
    script:show(close, closed()),
    script:show(owner_crash, owner_ends(crash)),
    script:show(owner_normal, owner_ends(normal)),
    script:show(owner_kill, owner_killed()),
    script:show(subscribed_owner, subscribed_owner()),
    script:show(port_shutdown, port_exit(shutdown)),
    script:show(port_kill, port_exit(kill)),
    script:show(port_normal, port_exit_normal()),
    script:show(refused, refused()),
    script:show(never_opened, never_opened()),
    {ok, Port} = script:reopen(200),
    script:show(last, avm_touch:close(Port)),
    ok.

%% `close' answers once the panel is free, so no patience is needed.
closed() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:close(Port),
    {ok, Next} = avm_touch:open(),
    avm_touch:close(Next).

owner_ends(Reason) ->
    {Owner, Port} = owner(fun() -> ok end),
    Owner ! {stop, Reason},
    gone_and_free(Port).

owner_killed() ->
    {Owner, Port} = owner(fun() -> ok end),
    exit(Owner, kill),
    gone_and_free(Port).

subscribed_owner() ->
    {Owner, Port} = owner(fun avm_touch:subscribe/1),
    Owner ! {stop, crash},
    gone_and_free(Port).

port_exit(Reason) ->
    {Owner, Port} = owner(fun() -> ok end),
    exit(Port, Reason),
    Result = gone_and_free(Port),
    Owner ! {stop, normal},
    Result.

%% As for a process, this has no effect.
port_exit_normal() ->
    {Owner, Port} = owner(fun() -> ok end),
    exit(Port, normal),
    {ok, _} = avm_port:info(Port),
    ok = avm_touch:close(Port),
    Owner ! {stop, normal},
    lives.

%% A port that was refused never had the panel, and is gone.
refused() ->
    {ok, Port} = avm_touch:open(),
    {error, busy} = avm_touch:open(),
    {error, {bad_option, swap_xy, 1}} = avm_touch:open(#{swap_xy => 1}),
    {ok, _} = avm_port:info(Port),
    avm_touch:close(Port).

%% A port whose owner ends before it opened anything.
never_opened() ->
    Test = self(),
    spawn(fun() -> Test ! {raw, avm_port_native:start(touch)} end),
    receive
        {raw, {ok, Port}} -> gone_and_free(Port)
    after 5000 -> exit(no_raw_port)
    end.

%% A process with an open port of its own, which did `More' with it.
owner(More) ->
    Test = self(),
    Owner = spawn(fun() ->
        {ok, Port} = script:reopen(200),
        ok = more(More, Port),
        Test ! {opened, self(), Port},
        receive
            {stop, normal} -> ok;
            {stop, Reason} -> exit(Reason)
        end
    end),
    receive
        {opened, Owner, Port} -> {Owner, Port}
    after 5000 -> exit(owner_did_not_open)
    end.

more(More, Port) when is_function(More, 1) -> More(Port);
more(More, _Port) -> More().

gone_and_free(Port) ->
    case script:wait_gone(Port) of
        still_there ->
            still_there;
        _ ->
            {error, closed} = avm_port:info(Port),
            {ok, Next} = script:reopen(200),
            ok = avm_touch:close(Next),
            gone_and_free
    end.
