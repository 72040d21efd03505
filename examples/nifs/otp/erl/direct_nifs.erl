%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc A module that loads a library of NIFs of its own.
-module(direct_nifs).

-export([
    sum/2, reverse/1, swap/1, range/2, refuse/1, panic/1, new_counter/1, count/1, counts/0
]).

-nifs([sum/2, reverse/1, swap/1, range/2, refuse/1, panic/1, new_counter/1, count/1, counts/0]).
-on_load(init/0).

init() ->
    erlang:load_nif("./libdirect_nifs", 0).

sum(_, _) -> erlang:nif_error(not_loaded).
reverse(_) -> erlang:nif_error(not_loaded).
swap(_) -> erlang:nif_error(not_loaded).
range(_, _) -> erlang:nif_error(not_loaded).
refuse(_) -> erlang:nif_error(not_loaded).
panic(_) -> erlang:nif_error(not_loaded).
new_counter(_) -> erlang:nif_error(not_loaded).
count(_) -> erlang:nif_error(not_loaded).
counts() -> erlang:nif_error(not_loaded).
