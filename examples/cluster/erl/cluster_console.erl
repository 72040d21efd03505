%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The hub as a program: commands are lines on standard input.
%%
%% <ul>
%% <li>`table': a table of the nodes, for people</li>
%% <li>`rows': the same, a line for each node, fields parted by tabs, and `end'</li>
%% <li>`play MS': a tone on all nodes; `played N of M'</li>
%% </ul>
%% The end of standard input is the end of the hub: it closes the ports first.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_console).

-export([start/0]).

%% @doc Start the hub, and obey until there is nobody to obey.
-spec start() -> no_return().
start() ->
    ok = io:setopts([{encoding, unicode}]),
    ok = application:start(avm_port),
    ok = application:start(cluster),
    ok = io:put_chars("hub\n"),
    loop({erlang:monotonic_time(microsecond), #{}}).

loop(Before) ->
    case io:get_line("") of
        "table\n" ->
            loop(table(Before));
        "rows\n" ->
            ok = lists:foreach(fun print/1, cluster:sample()),
            ok = io:put_chars("end\n"),
            loop(Before);
        "play " ++ Ms ->
            ok = play(list_to_integer(string:trim(Ms))),
            loop(Before);
        Line when is_list(Line) ->
            ok = io:format("no command: ~ts", [Line]),
            loop(Before);
        _ ->
            ok = application:stop(cluster),
            halt(0)
    end.

play(Ms) ->
    Replies = cluster:play(cluster:tone(440, Ms)),
    Heard = length([Node || {Node, ok} <- Replies]),
    Silent = [io_lib:format("; ~0tp", [Reply]) || {_, Why} = Reply <- Replies, Why =/= ok],
    io:format("played ~b of ~b~ts~n", [Heard, length(Replies), Silent]).

%% State, opens, offered, delivered, dropped, queued, received, earlier, lies, exact, reason.
print(#{node := Node, state := State, stats := Stats} = Row) ->
    #{opens := Opens, received := Received, earlier := Earlier, lies := Lies} = Row,
    #{exact := Exact, reason := Reason} = Row,
    Counts = [count(Key, Stats) || Key <- [offered, delivered, dropped, queued]],
    Fields = [Node, State, Opens] ++ Counts ++ [Received, Earlier, Lies, Exact, Reason],
    io:format("~ts~n", [lists:join($\t, [io_lib:format("~0tp", [Field]) || Field <- Fields])]).

count(_Key, none) -> 0;
count(Key, Stats) -> maps:get(Key, Stats).

-define(ROW, "~-24ts ~-8ts ~9ts ~9ts ~9ts ~8ts ~6ts ~9ts ~5ts ~5ts  ~ts~n").

table({Then, Seen}) ->
    Rows = cluster:sample(),
    Now = erlang:monotonic_time(microsecond),
    Head = ["node", "state", "events/s", "offered", "delivered", "dropped", "queued"],
    ok = io:format(?ROW, Head ++ ["received", "lies", "opens", "loss"]),
    Rates = [line(Row, Then, Now, Seen) || Row <- Rows],
    Open = [Row || #{state := open} = Row <- Rows],
    ok = total(Rows, Open, lists:sum(Rates)),
    {Now, maps:from_list([{Node, Total} || #{node := Node, total := Total} <- Rows])}.

line(#{node := Node, state := State, stats := Stats, total := Total} = Row, Then, Now, Seen) ->
    Rate = (Total - maps:get(Node, Seen, 0)) * 1000000 div max(1, Now - Then),
    #{received := Received, lies := Lies, opens := Opens} = Row,
    Counts = [count(Key, Stats) || Key <- [offered, delivered, dropped, queued]],
    Numbers = [Rate | Counts] ++ [Received, Lies, Opens],
    Texts = [integer_to_list(Number) || Number <- Numbers],
    ok = io:format(?ROW, [shown(Node), atom_to_list(State) | Texts] ++ [loss(Row)]),
    Rate.

%% Long names are cut; those who want them whole read the rows.
shown(Node) ->
    lists:sublist(atom_to_list(Node), 24).

loss(#{state := down, reason := Reason}) ->
    lists:sublist(lists:flatten(io_lib:format("gone: ~0tp", [Reason])), 40);
loss(#{state := banned}) -> "sent away";
loss(#{state := opening}) -> "";
loss(#{stats := none}) -> "";
loss(#{exact := false}) -> "NOT EXACT";
loss(#{stats := #{offered := 0}}) -> "exact";
loss(#{stats := #{dropped := Dropped, offered := Offered}}) ->
    io_lib:format("exact, ~.2f %", [100 * Dropped / Offered]).

total(Rows, Open, Rate) ->
    Sum = fun(Key) -> lists:sum([count(Key, Stats) || #{stats := Stats} <- Open]) end,
    Counts = [Sum(Key) || Key <- [offered, delivered, dropped, queued]],
    Received = lists:sum([R || #{received := R} <- Open]),
    Lies = lists:sum([L || #{lies := L} <- Rows]),
    Opens = lists:sum([O || #{opens := O} <- Rows]),
    Texts = [integer_to_list(Number) || Number <- [Rate | Counts] ++ [Received, Lies, Opens]],
    Name = io_lib:format("~b of ~b", [length(Open), length(Rows)]),
    io:format(?ROW, [Name, "open" | Texts] ++ [""]).
