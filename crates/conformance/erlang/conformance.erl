%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Carries out the scenarios of `conformance_table', and prints a line for each.
-module(conformance).

-export([start/0]).

%% Milliseconds that a step, and that a scenario, may take.
-define(PATIENCE, 5000).
-define(LONG, 60000).
%% How often the board is looked at until it is at rest, ten milliseconds apart.
-define(TRIES, 500).

start() ->
    {ok, Witness} = avm_port:open(witness),
    scenarios(Witness, 1, conformance_table:count(), ?TRIES),
    ok = avm_port:close(Witness),
    ok.

%% What one left behind is not waited for again.
scenarios(_Witness, N, Count, _Tries) when N > Count ->
    ok;
scenarios(Witness, N, Count, Tries) ->
    {Name, Steps} = conformance_table:scenario(N),
    Outcome = scenario(Steps),
    Settled = settled(Witness, Tries),
    said(Name, Outcome, Settled),
    Next =
        case Settled of
            ok -> ?TRIES;
            _ -> 1
        end,
    scenarios(Witness, N + 1, Count, Next).

said(Name, ok, ok) -> io:format("~s: ok~n", [Name]);
said(Name, ok, Status) -> io:format("~s: left behind: ~s~n", [Name, text(Status)]);
said(Name, {Text, Got}, _) -> io:format("~s: ~s gave ~s~n", [Name, Text, text(Got)]).

%% On one line, by Rust: AtomVM cannot print every term, and OTP breaks lines.
text(Term) ->
    case avm_port:open(probe) of
        {ok, Probe} ->
            {ok, Text} = avm_port:call(Probe, {text, #{value => Term}}),
            ok = avm_port:close(Probe),
            Text;
        Error ->
            io_lib:format("~p", [Error])
    end.

%% In a process of its own, so that what it holds is gone afterwards.
scenario(Steps) ->
    Run = self(),
    {Pid, Ref} = spawn_opt(fun() -> Run ! {outcome, self(), steps(Steps, #{})} end, [monitor]),
    receive
        {'DOWN', Ref, process, Pid, normal} ->
            receive
                {outcome, Pid, Outcome} -> Outcome
            end;
        {'DOWN', Ref, process, Pid, Reason} ->
            {"it", {crashed, Reason}}
    after ?LONG ->
        exit(Pid, kill),
        {"it", hangs}
    end.

%% The board is at rest, nothing is open or alive.
settled(Witness, Tries) ->
    Status = avm_port:call(Witness, status),
    case [Value || Value <- maps:values(Status), Value =/= true, Value =/= 0] of
        [] ->
            ok;
        _ when Tries > 0 ->
            sleep(10),
            settled(Witness, Tries - 1);
        _ ->
            Status
    end.

steps([], Bound) ->
    finish(Bound),
    ok;
steps([{Text, Actor, Tries, Verb, Expected} | Steps], Bound) ->
    case step(Actor, Tries, Verb, Expected, Bound) of
        {ok, Next} ->
            steps(Steps, Next);
        {no, Got} ->
            finish(Bound),
            leave_nothing(Bound),
            {Text, Got}
    end.

%% Servers and ports that the scenario would have ended: the next one wants its board at rest.
leave_nothing(Bound) ->
    [exit(Pid, kill) || Pid <- maps:values(Bound), is_pid(Pid), Pid =/= self()],
    ok.

%% Processes that the scenario started, and those that watch its ports.
finish(Bound) ->
    [exit(Pid, kill) || {process, Pid} <- maps:keys(Bound)],
    [exit(Pid, kill) || {{watcher, _}, Pid} <- maps:to_list(Bound)],
    ok.

step(Actor, Tries, Verb, Expected, Bound) ->
    {Got, Next} = perform(Actor, Verb, Bound),
    case fits(Expected, Got, Next) of
        {ok, Fit} ->
            {ok, Fit};
        no when Tries > 1 ->
            sleep(10),
            step(Actor, Tries - 1, Verb, Expected, Next);
        no ->
            {no, Got}
    end.

perform(_Actor, process, Bound) ->
    Pid = spawn(fun() -> worker(none) end),
    {Pid, Bound#{{process, Pid} => true}};
perform(_Actor, {forget, Name}, Bound) ->
    Next = maps:remove(Name, Bound),
    true = erlang:garbage_collect(),
    {ok, Next};
perform(_Actor, {gone, Port}, Bound) ->
    {gone(fill(Port, Bound), Bound), Bound};
perform(_Actor, {await, Process}, Bound) ->
    {ask(fill(Process, Bound), await), Bound};
perform(_Actor, {dead, Process}, Bound) ->
    {is_dead(fill(Process, Bound)), Bound};
perform(_Actor, {leave, Process, Reason}, Bound) ->
    fill(Process, Bound) ! {leave, fill(Reason, Bound)},
    {ok, Bound};
perform(Actor, {start, Port, Request}, Bound) ->
    fill(Actor, Bound) ! {start, {call, fill(Port, Bound), fill(Request, Bound), 5000}},
    %% The call is under way then.
    sleep(50),
    {ok, Bound};
perform(self, Verb, Bound) ->
    watched(act(fill(Verb, Bound)), Verb, Bound);
perform(Actor, Verb, Bound) ->
    watched(ask(fill(Actor, Bound), {act, fill(Verb, Bound)}), Verb, Bound).

%% A port that was opened is watched from then on.
watched({ok, Port} = Got, Verb, Bound) when element(1, Verb) =:= open; element(1, Verb) =:= create ->
    Self = self(),
    Pid = spawn(fun() -> watcher(Self, Port) end),
    receive
        {watching, Pid} -> {Got, Bound#{{watcher, Port} => Pid}}
    end;
watched(Got, _Verb, Bound) ->
    {Got, Bound}.

watcher(Who, Port) ->
    Ref = erlang:monitor(type(Port), Port),
    Who ! {watching, self()},
    receive
        {'DOWN', Ref, _, _, Reason} -> told(Reason)
    end.

told(Reason) ->
    receive
        {reason, Who} ->
            Who ! {reason, self(), Reason},
            told(Reason)
    end.

gone(Port, Bound) ->
    #{{watcher, Port} := Watcher} = Bound,
    Watcher ! {reason, self()},
    receive
        {reason, Watcher, Reason} -> Reason
    after ?PATIENCE -> still_there
    end.

%% The message of one that is gone may take a moment.
is_dead(Pid) ->
    Ref = erlang:monitor(process, Pid),
    receive
        {'DOWN', Ref, process, Pid, _} -> true
    after 50 ->
        true = erlang:demonitor(Ref, [flush]),
        false
    end.

type(Port) when is_port(Port) ->
    case erlang:system_info(machine) of
        "ATOM" -> port;
        _ -> process
    end;
type(_Port) ->
    process.

%% A process that does what it is told, and keeps what a call answered until it is asked.
worker(Answer) ->
    receive
        {ask, Who, await} ->
            Who ! {answer, self(), Answer},
            worker(none);
        {ask, Who, {act, Verb}} ->
            Who ! {answer, self(), act(Verb)},
            worker(Answer);
        {start, Verb} ->
            worker(act(Verb));
        {leave, normal} ->
            ok;
        {leave, Reason} ->
            exit(Reason)
    end.

ask(Pid, What) ->
    Pid ! {ask, self(), What},
    receive
        {answer, Pid, Answer} -> Answer
    after ?PATIENCE * 2 -> no_answer
    end.

act({open, Name, Options}) ->
    avm_port:open(Name, Options);
act({create, Name}) ->
    avm_port_native:start(Name);
act({call, Port, Request, Ms}) ->
    avm_port:call(Port, Request, Ms);
act({close, Port}) ->
    avm_port:close(Port);
act({send, Port, Message}) ->
    Port ! Message,
    ok;
act({exit, Target, Reason}) ->
    true = exit(Target, Reason),
    ok;
act({link, Port}) ->
    true = link(Port),
    ok;
act({sleep, Ms}) ->
    sleep(Ms);
act(next) ->
    next(?PATIENCE);
act(quiet) ->
    next(50);
act({read, Port, Count}) ->
    read(Port, Count, 1000);
act({take, Port, Count}) ->
    take(Port, Count);
act({input, Settings}) ->
    input(Settings);
act({ask, Server, Request}) ->
    gen_server:call(Server, Request);
act({stop, Server}) ->
    gen_server:stop(Server);
act({nif, Name, Arguments}) ->
    try
        avm_nif:call(conformance, Name, Arguments)
    catch
        error:Reason -> {raised, Reason}
    end.

%% What does not start ends, linked.
input(Settings) ->
    false = process_flag(trap_exit, true),
    Started = avm_touch_input:start_link(Settings),
    case Started of
        {ok, _} ->
            ok;
        {error, _} ->
            receive
                {'EXIT', _, _} -> ok
            after 50 -> ok
            end
    end,
    true = process_flag(trap_exit, false),
    Started.

next(Ms) ->
    receive
        Message -> Message
    after Ms -> nothing
    end.

read(Port, Left, Tries) ->
    case avm_port:call(Port, read_events) of
        {events, Events} when length(Events) < Left ->
            Events ++ read(Port, Left - length(Events), Tries);
        {events, Events} ->
            Events;
        no_events when Tries > 0 ->
            sleep(5),
            read(Port, Left, Tries - 1);
        Other ->
            [Other]
    end.

take(_Port, Left) when Left =< 0 ->
    [];
take(Port, Left) ->
    case next(?PATIENCE) of
        {touch, Port, Events} -> Events ++ take(Port, Left - length(Events));
        Other -> [Other]
    end.

sleep(Ms) ->
    receive
    after Ms -> ok
    end.

%% A term of the table, its holes filled.
fill({'$var', Name}, Bound) -> maps:get(Name, Bound);
fill({'$copies', Count, Name}, Bound) -> lists:duplicate(Count, maps:get(Name, Bound));
fill({'$bytes', Count, Byte}, _Bound) -> binary:copy(<<Byte>>, Count);
fill(Tuple, Bound) when is_tuple(Tuple) -> list_to_tuple(fill(tuple_to_list(Tuple), Bound));
fill([Head | Tail], Bound) -> [fill(Head, Bound) | fill(Tail, Bound)];
fill(Map, Bound) when is_map(Map) ->
    maps:from_list([{fill(K, Bound), fill(V, Bound)} || {K, V} <- maps:to_list(Map)]);
fill(Term, _Bound) -> Term.

%% Whether a term is as expected, and what is bound then.
fits('$any', _Got, Bound) ->
    {ok, Bound};
fits({'$var', Name}, Got, Bound) ->
    case Bound of
        #{Name := Got} -> {ok, Bound};
        #{Name := _} -> no;
        _ -> {ok, Bound#{Name => Got}}
    end;
fits({'$type', Type}, Got, Bound) ->
    is(is_of(Type, Got), Bound);
fits({'$binary', Size}, Got, Bound) when is_binary(Got), byte_size(Got) =:= Size ->
    {ok, Bound};
fits({'$bytes', Count, Byte}, Got, Bound) ->
    is(
        case binary:copy(<<Byte>>, Count) of
            Got -> yes;
            _ -> no
        end,
        Bound
    );
fits(Tuple, Got, Bound) when is_tuple(Tuple), is_tuple(Got), tuple_size(Tuple) =:= tuple_size(Got) ->
    fits(tuple_to_list(Tuple), tuple_to_list(Got), Bound);
fits([Head | Tail], [First | Rest], Bound) ->
    case fits(Head, First, Bound) of
        {ok, Next} -> fits(Tail, Rest, Next);
        no -> no
    end;
fits(Map, Got, Bound) when is_map(Map), is_map(Got) ->
    Others = maps:is_key('$any', Map),
    Keys = [Key || Key <- maps:keys(Map), Key =/= '$any'],
    case Others orelse length(Keys) =:= map_size(Got) of
        true -> pairs_fit(Keys, Map, Got, Bound);
        false -> no
    end;
fits(Same, Same, Bound) ->
    {ok, Bound};
fits(_, _, _) ->
    no.

pairs_fit([], _Map, _Got, Bound) ->
    {ok, Bound};
pairs_fit([Key | Keys], Map, Got, Bound) ->
    case Got of
        #{Key := Value} ->
            case fits(maps:get(Key, Map), Value, Bound) of
                {ok, Next} -> pairs_fit(Keys, Map, Got, Next);
                no -> no
            end;
        _ ->
            no
    end.

is(yes, Bound) -> {ok, Bound};
is(no, _Bound) -> no.

%% Not `true' and `false': on AtomVM 0.6 `is_port' works in guards of other functions only.
is_of(integer, Got) when is_integer(Got) -> yes;
is_of(non_neg_integer, Got) when is_integer(Got), Got >= 0 -> yes;
is_of(pos_integer, Got) when is_integer(Got), Got > 0 -> yes;
is_of(binary, Got) when is_binary(Got) -> yes;
is_of(list, Got) when is_list(Got) -> yes;
is_of(reference, Got) when is_reference(Got) -> yes;
is_of(native, Got) when is_pid(Got) -> yes;
is_of(native, Got) when is_port(Got) -> yes;
is_of(_, _) -> no.
