%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The three modes of a subscription, and who gets the messages.
-module(touch_subscribe).

-export([start/0]).

start() ->
    script:show(once, once()),
    script:show(count, count()),
    script:show(always, always()),
    script:show(unsubscribe, unsubscribe()),
    script:show(replaced, replaced()),
    script:show(dead_subscriber, dead_subscriber()),
    script:show(other_process, other_process()),
    ok.

%% One message and no notice; the rest waits and is there to be read.
once() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port, once),
    {message, First} = next(Port),
    nothing = next(Port),
    {events, More} = avm_touch:read_events(Port),
    ok = avm_touch:close(Port),
    {length(First) > 0, length(More) > 0}.

%% Two messages and a notice, in this order, then nothing.
count() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port, 2),
    {message, _} = next(Port),
    {message, _} = next(Port),
    passive = next(Port),
    nothing = next(Port),
    ok = avm_touch:close(Port),
    two_and_a_notice.

always() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port),
    [{message, _} = next(Port) || _ <- lists:seq(1, 3)],
    ok = avm_touch:close(Port),
    no_passive = drain(Port),
    three_and_more.

%% What is under way when `unsubscribe' is answered has been sent before.
unsubscribe() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port, true),
    {message, _} = next(Port),
    ok = avm_touch:unsubscribe(Port),
    no_passive = drain(Port),
    nothing = next(Port),
    ok = avm_touch:unsubscribe(Port),
    {events, _} = avm_touch:read_events(Port),
    avm_touch:close(Port).

%% The last subscription counts.
replaced() ->
    {ok, Port} = avm_touch:open(),
    ok = avm_touch:subscribe(Port, 32767),
    ok = avm_touch:subscribe(Port, 1),
    no_more = until_passive(Port, 200),
    ok = avm_touch:close(Port).

dead_subscriber() ->
    {ok, Port} = avm_touch:open(),
    {Pid, Ref} = spawn_opt(fun() -> ok = avm_touch:subscribe(Port, true) end, [monitor]),
    receive
        {'DOWN', Ref, process, Pid, normal} -> ok
    end,
    script:sleep(50),
    {ok, _} = avm_port:info(Port),
    ok = avm_touch:subscribe(Port, once),
    {message, _} = next(Port),
    avm_touch:close(Port).

%% The process that subscribes gets the messages, not the owner.
other_process() ->
    {ok, Port} = avm_touch:open(),
    {Pid, Ref} = spawn_opt(
        fun() ->
            ok = avm_touch:subscribe(Port, 1),
            {message, _} = next(Port),
            passive = next(Port)
        end,
        [monitor]
    ),
    receive
        {'DOWN', Ref, process, Pid, Reason} -> normal = Reason
    end,
    nothing = next(Port),
    avm_touch:close(Port).

next(Port) ->
    receive
        {touch, Port, Events} -> {message, Events};
        {touch_passive, Port} -> passive
    after 200 -> nothing
    end.

drain(Port) ->
    receive
        {touch, Port, _} -> drain(Port);
        {touch_passive, Port} -> passive
    after 0 -> no_passive
    end.

until_passive(_Port, 0) ->
    many_more;
until_passive(Port, Left) ->
    case next(Port) of
        {message, _} -> until_passive(Port, Left - 1);
        passive -> nothing = next(Port), no_more;
        nothing -> silence
    end.
