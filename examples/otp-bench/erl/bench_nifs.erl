%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The NIFs of one library, and the loops that call them. Each library has
%% this module under a name of its own, so that all loops are the same code.
-module(bench_nifs).

-export([noop/0, events/0, options/1, options_map/1, new/1, get/1, dropped/0]).
-export([cpu_ns/0, repeat/3, nothing/1]).

-nifs([noop/0, events/0, options/1, options_map/1, new/1, get/1, dropped/0, cpu_ns/0]).
-on_load(init/0).
-compile({no_auto_import, [get/1]}).

init() -> erlang:load_nif("./" ++ atom_to_list(?MODULE), 0).

noop() -> erlang:nif_error(not_loaded).
events() -> erlang:nif_error(not_loaded).
options(_) -> erlang:nif_error(not_loaded).
options_map(_) -> erlang:nif_error(not_loaded).
new(_) -> erlang:nif_error(not_loaded).
get(_) -> erlang:nif_error(not_loaded).
dropped() -> erlang:nif_error(not_loaded).

%% What the VM had of the CPU; of the library in C alone.
cpu_ns() -> erlang:nif_error(not_loaded).

%% Calls a NIF so often, and has what `new/1' made dropped.
repeat(noop, _, N) -> noops(N);
repeat(events, _, N) -> events(N);
repeat(options, Options, N) -> options(Options, N);
repeat(options_map, Options, N) -> options_map(Options, N);
repeat(new, Number, N) ->
    Before = dropped(),
    ok = news(Number, N),
    true = erlang:garbage_collect(),
    settled(Before + N);
repeat(get, Resource, N) -> gets(Resource, N).

noops(0) -> ok;
noops(N) ->
    _ = noop(),
    noops(N - 1).

events(0) -> ok;
events(N) ->
    _ = events(),
    events(N - 1).

options(_, 0) -> ok;
options(Options, N) ->
    _ = options(Options),
    options(Options, N - 1).

options_map(_, 0) -> ok;
options_map(Options, N) ->
    _ = options_map(Options),
    options_map(Options, N - 1).

news(_, 0) ->
    ok;
news(Number, N) ->
    _ = new(Number),
    news(Number, N - 1).

%% The VM drops what is no more a little later.
settled(Dropped) ->
    case dropped() >= Dropped of
        true -> ok;
        false -> erlang:yield() andalso settled(Dropped)
    end.

gets(_, 0) -> ok;
gets(Resource, N) ->
    _ = get(Resource),
    gets(Resource, N - 1).

%% The loop without a call.
nothing(0) -> ok;
nothing(N) -> nothing(N - 1).
