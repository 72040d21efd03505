%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The library loaded, upgraded, purged and taken over, as in OTP's `nif_SUITE'.
-module(nif_suite_load).

-export([cases/0]).
-export([reload_error/0, resource_takeover/0, upgrade/0, t_load_race/0]).

-import(suite_nif, [library/0, get_resource/2, make_new_resource/3, next/0, nothing/0, raised/1]).

-define(GOLD, 0).
-define(SILVER, 1).

cases() -> [reload_error, upgrade, t_load_race, resource_takeover].

%% A library that is loaded is not loaded twice, and goes on.
reload_error() ->
    Library = library(),
    [ok = avm_port_nif:load() || _ <- lists:seq(1, 100)],
    Path = avm_port_nif_path(),
    %% Only the module itself may.
    {error, {bad_lib, _}} = erlang:load_nif(Path, 1),
    Library = library().

%% New code of the module has the library, also if older code was deleted before.
upgrade() ->
    Library = library(),
    [begin upgraded(Delete), Library = library() end || Delete <- [false, true, false, true, true]],
    ok.

upgraded(Delete) ->
    Delete andalso code:delete(avm_port_nif),
    _ = Delete andalso code:purge(avm_port_nif),
    {module, avm_port_nif} = code:load_file(avm_port_nif),
    _ = code:purge(avm_port_nif),
    ok.

%% Many want the library at the moment at which it is loaded, or purged.
t_load_race() ->
    Library = library(),
    [ok = race(Library) || _ <- lists:seq(1, 20)],
    ok.

race(Library) ->
    %% There, or the code might be deleted right after a racer had it loaded.
    Library = library(),
    Racers = [spawn_monitor(fun() -> racer(Library, N) end) || N <- lists:seq(1, 16)],
    true = code:delete(avm_port_nif),
    _ = code:purge(avm_port_nif),
    Ends = [receive {'DOWN', Ref, process, Pid, Why} -> Why end || {Pid, Ref} <- Racers],
    %% A purge ends a process that runs the old code; whoever is not ended has got through.
    [] = [End || End <- Ends, End =/= normal, End =/= killed],
    ok.

racer(Library, N) when N rem 2 =:= 0 ->
    Library = library(),
    ok;
racer(_Library, _N) ->
    case avm_port:open(sender, #{joins => true}) of
        {ok, Port} ->
            case avm_port:call(Port, {work, #{ms => 0}}) of
                ok -> ok;
                {error, {exit, Why}} when Why =:= unloaded; Why =:= killed -> ok
            end,
            ok = closed(avm_port:close(Port));
        {error, {exit, Why}} when Why =:= unloaded; Why =:= killed ->
            ok
    end.

closed(ok) -> ok;
closed({error, {exit, Why}}) when Why =:= unloaded; Why =:= killed -> ok.

%% Values that older code made are as good as new for the same library; to another one they are
%% strangers, and are dropped by the one that made them, even when no code has it any more.
resource_takeover() ->
    First = library(),
    Papa = self(),
    Holder = spawn_link(fun() -> hold(#{}) end),
    Keys = [{Type, N} || Type <- [?GOLD, ?SILVER], N <- [1, 2, 3]],
    [ok = ask(Holder, {make, Key, Papa}) || Key <- Keys],
    forgotten(Holder, {?GOLD, 1}, First),
    forgotten(Holder, {?SILVER, 1}, First),
    upgraded(false),
    First = library(),
    [{_, _} = ask(Holder, {get, Key}) || {_, N} = Key <- Keys, N > 1],
    forgotten(Holder, {?GOLD, 2}, First),
    Path = avm_port_nif_path(),
    Copy = filename:absname("taken_over"),
    {ok, _} = file:copy(Path ++ ".so", Copy ++ ".so"),
    ok = application:set_env(avm_port, library, Copy),
    upgraded(false),
    Second = library(),
    true = Second =/= First,
    [{error, badarg} = ask(Holder, {get, Key}) || Key <- [{?SILVER, 2}, {?GOLD, 3}]],
    ok = ask(Holder, {make, {?GOLD, 4}, Papa}),
    forgotten(Holder, {?SILVER, 2}, First),
    forgotten(Holder, {?GOLD, 4}, Second),
    %% A library that cannot be loaded leaves what there is as it was.
    ok = ask(Holder, {make, {?GOLD, 5}, Papa}),
    ok = application:set_env(avm_port, library, filename:absname("absent")),
    {module, avm_port_nif} = code:load_file(avm_port_nif),
    {error, {library, absent}} = raised(fun() -> library() end),
    forgotten(Holder, {?GOLD, 5}, Second),
    forgotten(Holder, {?GOLD, 3}, First),
    ok = application:set_env(avm_port, library, Path),
    First = library(),
    forgotten(Holder, {?SILVER, 3}, First),
    nothing().

avm_port_nif_path() ->
    case application:get_env(avm_port, library) of
        {ok, Path} -> Path;
        undefined -> filename:join(code:priv_dir(avm_port), "avm_port_nif")
    end.

forgotten(Holder, Key, Library) ->
    ok = ask(Holder, {forget, Key}),
    Data = data(Key),
    {dropped, Library, Data} = next().

data(Key) -> list_to_binary(io_lib:format("~p", [Key])).

ask(Holder, Request) ->
    Holder ! {self(), Request},
    receive
        {Holder, Answer} -> Answer
    end.

hold(Terms) ->
    receive
        {From, {make, {Type, _} = Key, Tell}} ->
            Term = make_new_resource(Type, data(Key), Tell),
            From ! {self(), ok},
            hold(Terms#{Key => Term});
        {From, {get, {Type, _} = Key}} ->
            From ! {self(), got(Type, maps:get(Key, Terms))},
            hold(Terms);
        {From, {forget, Key}} ->
            Rest = maps:remove(Key, Terms),
            From ! {self(), ok},
            forget(Rest)
    end.

got(Type, Term) ->
    case raised(fun() -> get_resource(Type, Term) end) of
        {returned, Value} -> Value;
        Raised -> Raised
    end.

forget(Terms) ->
    true = erlang:garbage_collect(),
    hold(Terms).
