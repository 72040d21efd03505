%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Ports, values and NIFs used as nobody should: an answer or an exception, every time.
-module(suite_misuse).

-export([start/0]).

-import(suite_nif, [raised/1]).

start() ->
    Parts = [
        {others, fun others/0},
        {closed, fun closed/0},
        {handles, fun handles/0},
        {bells, fun bells/0},
        {arity, fun arity/0},
        {types, fun types/0},
        {twice, fun twice/0},
        {version, fun version/0}
    ],
    [ok = part(Name, Part) || {Name, Part} <- Parts],
    ok.

part(Name, Part) ->
    {Pid, Ref} = spawn_monitor(fun() -> ok = Part() end),
    receive
        {'DOWN', Ref, process, Pid, normal} -> io:format("~s~n", [Name]);
        {'DOWN', Ref, process, Pid, Reason} -> {Name, Reason}
    after 60000 -> {Name, {hangs, process_info(Pid, current_stacktrace)}}
    end.

open() ->
    {ok, Port} = avm_port:open(sender, #{joins => true}),
    Port.

%% Whoever has the port may call and close it, not only its owner.
others() ->
    Port = open(),
    ok = other(fun() -> avm_port:call(Port, {work, #{ms => 0}}) end),
    {error, Why} = other(fun() -> avm_port:call(Port, nonsense) end),
    true = is_tuple(Why) orelse is_atom(Why),
    ok = other(fun() -> avm_port:close(Port) end),
    {error, closed} = avm_port:call(Port, {work, #{ms => 0}}),
    %% The one that opened it is its owner: what another one opened is gone with that.
    Gone = other(fun open/0),
    _ = script_gone(Gone),
    {error, closed} = avm_port:call(Gone, {work, #{ms => 0}}),
    ok.

script_gone(Port) ->
    Ref = erlang:monitor(process, Port),
    receive
        {'DOWN', Ref, process, Port, Why} -> Why
    end.

other(F) ->
    Papa = self(),
    Pid = spawn_link(fun() -> Papa ! {self(), F()} end),
    receive
        {Pid, Result} -> Result
    end.

%% A port that is closed, however, is closed to everybody, and again.
closed() ->
    Ends = [
        fun avm_port:close/1,
        fun(Port) -> exit(Port, shutdown) end,
        fun(Port) -> exit(Port, kill) end
    ],
    [ok = closed(open(), End) || End <- Ends],
    Strangers = [self(), whereis(init), nonsense, make_ref(), <<>>, hd(erlang:ports())],
    [{error, _} = avm_port:call(Stranger, {work, #{ms => 0}}, 20) || Stranger <- Strangers],
    ok.

closed(Port, End) ->
    _ = End(Port),
    _ = script_gone(Port),
    [{error, closed} = avm_port:call(Port, {work, #{ms => 0}}) || _ <- [1, 2]],
    [ok = avm_port:close(Port) || _ <- [1, 2]],
    _ = [Port ! Message || Message <- ['$avm_wake', {'$call', self(), x}, nonsense]],
    ok.

%% The native functions, with handles that are none, that many use at once, and that are closed.
handles() ->
    Functions = [message, message_blocking, event, event_blocking, close, close_blocking],
    Terms = [make_ref(), self(), nonsense, <<>>, [], suite_nif:make_new_resource(0, <<"x">>)],
    [true = is_atom(native(F, Term)) || F <- Functions, Term <- Terms],
    {ok, Port, false} = avm_port_nif:open(sender, self()),
    ok = handled(Port, {'$open', #{joins => true}}),
    Many = [spawn_monitor(fun() -> [native(F, Port) || F <- Functions] end) || _ <- lists:seq(1, 32)],
    [receive {'DOWN', Monitor, process, Pid, Why} -> normal = Why end || {Pid, Monitor} <- Many],
    [normal = native(F, Port) || F <- Functions, F =/= close, F =/= close_blocking],
    [ok = native(F, Port) || F <- [close, close_blocking, close]],
    %% A handle that comes back from the external format is the port, or nothing.
    Copy = binary_to_term(term_to_binary(Port)),
    normal = native(event, Copy),
    {error, {no_driver, "sender"}} = avm_port_nif:open("sender", self()),
    {error, badarg} = raised(fun() -> avm_port_nif:open(sender, nobody) end),
    {error, {no_driver, absent}} = avm_port_nif:open(absent, self()),
    ok.

%% A bell that is rung on after its port was closed wakes nobody, not even who served the port.
bells() ->
    {ok, Port, false} = avm_port_nif:open(sender, self()),
    Calls = [{'$open', #{joins => false}}, {storm, #{threads => 4, messages => 20000}}],
    [ok = handled(Port, Call) || Call <- Calls],
    ok = native(close, Port),
    _ = flush(0),
    %% One ring may have been on its way.
    true = wakes(Port, 0) =< 1,
    ok.

%% How often this process is woken until the last thread has ended.
wakes(Port, Count) ->
    normal = native(event, Port),
    case suite_nif:sender_threads() of
        0 -> Count + flush(0);
        _ -> wakes(Port, Count + flush(0))
    end.

%% Takes all messages; how many are of bells.
flush(Wakes) ->
    receive
        '$avm_wake' -> flush(Wakes + 1);
        _ -> flush(Wakes)
    after 0 -> Wakes
    end.

handled(Port, Request) ->
    Ref = make_ref(),
    true = lists:member(avm_port_nif:message(Port, {'$call', {self(), Ref}, Request}), [ok, collect]),
    receive
        {Ref, Reply} -> Reply
    end.

native(F, Port) when F =:= message; F =:= message_blocking -> avm_port_nif:F(Port, {'$call', x, y});
native(F, Port) -> avm_port_nif:F(Port).

%% What the library does not have is undefined, as a function is.
arity() ->
    [
        {error, undef} = raised(fun() -> avm_nif:call(Module, Name, Arguments) end)
     || {Module, Name, Arguments} <- [
            {suite_nif, library, [1]},
            {suite_nif, get_resource, [1]},
            {suite_nif, get_resource, [1, 2, 3]},
            {suite_nif, none, []},
            {none, library, []},
            {suite_nif, library, lists:seq(1, 17)},
            {suite_nif, library, lists:seq(1, 1000)}
        ]
    ],
    [
        {error, badarg} = raised(fun() -> avm_nif:call(suite_nif, library, Arguments) end)
     || Arguments <- [none, [1 | 2], #{}, <<>>]
    ],
    [{error, undef} = raised(fun() -> avm_nif:call(M, N, []) end) || {M, N} <- [{1, a}, {"a", <<>>}]],
    ok.

%% Each NIF with each term at each place: a value, or `badarg'.
types() ->
    Terms = [
        -1, 0, 256, 1 bsl 64, 1.5, nonsense, self(), make_ref(), <<>>, <<1:3>>, <<255>>, "", "text",
        [a | b], {}, {1, 2}, #{}, fun types/0, suite_nif:alloc_blob(), hd(erlang:ports())
    ],
    Nifs = [
        {alloc_resource, 2}, {make_new_resource, 3}, {make_resource, 1}, {get_resource, 2},
        {release_resource, 1}, {release_resource_from_thread, 1}, {make_new_resource_binary, 1},
        {alloc_monitor_resource, 1}, {monitor_process, 3}, {demonitor_process, 2}, {watched, 1},
        {grow_blob, 2}, {clear_blob, 1}, {send_blob, 2}, {copy_blob, 1}, {send_blob_thread, 3},
        {join_send_thread, 1}, {frenzy_monitor_term, 2}
    ],
    Outcomes = [
        called(Name, Arguments)
     || {Name, Arity} <- Nifs, Arguments <- lists:sublist(tuples(Arity, Terms), 2000)
    ],
    [badarg, value] = lists:usort(Outcomes),
    receive_all().

called(Name, Arguments) ->
    case raised(fun() -> avm_nif:call(suite_nif, Name, Arguments) end) of
        {returned, _} -> value;
        {error, badarg} -> badarg;
        Other -> {Name, Arguments, Other}
    end.

tuples(0, _Terms) -> [[]];
tuples(N, Terms) -> [[Term | Rest] || Rest <- tuples(N - 1, Terms), Term <- Terms].

receive_all() ->
    receive
        _ -> receive_all()
    after 50 -> ok
    end.

%% To load the library again, from anywhere, changes nothing.
twice() ->
    Library = suite_nif:library(),
    Port = open(),
    Path = filename:join(code:priv_dir(avm_port), "avm_port_nif"),
    {error, {bad_lib, _}} = erlang:load_nif(Path, 1),
    [ok = avm_port_nif:load() || _ <- [1, 2, 3]],
    [{module, avm_port_nif} = code:load_file(avm_port_nif) || _ <- [1], not erlang:check_old_code(avm_port_nif)],
    ok = avm_port:call(Port, {work, #{ms => 0}}),
    Library = suite_nif:library(),
    avm_port:close(Port).

%% A library of another version is refused by its number, and one that is right is taken after it.
version() ->
    Library = suite_nif:library(),
    _ = code:purge(avm_port_nif),
    ok = application:set_env(avm_port, library, filename:absname("other_version")),
    {module, avm_port_nif} = code:load_file(avm_port_nif),
    _ = code:purge(avm_port_nif),
    [{error, {library, {version, 1000, 1}}} = avm_port:open(sender, #{joins => true}) || _ <- [1, 2]],
    {error, {library, {version, 1000, 1}}} = raised(fun suite_nif:library/0),
    ok = application:unset_env(avm_port, library),
    {module, avm_port_nif} = code:load_file(avm_port_nif),
    _ = code:purge(avm_port_nif),
    Library = suite_nif:library(),
    avm_port:close(open()).
