%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What the library promises, tried on a port in plain Erlang.
%%
%% Runs on Erlang/OTP and on AtomVM: `start/0' returns `ok' or the failures.
-module(avm_port_tests).

-export([start/0]).

-spec start() -> ok | {failed, [{atom(), term()}]}.
start() ->
    Results = [{Name, run(Test)} || {Name, Test} <- tests()],
    Failed = [Result || {_, Outcome} = Result <- Results, Outcome =/= ok],
    io:format("avm_port_tests: ~p run, ~p failed~n", [length(Results), length(Failed)]),
    case Failed of
        [] -> ok;
        _ -> {failed, Failed}
    end.

%% Each test in a process of its own: a clean mailbox and dictionary.
run(Test) ->
    Runner = self(),
    {Pid, Ref} = spawn_opt(
        fun() ->
            ok = Test(),
            Runner ! {passed, self(), mailbox()}
        end,
        [monitor]
    ),
    receive
        {'DOWN', Ref, process, Pid, normal} ->
            receive
                {passed, Pid, []} -> ok;
                {passed, Pid, Left} -> {messages_left, Left}
            end;
        {'DOWN', Ref, process, Pid, Reason} ->
            Reason
    after 10000 -> hangs
    end.

tests() ->
    common() ++
        case erlang:system_info(machine) of
            "ATOM" -> [];
            _ -> otp()
        end.

common() ->
    [
        {reply, fun reply/0},
        {any_term, fun any_term/0},
        {timeout, fun timeout/0},
        {zero_timeout, fun zero_timeout/0},
        {late_reply, fun late_reply/0},
        {late_reply_of_many, fun late_reply_of_many/0},
        {late_is_bounded, fun late_is_bounded/0},
        {stranger_messages, fun stranger_messages/0},
        {port_ends, fun port_ends/0},
        {port_killed, fun port_killed/0},
        {port_gone, fun port_gone/0},
        {close_twice, fun close_twice/0},
        {close_after_kill, fun close_after_kill/0},
        {close_hangs, fun close_hangs/0},
        {info, fun info/0},
        {malformed, fun malformed/0},
        {owner_ends, fun owner_ends/0},
        {bad_arguments, fun bad_arguments/0},
        {bad_names, fun bad_names/0},
        {touch_requests, fun touch_requests/0},
        {display_requests, fun display_requests/0},
        {audio_requests, fun audio_requests/0},
        {spi_requests, fun spi_requests/0}
    ].

