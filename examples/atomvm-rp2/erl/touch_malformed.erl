%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Messages that are no calls are dropped and counted, and the port lives.
-module(touch_malformed).

-export([start/0]).

start() ->
    {ok, Port} = avm_touch:open(),
    Ref = make_ref(),
    Messages = [
        hello,
        [],
        {},
        17,
        <<"text">>,
        {'$call', self()},
        {'$call', self(), read_events},
        {'$call', {self(), Ref}},
        {'$call', {not_a_pid, Ref}, read_events},
        {'$call', {self(), Ref, extra}, read_events},
        {'$cast', {self(), Ref}, read_events},
        {'$call', {self(), Ref}, read_events, extra},
        {Port, {command, <<"text">>}},
        [{'$call', {self(), Ref}, read_events}]
    ],
    script:show(before, malformed(Port)),
    [Port ! Message || Message <- Messages],
    script:show(sent, length(Messages)),
    script:show(counted, malformed(Port)),
    script:show(answered, length(script:flush())),
    script:show(lives, script:reason(avm_port:call(Port, jump))),
    script:show(closed, avm_touch:close(Port)),
    ok.

malformed(Port) ->
    {ok, #{malformed := Count}} = avm_port:info(Port),
    Count.
