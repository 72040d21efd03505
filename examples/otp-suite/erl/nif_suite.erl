%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Cases of OTP's `nif_SUITE', told again: prints the name of each that passes.
-module(nif_suite).

-export([start/0]).

-define(GROUPS, [
    nif_suite_resource,
    nif_suite_monitor,
    nif_suite_send,
    nif_suite_load
]).

start() ->
    [ok = run(Group, Case) || Group <- ?GROUPS, Case <- Group:cases()],
    ok.

%% In a process of its own, with an empty mailbox and nothing on its heap.
run(Group, Case) ->
    _ = suite_nif:last_resource_dtor_call(),
    {Pid, Ref} = spawn_monitor(Group, Case, []),
    receive
        {'DOWN', Ref, process, Pid, normal} -> io:format("~s~n", [Case]);
        {'DOWN', Ref, process, Pid, Reason} -> {Group, Case, Reason}
    after 60000 -> {Group, Case, {hangs, process_info(Pid, current_stacktrace)}}
    end.
