%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc The NIFs of the library, and what its programs have in common.
-module(suite_nif).

-export([library/0, alloc_resource/2, make_new_resource/2, make_new_resource/3]).
-export([make_resource/1, get_resource/2, release_resource/1]).
-export([release_resource_from_thread/1, make_new_resource_binary/1]).
-export([last_resource_dtor_call/0, resources/0]).
-export([alloc_monitor_resource/1, monitor_process/3, demonitor_process/2, watched/1]).
-export([send_list_seq/2, send_term/2]).
-export([alloc_blob/0, grow_blob/2, clear_blob/1, send_blob/2, copy_blob/1]).
-export([send_blob_thread/3, join_send_thread/1]).
-export([frenzy_make/1, frenzy_monitor/2, frenzy_demonitor/2, frenzy_monitor_term/2]).
-export([frenzy_release/2, frenzy_stats/0, sender_threads/0]).
-export([settled/0, raised/1, next/0, next/1, nothing/0, eventually/1]).

-define(NIF(Name, Arguments), avm_nif:call(?MODULE, Name, Arguments)).

library() -> ?NIF(library, []).
alloc_resource(Type, Data) -> ?NIF(alloc_resource, [Type, Data]).
make_new_resource(Type, Data) -> make_new_resource(Type, Data, nobody).
make_new_resource(Type, Data, Tell) -> ?NIF(make_new_resource, [Type, Data, Tell]).
make_resource(Id) -> ?NIF(make_resource, [Id]).
get_resource(Type, Term) -> ?NIF(get_resource, [Type, Term]).
release_resource(Id) -> ?NIF(release_resource, [Id]).
release_resource_from_thread(Id) -> ?NIF(release_resource_from_thread, [Id]).
make_new_resource_binary(Data) -> ?NIF(make_new_resource_binary, [Data]).
resources() -> ?NIF(resources, []).
alloc_monitor_resource(Tell) -> ?NIF(alloc_monitor_resource, [Tell]).
monitor_process(Id, Pid, FromThread) -> ?NIF(monitor_process, [Id, Pid, FromThread]).
demonitor_process(Id, Monitor) -> ?NIF(demonitor_process, [Id, Monitor]).
watched(Id) -> ?NIF(watched, [Id]).
send_list_seq(N, To) -> ?NIF(send_list_seq, [N, To]).
send_term(To, Term) -> ?NIF(send_term, [To, Term]).
alloc_blob() -> ?NIF(alloc_blob, []).
grow_blob(Blob, Term) -> ?NIF(grow_blob, [Blob, Term]).
clear_blob(Blob) -> ?NIF(clear_blob, [Blob]).
send_blob(Blob, To) -> ?NIF(send_blob, [Blob, To]).
copy_blob(Blob) -> ?NIF(copy_blob, [Blob]).
send_blob_thread(Blob, To, Join) -> ?NIF(send_blob_thread, [Blob, To, Join]).
join_send_thread(Blob) -> ?NIF(join_send_thread, [Blob]).
frenzy_make(Slot) -> ?NIF(frenzy_make, [Slot]).
frenzy_monitor(Slot, Pid) -> ?NIF(frenzy_monitor, [Slot, Pid]).
frenzy_demonitor(Slot, Which) -> ?NIF(frenzy_demonitor, [Slot, Which]).
frenzy_monitor_term(Term, Pid) -> ?NIF(frenzy_monitor_term, [Term, Pid]).
frenzy_release(Slot, FromThread) -> ?NIF(frenzy_release, [Slot, FromThread]).
frenzy_stats() -> ?NIF(frenzy_stats, []).
sender_threads() -> ?NIF(sender_threads, []).

%% `{Id, Data, Count}' of the destructors since it was asked, or `undefined'.
last_resource_dtor_call() ->
    settled(),
    ?NIF(last_resource_dtor_call, []).

%% Waits until destructors ran that the VM put off.
settled() ->
    _ = erts_debug:set_internal_state(available_internal_state, true),
    _ = erts_debug:set_internal_state(wait, aux_work),
    ok.

raised(F) ->
    try F() of
        Result -> {returned, Result}
    catch
        Class:Reason -> {Class, Reason}
    end.

%% The next message; the program fails without one.
next() -> next(5000).

next(Ms) ->
    receive
        Message -> Message
    after Ms -> error({no_message, Ms})
    end.

%% No message, and none is on its way.
nothing() ->
    settled(),
    receive
        Message -> error({unexpected, Message})
    after 20 -> ok
    end.

%% Waits until something holds.
eventually(F) -> eventually(F, 500).

eventually(F, 0) -> error({never, F()});
eventually(F, Tries) ->
    case F() of
        true ->
            ok;
        _ ->
            receive
            after 10 -> eventually(F, Tries - 1)
            end
    end.
