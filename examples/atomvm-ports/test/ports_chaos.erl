%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc All ports at once, each opened, used and ended at moments of chance.
%%
%% Four processes do so for four ports, `ROUNDS' times each. Then the board must
%% be at rest, no resource alive, and every part free.
-module(ports_chaos).

-export([start/0]).

-ifndef(ROUNDS).
-define(ROUNDS, 200).
-endif.

-define(PORTS, [touch, display, audio, spi]).

start() ->
    {ok, Witness} = avm_port:open(witness),
    Workers = [
        spawn_opt(fun() -> rounds(Name, Seed, ?ROUNDS) end, [monitor])
     || {Name, Seed} <- [{touch, 1}, {display, 2}, {audio, 3}, {spi, 4}]
    ],
    Reasons = [
        receive
            {'DOWN', Ref, process, Pid, Reason} -> Reason
        after 100000 -> hangs
        end
     || {Pid, Ref} <- Workers
    ],
    script:show(rounds, ?ROUNDS),
    script:show(workers, Reasons),
    script:show(left, settled(Witness, 500)),
    script:show(again, [again(Name) || Name <- ?PORTS]),
    script:show(witness, avm_port:close(Witness)),
    ok.

rounds(_Name, _Seed, 0) ->
    ok;
rounds(Name, Seed, Left) ->
    {Means, S1} = script:random(Seed, 6),
    {DelayMs, S2} = script:random(S1, 4),
    {Count, S3} = script:random(S2, 6),
    Test = self(),
    {Owner, Ref} = spawn_opt(fun() -> owner(Test, Name, Count) end, [monitor]),
    Port =
        receive
            {port, Owner, P} -> P
        after 5000 -> exit(no_port)
        end,
    script:sleep(DelayMs),
    finish(Means, Owner, Port),
    gone = gone(Port),
    Owner ! {stop, normal},
    receive
        {'DOWN', Ref, process, Owner, _} -> ok
    after 5000 -> exit(owner_lives)
    end,
    rounds(Name, S3, Left - 1).

%% Every third opening is not waited for.
owner(Test, Name, Count) ->
    {ok, Port} = avm_port_native:start(list_to_atom("plain_" ++ atom_to_list(Name))),
    case Count rem 3 of
        0 -> ask(Port, {'$open', options(Name)});
        _ -> avm_port:call(Port, {'$open', options(Name)})
    end,
    ok = busy(Port, Name, Count),
    Test ! {port, self(), Port},
    receive
        {stop, normal} -> ok;
        {stop, Reason} -> exit(Reason)
    end.

busy(_Port, _Name, 0) ->
    ok;
busy(Port, Name, Count) ->
    [ask(Port, Request) || Request <- work(Name)],
    busy(Port, Name, Count - 1).

ask(Port, Request) ->
    Port ! {'$call', {self(), make_ref()}, Request}.

finish(0, _Owner, Port) -> ok = avm_port:close(Port);
finish(1, Owner, _Port) -> exit(Owner, kill);
finish(2, Owner, _Port) -> Owner ! {stop, normal};
finish(3, _Owner, Port) -> exit(Port, shutdown);
finish(4, _Owner, Port) -> exit(Port, kill);
finish(5, Owner, Port) ->
    ask(Port, '$close'),
    exit(Port, kill),
    exit(Owner, kill).

gone(Port) ->
    case script:wait_gone(Port) of
        still_there -> still_there;
        _ -> gone
    end.

options(display) -> #{width => 240, height => 320};
options(_) -> #{}.

work(touch) -> [{subscribe, #{active => once}}, get_stats, read_events];
work(display) -> [get_config, {rect, #{x => 1, y => 2, width => 30, height => 40, color => 5}}];
work(audio) -> [{play_buffer, #{data => binary:copy(<<1, 2>>, 9000)}}, pause, resume, get_stats];
work(spi) -> [get_config, {submit, spi_read(300)}, {transfer, spi_read(20)}].

spi_read(Count) -> #{write => <<3, 0, 0, 0>>, read => Count}.

settled(Witness, Tries) ->
    case avm_port:call(Witness, status) of
        #{
            touch := true, display := true, audio := true, spi := true,
            muted := true, threads := 0, alive := 0, complaints := 0
        } ->
            at_rest;
        _ when Tries > 0 ->
            script:sleep(2),
            settled(Witness, Tries - 1);
        Status ->
            Status
    end.

again(Name) ->
    Plain = list_to_atom("plain_" ++ atom_to_list(Name)),
    script:outcome(avm_port:open(Plain, options(Name))).
