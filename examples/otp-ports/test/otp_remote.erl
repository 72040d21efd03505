%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A port whose callers are on another node, which stops, dies and goes on.
%%
%% The other node is made here, and listens on nothing; `EVENTS' is how many the
%% panel has.
-module(otp_remote).

-export([start/0]).
-export([answers/1, collect/3, close/2, subscribe/1, idle/0, call_on/1]).

-ifndef(EVENTS).
-define(EVENTS, 100).
-endif.
-define(ROUNDS, 50).
%% A reference may be any term; many of these are more than a connection takes.
-define(LARGE, 1000000).
-define(MANY, 64).

start() ->
    {Peer, Node} = peer(),
    script:show(answers, same_answers(Node)),
    script:show(blocking, blocking(Node)),
    [script:show(Mode, collected(Node, Mode)) || Mode <- [read, true, once, 3]],
    script:show(closed, closed(Node)),
    script:show(dead, dead(Node)),
    script:show(owner_ends, ended(Node, fun(Owner, _) -> exit(Owner, kill) end)),
    script:show(port_killed, ended(Node, fun(_, Port) -> exit(Port, kill) end)),
    script:show(stuck, stuck(Peer, Node)),
    script:show(closed_when_stuck, closed_when_stuck(Node)),
    script:show(node_killed, node_killed(Node)),
    script:show(left, stand_ins(0)),
    ok.

peer() ->
    {ok, [[Port]]} = init:get_argument(erl_epmd_port),
    Quiet = ["-start_epmd", "false", "-dist_listen", "false", "-setcookie", "otp_remote"],
    {ok, Peer, Node} = peer:start(#{
        name => remote,
        host => "localhost",
        connection => standard_io,
        args => ["-erl_epmd_port", Port | Quiet]
    }),
    ok = peer:call(Peer, code, add_pathsa, [[filename:absname(Path) || Path <- code:get_path()]]),
    pong = peer:call(Peer, net_adm, ping, [node()]),
    {Peer, Node}.

%% Calls, good and bad, from there and from here.
same_answers(Node) ->
    {ok, Port} = avm_port:open(touch),
    Here = answers(Port),
    There = erpc:call(Node, ?MODULE, answers, [Port]),
    {ok, #{malformed := Malformed}} = erpc:call(Node, avm_port, info, [Port]),
    ok = avm_port:close(Port),
    {There =:= Here, Here, Malformed}.

answers(Port) ->
    {stats, Stats} = avm_touch:get_stats(Port),
    {ok, #{name := Name}} = avm_port:info(Port),
    Bad = [hello, {subscribe, #{active => 0}}, {'$open', #{}}, {read_events, 1}],
    {lists:sort(maps:keys(Stats)), Name, [avm_port:call(Port, Request) || Request <- Bad]}.

%% A port that blocks is another loop.
blocking(Node) ->
    {ok, Port} = avm_port:open(blocking),
    {ok, _Thread} = erpc:call(Node, avm_port, call, [Port, {sleep, #{ms => 1}}]),
    erpc:call(Node, avm_port, close, [Port]).

%% All events, printed here, in each way that there is to get them.
collected(Node, Mode) ->
    {ok, Port} = avm_port:open(touch),
    Events = erpc:call(Node, ?MODULE, collect, [Port, Mode, ?EVENTS]),
    Print = fun({touch, Kind, Id, X, Y, Pressure, TimestampUs}) ->
        io:format("~p,~p,~p,~p,~p,~p~n", [TimestampUs, Kind, Id, X, Y, Pressure])
    end,
    lists:foreach(Print, Events),
    {stats, #{delivered := Delivered, dropped := Dropped}} = avm_touch:get_stats(Port),
    {Delivered, Dropped, avm_port:close(Port)}.

collect(Port, read, Left) ->
    read(Port, Left);
collect(Port, Mode, Left) ->
    ok = avm_touch:subscribe(Port, Mode),
    take(Port, Mode, Left).

read(_Port, 0) ->
    [];
read(Port, Left) ->
    case avm_touch:read_events(Port) of
        {events, Events} -> Events ++ read(Port, Left - length(Events));
        no_events -> read(Port, Left)
    end.

take(_Port, _Mode, 0) ->
    [];
take(Port, Mode, Left) ->
    receive
        {touch, Port, Events} when Mode =:= once, Left > length(Events) ->
            ok = avm_touch:subscribe(Port, once),
            Events ++ take(Port, Mode, Left - length(Events));
        {touch, Port, Events} ->
            Events ++ take(Port, Mode, Left - length(Events));
        {touch_passive, Port} ->
            ok = avm_touch:subscribe(Port, Mode),
            take(Port, Mode, Left)
    after 5000 -> error({no_event_in_5_s, Left})
    end.

%% Whoever closes a port hears that it is closed, and then that it is gone; also
%% where the word is long, and the news is not.
closed(Node) ->
    Refs = [make_ref(), binary:copy(<<"x">>, ?LARGE)],
    lists:usort([closed(Node, Ref) || _ <- lists:seq(1, ?ROUNDS), Ref <- Refs]).

closed(Node, Ref) ->
    {ok, Port} = avm_port:open(touch),
    erpc:call(Node, ?MODULE, close, [Port, Ref]).

close(Port, Ref) ->
    Monitor = erlang:monitor(process, Port),
    Port ! {'$call', {self(), Ref}, '$close'},
    [next_of(Ref, Monitor), next_of(Ref, Monitor)].

next_of(Ref, Monitor) ->
    receive
        {Ref, Reply} -> Reply;
        {'DOWN', Monitor, process, _, Reason} -> Reason
    after 5000 -> nothing
    end.

%% A caller that is dead harms nobody; a subscriber that dies gets no more, and the
%% events that come then are here.
dead(Node) ->
    {ok, Port} = avm_port:open(touch),
    Gone = erpc:call(Node, erlang, self, []),
    Port ! {'$call', {Gone, make_ref()}, '$info'},
    Subscriber = spawn(Node, ?MODULE, subscribe, [Port]),
    ok = until(fun() -> delivered(Port) > 0 end),
    true = exit(Subscriber, kill),
    Left = stand_ins(0),
    Before = delivered(Port),
    Events = read(Port, ?EVENTS - Before),
    ok = avm_port:close(Port),
    {Left, length(Events) + Before =:= ?EVENTS}.

%% Asks for one message only, so that there is something left.
subscribe(Port) ->
    ok = avm_touch:subscribe(Port, once),
    idle().

idle() ->
    receive
        stop -> ok
    end.

delivered(Port) ->
    {stats, #{delivered := Delivered}} = avm_touch:get_stats(Port),
    Delivered.

%% Whatever ends a port in the middle of calls, a caller is told so, in time: why,
%% or that it is gone already.
ended(Node, End) ->
    Told = [ended_once(Node, End, Nth) || Nth <- lists:seq(1, ?ROUNDS)],
    lists:usort(Told) -- [{error, closed}, {error, {exit, killed}}].

ended_once(Node, End, Nth) ->
    Test = self(),
    Owner = spawn(fun() ->
        {ok, Port} = script:reopen(500),
        Test ! {self(), Port},
        idle()
    end),
    receive
        {Owner, Port} ->
            Call = erpc:send_request(Node, ?MODULE, call_on, [Port]),
            script:sleep(Nth rem 5),
            true = End(Owner, Port),
            erpc:receive_response(Call, 10000)
    end.

call_on(Port) ->
    case avm_port:call(Port, get_stats) of
        {stats, _} -> call_on(Port);
        Other -> Other
    end.

%% The other node stands still, and more is sent to it than the connection takes:
%% the port answers others. When the node goes on it gets all of it, in order.
stuck(Peer, Node) ->
    {ok, Port} = avm_port:open(touch),
    Pid = peer:call(Peer, os, getpid, []),
    Caller = spawn(Node, ?MODULE, idle, []),
    [] = os:cmd("kill -STOP " ++ Pid),
    Refs = ask(Port, Caller),
    Here = element(1, avm_port:info(Port)),
    [] = os:cmd("kill -CONT " ++ Pid),
    Came = fun() -> {message_queue_len, ?MANY} =:= there(Node, Caller, message_queue_len) end,
    ok = until(Came),
    {messages, Messages} = there(Node, Caller, messages),
    true = exit(Caller, kill),
    ok = avm_port:close(Port),
    {Here, [Ref || {Ref, {ok, #{}}} <- Messages] =:= Refs}.

there(Node, Pid, Item) ->
    erpc:call(Node, erlang, process_info, [Pid, Item]).

ask(Port, Caller) ->
    Refs = [binary:copy(<<Nth>>, ?LARGE) || Nth <- lists:seq(1, ?MANY)],
    [Port ! {'$call', {Caller, Ref}, '$info'} || Ref <- Refs],
    Refs.

%% The port ends although nobody takes what it sent.
closed_when_stuck(Node) ->
    {ok, Port} = avm_port:open(touch),
    Pid = erpc:call(Node, os, getpid, []),
    Caller = spawn(Node, ?MODULE, idle, []),
    [] = os:cmd("kill -STOP " ++ Pid),
    _ = ask(Port, Caller),
    Closed = avm_port:close(Port),
    Gone = script:wait_gone(Port) =/= still_there,
    [] = os:cmd("kill -CONT " ++ Pid),
    {Closed, Gone}.

%% The other node dies in the middle of all that.
node_killed(Node) ->
    {ok, Port} = avm_port:open(touch),
    true = erlang:monitor_node(Node, true),
    Pid = erpc:call(Node, os, getpid, []),
    Caller = spawn(Node, ?MODULE, idle, []),
    _ = spawn(Node, ?MODULE, subscribe, [Port]),
    ok = until(fun() -> delivered(Port) > 0 end),
    [] = os:cmd("kill -STOP " ++ Pid),
    _ = ask(Port, Caller),
    [] = os:cmd("kill -KILL " ++ Pid),
    receive
        {nodedown, Node} -> ok
    end,
    Left = stand_ins(0),
    Here = element(1, avm_port:info(Port)),
    {Left, Here, avm_port:close(Port)}.

%% How many there are, once there are as few as are wanted.
stand_ins(Wanted) ->
    Initial = {initial_call, {avm_port_stand_in, init, 2}},
    Count = fun() ->
        length([P || P <- processes(), erlang:process_info(P, initial_call) =:= Initial])
    end,
    _ = until(fun() -> Count() =:= Wanted end),
    Count().

%% Waits for ten seconds at most.
until(Is) ->
    until(Is, 1000).

until(_Is, 0) ->
    never;
until(Is, Tries) ->
    case Is() of
        true ->
            ok;
        false ->
            script:sleep(10),
            until(Is, Tries - 1)
    end.