%% On Erlang/OTP a driver can be a module, so `open' can be tried in full.
otp() ->
    [
        {open, fun open/0},
        {open_refused, fun open_refused/0},
        {open_foreign, fun open_foreign/0},
        {bitstring, fun bitstring/0},
        {otp_port, fun otp_port/0},
        {app_lists_modules, fun app_lists_modules/0}
    ].

reply() ->
    Port = fake(),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    {ok, 2} = avm_port:call(Port, {echo, #{value => 2}}, infinity),
    {error, {unknown_command, jump}} = avm_port:call(Port, jump),
    avm_port:close(Port).

any_term() ->
    Port = fake(),
    Terms = [
        [], [a | b], {}, #{}, <<>>, 1.5, -1, 1 bsl 59, self(), make_ref(),
        error, {error, x}, binary:copy(<<7>>, 1048576)
    ],
    lists:foreach(
        fun(Term) -> {ok, Term} = avm_port:call(Port, {echo, #{value => Term}}) end,
        Terms
    ),
    %% On AtomVM 0.6 a copy of a fun is not equal to it.
    {ok, Fun} = avm_port:call(Port, {echo, #{value => fun() -> 7 end}}),
    7 = Fun(),
    avm_port:close(Port).

timeout() ->
    Port = fake(),
    {error, timeout} = avm_port:call(Port, never, 20),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    avm_port:close(Port).

zero_timeout() ->
    Port = fake(),
    {error, timeout} = avm_port:call(Port, never, 0),
    avm_port:close(Port).

%% The late reply is in the mailbox, and the next call takes it out.
late_reply() ->
    Port = fake(),
    {error, timeout} = avm_port:call(Port, {reply_after, #{ms => 60}}, 10),
    sleep(150),
    [{_, late}] = peek(),
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    [] = peek(),
    undefined = get('$avm_port_late'),
    avm_port:close(Port).

late_reply_of_many() ->
    Ports = [fake() || _ <- lists:seq(1, 5)],
    [{error, timeout} = avm_port:call(P, never, 5) || P <- Ports],
    %% As they would, however long the calls took.
    [self() ! {Ref, late} || Ref <- get('$avm_port_late')],
    5 = length(peek()),
    self() ! mine,
    [ok = avm_port:close(P) || P <- Ports],
    [mine] = mailbox(),
    ok.

late_is_bounded() ->
    Port = fake(),
    [{error, timeout} = avm_port:call(Port, never, 0) || _ <- lists:seq(1, 100)],
    32 = length(get('$avm_port_late')),
    avm_port:close(Port).

%% Messages of others stay, in order.
stranger_messages() ->
    Port = fake(),
    [self() ! M || M <- [one, {make_ref(), two}, {'DOWN', make_ref(), process, Port, x}]],
    {ok, 1} = avm_port:call(Port, {echo, #{value => 1}}),
    {error, timeout} = avm_port:call(Port, never, 5),
    ok = avm_port:close(Port),
    [one, {_, two}, {'DOWN', _, process, Port, x}] = mailbox(),
    ok.

port_ends() ->
    {error, closed} = avm_port:call(fake(), {exit, #{reason => normal}}),
    {error, {exit, boom}} = avm_port:call(fake(), {exit, #{reason => boom}}),
    ok.

port_killed() ->
    Port = fake(),
    spawn(fun() ->
        sleep(50),
        exit(Port, kill)
    end),
    {error, {exit, killed}} = avm_port:call(Port, never),
    {error, closed} = avm_port:call(Port, never),
    ok.

port_gone() ->
    Port = fake(),
    ok = avm_port:close(Port),
    {error, closed} = avm_port:call(Port, {echo, #{value => 1}}),
    {error, closed} = avm_port:info(Port),
    ok.

close_twice() ->
    Port = fake(),
    ok = avm_port:close(Port),
    ok = avm_port:close(Port),
    ok.

close_after_kill() ->
    Port = fake(),
    exit(Port, kill),
    ok = avm_port:close(Port),
    ok.

%% A port that dies of the request to close is closed all the same; one that
%% answers something else has not understood.
close_hangs() ->
    Dying = spawn(fun() ->
        receive
            _ -> exit(boom)
        end
    end),
    ok = avm_port:close(Dying),
    Odd = spawn(fun() ->
        receive
            {'$call', {Pid, Ref}, '$close'} -> Pid ! {Ref, what}
        end
    end),
    {error, {bad_reply, what}} = avm_port:close(Odd),
    ok.

info() ->
    Port = fake(),
    {ok, #{name := fake, calls := 0}} = avm_port:info(Port),
    {error, _} = avm_port:call(Port, jump),
    {ok, #{calls := 1, malformed := 0}} = avm_port:info(Port),
    avm_port:close(Port).

malformed() ->
    Port = fake(),
    [Port ! M || M <- [hello, {'$call', self()}, {'$call', x, y}, []]],
    {ok, #{malformed := 4}} = avm_port:info(Port),
    avm_port:close(Port).

owner_ends() ->
    lists:foreach(
        fun(Reason) ->
            Test = self(),
            Owner = spawn(fun() ->
                Test ! {port, fake()},
                receive
                    go -> exit(Reason)
                end
            end),
            Port =
                receive
                    {port, P} -> P
                end,
            {ok, _} = avm_port:info(Port),
            Ref = erlang:monitor(process, Port),
            Owner ! go,
            receive
                {'DOWN', Ref, process, Port, normal} -> ok
            end,
            {error, closed} = avm_port:info(Port)
        end,
        [normal, crash, kill]
    ).

bad_arguments() ->
    Port = fake(),
    {error, badarg} = avm_port:open("fake"),
    {error, badarg} = avm_port:open(<<"fake">>, #{}),
    {error, badarg} = avm_port:open(1, nonsense),
    lists:foreach(
        fun(Bad) ->
            {error, badarg} = avm_port:call(Bad, x),
            {error, badarg} = avm_port:close(Bad),
            {error, badarg} = avm_port:info(Bad)
        end,
        [fake, "fake", 1, [], #{}, self(), make_ref(), undefined]
    ),
    lists:foreach(
        fun(Bad) -> {error, badarg} = avm_port:call(Port, x, Bad) end,
        [-1, 1.5, nonsense, 1 bsl 32, []]
    ),
    avm_port:close(Port).

bad_names() ->
    lists:foreach(
        fun(Name) -> {error, {no_driver, Name}} = avm_port:open(Name, #{}) end,
        ['no_such_driver', '', '../touch', 'a b', 'touch\0', 'touch.so']
    ).

touch_requests() ->
    Port = echoing(),
    {got, read_events} = avm_touch:read_events(Port),
    {got, get_stats} = avm_touch:get_stats(Port),
    {got, {subscribe, #{active := true}}} = avm_touch:subscribe(Port),
    {got, {subscribe, #{active := once}}} = avm_touch:subscribe(Port, once),
    {got, {subscribe, #{active := 7}}} = avm_touch:subscribe(Port, 7),
    {got, unsubscribe} = avm_touch:unsubscribe(Port),
    exit(Port, kill),
    ok = avm_touch:close(Port),
    ok.

display_requests() ->
    Port = echoing(),
    Config = make_ref(),
    {got, {set_backlight, #{level := 9}}} = avm_display:set_backlight(Port, 9),
    {got, get_config} = avm_display:get_config(Port),
    {got, {read_config, #{config := Config}}} = avm_display:read_config(Port, Config),
    {got, {fill, #{color := 16#FF00FF}}} = avm_display:fill(Port, 16#FF00FF),
    {got, {rect, #{x := -1, y := 2, width := 3, height := 4, color := 5}}} =
        avm_display:rect(Port, -1, 2, 3, 4, 5),
    {got, {text, #{x := 1, y := 2, text := <<"t">>, color := 3}}} =
        avm_display:text(Port, 1, 2, <<"t">>, 3),
    {got, {blit, #{x := 1, y := 2, width := 1, height := 1, data := <<7, 8>>}}} =
        avm_display:blit(Port, 1, 2, 1, 1, <<7, 8>>),
    {got, {update, [{rect, 0, 0, 1, 1, 7}]}} =
        avm_display:update(Port, [{rect, 0, 0, 1, 1, 7}]),
    exit(Port, kill),
    avm_display:close(Port).

audio_requests() ->
    Port = echoing(),
    {got, {play_buffer, #{data := <<1, 2>>}}} = avm_audio:play_buffer(Port, <<1, 2>>),
    {got, {play_buffer, #{data := <<>>}}} = avm_audio:play_buffer(Port, <<>>, 1000),
    {got, {set_volume, #{volume := 255}}} = avm_audio:set_volume(Port, 255),
    [{got, R} = avm_audio:R(Port) || R <- [pause, resume, get_stats, stop]],
    exit(Port, kill),
    %% The exit signal may not have arrived yet when the port is monitored.
    case avm_audio:stop(Port) of
        {error, closed} -> ok;
        {error, {exit, killed}} -> ok
    end,
    {error, closed} = avm_audio:stop(Port),
    avm_audio:close(Port).

spi_requests() ->
    Port = echoing(),
    Config = make_ref(),
    {got, {transfer, #{write := <<1>>, read := 2}}} = avm_spi:transfer(Port, <<1>>, 2),
    {got, {submit, #{write := <<>>, read := 1}}} = avm_spi:submit(Port, <<>>, 1),
    {got, {read_config, #{config := Config}}} = avm_spi:read_config(Port, Config),
    [{got, R} = avm_spi:R(Port) || R <- [get_config, get_stats]],
    exit(Port, kill),
    avm_spi:close(Port).

open() ->
    {ok, Port} = avm_port:open(fake),
    {ok, #{name := fake}} = avm_port:info(Port),
    ok = avm_port:close(Port),
    {error, {no_driver, touch}} = avm_touch:open(),
    {error, {no_driver, touch}} = avm_touch:open([swap_xy]),
    {error, {no_driver, display}} = avm_display:open(#{width => 1, height => 1}),
    {error, {no_driver, audio}} = avm_audio:open(),
    {error, {no_driver, spi}} = avm_spi:open(),
    ok.

open_refused() ->
    {error, busy} = avm_port:open(fake, #{open => {error, busy}}),
    {error, {bad_options, [a | b]}} = avm_port:open(fake, [a | b]),
    ok.

%% A driver that answers something else is ended.
open_foreign() ->
    {error, {bad_reply, what}} = avm_port:open(fake, #{open => what}),
    ok.

%% AtomVM has no bitstrings.
bitstring() ->
    Port = fake(),
    {ok, <<1:3>>} = avm_port:call(Port, {echo, #{value => <<1:3>>}}),
    avm_port:close(Port).

otp_port() ->
    Port = open_port({spawn, "cat"}, []),
    {error, badarg} = avm_port:call(Port, x),
    true = port_close(Port),
    ok.

%% The application file names every module there is, and no other.
app_lists_modules() ->
    Beam = code:which(avm_port),
    Source = proplists:get_value(source, avm_port:module_info(compile)),
    {ok, [{application, avm_port, Keys}]} =
        file:consult(filename:join(filename:dirname(Source), "avm_port.app.src")),
    Sources = filelib:wildcard(filename:join(filename:dirname(Source), "**/*.erl")),
    true = lists:sort(proplists:get_value(modules, Keys)) =:=
        lists:sort([list_to_atom(filename:basename(S, ".erl")) || S <- Sources]),
    true = is_list(Beam),
    ok.

%% A port of the fake driver that is open and belongs to the caller.
fake() ->
    Port = avm_fake_port_driver:start(#{owner => self()}),
    ok = avm_port:call(Port, {'$open', #{}}),
    Port.

echoing() ->
    spawn(fun Loop() ->
        receive
            {'$call', {Pid, Ref}, Request} -> Pid ! {Ref, {got, Request}}
        end,
        Loop()
    end).

%% What is in the mailbox, which stays as it is.
peek() ->
    Messages = mailbox(),
    [self() ! Message || Message <- Messages].

mailbox() ->
    receive
        Message -> [Message | mailbox()]
    after 0 -> []
    end.

sleep(Ms) ->
    receive
    after Ms -> ok
    end.
