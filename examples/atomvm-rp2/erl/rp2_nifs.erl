%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc NIFs of the firmware: each, right and wrong, and with a port's resource.
-module(rp2_nifs).

-export([start/0]).

start() ->
    %% Nothing can catch a panic here, and there is no display.
    ok = nif_run:run(#{rounds => 200, panics => false}),
    {ok, Port} = avm_port:open(counters),
    Counter = avm_port:call(Port, new),
    Both = [fun() -> avm_port:call(Port, {next, #{counter => Counter}}) end, fun() ->
        example_nifs:count(Counter)
    end],
    script:show(both, [F() || _ <- [a, b, c], F <- Both]),
    script:show(close, avm_port:close(Port)),
    script:show(outlives_its_port, example_nifs:count(Counter)),
    script:show(no_display, refused(fun() -> example_nifs:display_size(Counter) end)),
    script:show(no_nif, refused(fun() -> example_nifs:panic(<<"never">>) end)),
    ok.

refused(F) ->
    try F() of
        Result -> {returned, Result}
    catch
        Class:Reason -> {Class, Reason}
    end.
