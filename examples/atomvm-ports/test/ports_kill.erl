%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ends every port at every stage and by every means.
%%
%% After each end the board must be at rest, no resource alive, and the part
%% free. The slow twins of the ports leave time to be ended while they open and
%% close; both of these take ten milliseconds.
-module(ports_kill).

-export([start/0]).

-define(PATIENCE, 500).

start() ->
    {ok, Witness} = avm_port:open(witness),
    Rows = [
        {Name, Stage, Means}
     || Name <- [touch, display, audio, spi],
        Stage <- stages(Name),
        Means <- [close, crash, normal, shutdown, kill]
    ],
    Bad = [Row || {Name, Stage, Means} <- Rows, (Row = row(Witness, Name, Stage, Means)) =/= ok],
    script:show(rows, length(Rows)),
    script:show(bad, list_to_tuple(Bad)),
    script:show(witness, avm_port:close(Witness)),
    ok.

stages(audio) -> [new, opening, opened, idle, mid_transfer, mid_playback, closing, closed];
stages(_) -> [new, opening, opened, idle, mid_transfer, closing, closed].

row(Witness, Name, Stage, Means) ->
    {Owner, Port} = owner(Name, Stage),
    ok = wait_in(Stage, Witness, Name),
    Ended = finish(Means, Owner, Port),
    AtOnce = Means =:= close andalso is_up(Stage) andalso not is_at_rest(Witness, Name),
    Gone = script:wait_gone(Port),
    let_go(Owner),
    Left = settled(Witness, ?PATIENCE),
    Again = again(Name, Means),
    case {Ended, AtOnce, Gone, Left, Again} of
        {ok, false, Reason, at_rest, ok} when Reason =/= still_there -> ok;
        Other -> {Name, Stage, Means, Other}
    end.

%% Waits for the stage, and sees that the part is up where it must be.
wait_in(opened, Witness, Name) ->
    until_up(Witness, Name, ?PATIENCE);
wait_in(Stage, Witness, Name) ->
    script:sleep(wait_in(Stage)),
    case is_up(Stage) andalso is_at_rest(Witness, Name) of
        true -> {error, at_rest};
        false -> ok
    end.

%% A port that closes is half through then, a transfer or a playback under way.
wait_in(closed) -> 5;
wait_in(mid_transfer) -> 3;
wait_in(mid_playback) -> 25;
wait_in(_) -> 0.

until_up(Witness, Name, Tries) ->
    case is_at_rest(Witness, Name) of
        false ->
            ok;
        true when Tries > 0 ->
            script:sleep(1),
            until_up(Witness, Name, Tries - 1);
        true ->
            {error, at_rest}
    end.

%% Whether the port had been opened and was not being closed, so that `close' is what closes it.
is_up(Stage) -> lists:member(Stage, [idle, mid_transfer, mid_playback]).

finish(close, _Owner, Port) ->
    avm_port:close(Port);
finish(crash, Owner, _Port) ->
    Owner ! {stop, crash},
    ok;
finish(normal, Owner, _Port) ->
    Owner ! {stop, normal},
    ok;
finish(Means, _Owner, Port) ->
    true = exit(Port, Means),
    ok.

%% A process with a port in this stage, and what it was given by the port.
owner(Name, Stage) ->
    Test = self(),
    Owner = spawn(fun() ->
        {ok, Port} = avm_port_native:start(list_to_atom("slow_" ++ atom_to_list(Name))),
        Held = reach(Name, Stage, Port),
        Test ! {reached, self(), Port},
        hold(Held)
    end),
    receive
        {reached, Owner, Port} -> {Owner, Port}
    after 5000 -> exit({not_reached, Name, Stage})
    end.

hold(Held) ->
    receive
        {stop, normal} -> Held;
        {stop, Reason} -> exit(Reason)
    end.

%% The owner ends, unless it has.
let_go(Owner) ->
    Ref = erlang:monitor(process, Owner),
    Owner ! {stop, normal},
    receive
        {'DOWN', Ref, process, Owner, _} -> ok
    after 5000 -> exit(owner_lives)
    end.

reach(_Name, new, _Port) ->
    none;
reach(Name, Stage, Port) when Stage =:= opening; Stage =:= opened ->
    request(Port, {'$open', options(Name)});
reach(Name, Stage, Port) ->
    ok = avm_port:call(Port, {'$open', options(Name)}),
    Held = config(Name, Port),
    _ = [request(Port, Request) || Request <- work(Name, Stage)],
    Held.

%% Asks, and does not wait for the answer.
request(Port, Request) ->
    Port ! {'$call', {self(), make_ref()}, Request}.

options(display) -> #{width => 240, height => 320};
options(_) -> #{}.

%% A resource, where a port has one.
config(Name, Port) when Name =:= display; Name =:= spi ->
    {ok, Config} = avm_port:call(Port, get_config),
    Config;
config(_Name, _Port) ->
    none.

work(_, idle) -> [];
work(_, Stage) when Stage =:= closing; Stage =:= closed -> ['$close'];
work(touch, _) -> [{subscribe, #{active => true}}];
work(display, _) -> lists:duplicate(5, {fill, #{color => 16#123456}});
%% Calls that wait for a speaker that is paused.
work(audio, mid_transfer) -> [pause | lists:duplicate(3, {play_buffer, #{data => sound()}})];
work(audio, _) -> lists:duplicate(3, {play_buffer, #{data => sound()}});
%% Together about 60 ms.
work(spi, _) ->
    Read = #{write => <<3, 0, 0, 0>>, read => 1500},
    [{submit, Read}, {transfer, Read}, {submit, Read}, {transfer, Read}, {submit, Read}].

sound() -> binary:copy(<<16#11, 16#22>>, 20000).

is_at_rest(Witness, Name) ->
    maps:get(Name, avm_port:call(Witness, status)).

%% A port is seen as gone a moment before it is dropped, and a heap before what it held is.
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

%% The part is free: at once, for it is at rest.
again(Name, Means) ->
    Plain = list_to_atom("plain_" ++ atom_to_list(Name)),
    case avm_port:open(Plain, options(Name)) of
        {ok, Port} -> avm_port:close(Port);
        Other -> {Means, Other}
    end.
