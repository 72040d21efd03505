%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The functions that the Rust package `example-nifs' has as NIFs.
%%
%% On AtomVM the NIF is called instead of the function here, where a caller
%% names the module.
%% @end
%%-----------------------------------------------------------------------------
-module(example_nifs).

-export([
    sum/2,
    mean/2,
    reverse/1,
    is_palindrome/1,
    swap/1,
    range/2,
    divide/2,
    refuse/1,
    panic/1,
    new_counter/1,
    count/1,
    counts/0,
    display_size/1,
    display_backlight/1
]).

sum(_, _) -> erlang:nif_error(undefined).
mean(_, _) -> erlang:nif_error(undefined).
reverse(_) -> erlang:nif_error(undefined).
is_palindrome(_) -> erlang:nif_error(undefined).
swap(_) -> erlang:nif_error(undefined).
range(_, _) -> erlang:nif_error(undefined).
divide(_, _) -> erlang:nif_error(undefined).
refuse(_) -> erlang:nif_error(undefined).
panic(_) -> erlang:nif_error(undefined).
new_counter(_) -> erlang:nif_error(undefined).
count(_) -> erlang:nif_error(undefined).
counts() -> erlang:nif_error(undefined).
display_size(_) -> erlang:nif_error(undefined).
display_backlight(_) -> erlang:nif_error(undefined).
