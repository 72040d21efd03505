%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The functions that the Rust package `example-nifs' has as NIFs.
%%
%% On AtomVM the NIF is called in the place of the function here, where a caller
%% names the module; on Erlang/OTP by the function.
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

sum(A, B) -> avm_nif:call(?MODULE, sum, [A, B]).
mean(A, B) -> avm_nif:call(?MODULE, mean, [A, B]).
reverse(A) -> avm_nif:call(?MODULE, reverse, [A]).
is_palindrome(A) -> avm_nif:call(?MODULE, is_palindrome, [A]).
swap(A) -> avm_nif:call(?MODULE, swap, [A]).
range(A, B) -> avm_nif:call(?MODULE, range, [A, B]).
divide(A, B) -> avm_nif:call(?MODULE, divide, [A, B]).
refuse(A) -> avm_nif:call(?MODULE, refuse, [A]).
panic(A) -> avm_nif:call(?MODULE, panic, [A]).
new_counter(A) -> avm_nif:call(?MODULE, new_counter, [A]).
count(A) -> avm_nif:call(?MODULE, count, [A]).
counts() -> avm_nif:call(?MODULE, counts, []).
display_size(A) -> avm_nif:call(?MODULE, display_size, [A]).
display_backlight(A) -> avm_nif:call(?MODULE, display_backlight, [A]).
