%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What the tests of resources have in common: ports, holders, patience.
-module(resource_script).

-export([open/0, make/3, read/2, elsewhere/1, holder/1, pass_on/1, let_go/1, told/1]).
-export([counts/2, settled/2]).

%% The port that makes resources, and one that keeps them.
-spec open() -> {avm_port:native(), avm_port:native()}.
open() ->
    {ok, Maker} = avm_port:open(maker),
    {ok, Keeper} = avm_port:open(keeper),
    {Maker, Keeper}.

%% A resource that tells `Tell' when it is dropped.
-spec make(avm_port:native(), non_neg_integer(), pid() | undefined) -> term().
make(Maker, Number, Tell) ->
    {ok, Resource} = avm_port:call(Maker, {make, #{number => Number, tell => Tell}}),
    Resource.

-spec read(avm_port:native(), term()) -> term().
read(Maker, Resource) ->
    avm_port:call(Maker, {read, #{resource => Resource}}).

%% What a function returns, run by a process that is gone then, so that the heap
%% of the caller never had what the function handled.
-spec elsewhere(fun(() -> term())) -> term().
elsewhere(Do) ->
    Test = self(),
    {Pid, Ref} = spawn_opt(fun() -> Test ! {self(), Do()} end, [monitor]),
    receive
        {'DOWN', Ref, process, Pid, normal} -> ok;
        {'DOWN', Ref, process, Pid, Reason} -> exit({elsewhere, Reason})
    end,
    receive
        {Pid, Result} -> Result
    after 0 -> exit(no_result)
    end.

%% A process that holds a term until it is told to let go. It has the term on its
%% heap when this returns.
-spec holder(term()) -> pid().
holder(Term) ->
    Pid = spawn(fun hold/0),
    Pid ! {hold, self(), Term},
    receive
        {holds, Pid} -> Pid
    after 5000 -> exit(does_not_hold)
    end.

hold() ->
    receive
        {hold, From, Held} ->
            From ! {holds, self()},
            hold(Held)
    end.

hold(Held) ->
    receive
        let_go ->
            ok;
        {pass_on, To} ->
            To ! {passed_on, self(), Held},
            hold(Held)
    end.

%% What a holder holds.
-spec pass_on(pid()) -> term().
pass_on(Holder) ->
    Holder ! {pass_on, self()},
    receive
        {passed_on, Holder, Held} -> Held
    after 5000 -> exit(nothing_passed_on)
    end.

%% Ends a holder. Whether it is gone with all it held, only what it held can tell.
-spec let_go(pid()) -> ok.
let_go(Holder) ->
    Ref = erlang:monitor(process, Holder),
    Holder ! let_go,
    receive
        {'DOWN', Ref, process, Holder, normal} -> ok
    after 5000 -> exit(does_not_let_go)
    end.

%% Waits for what a resource tells.
-spec told(non_neg_integer()) -> term().
told(Patience) ->
    receive
        {dropped, _} = Told -> Told;
        {down, _, _, _} = Told -> Told
    after Patience -> nothing
    end.

%% `{Created, Alive, Dropped}'.
-spec counts(avm_port:native(), atom()) -> {integer(), integer(), integer()}.
counts(Maker, Which) ->
    avm_port:call(Maker, Which).

%% The counts once nothing is alive, with patience.
-spec settled(avm_port:native(), atom()) -> {integer(), integer(), integer()}.
settled(Maker, Which) ->
    settled(Maker, Which, 250).

settled(Maker, Which, Tries) ->
    case counts(Maker, Which) of
        {_, Alive, _} when Alive > 0, Tries > 0 ->
            erlang:garbage_collect(),
            script:sleep(20),
            settled(Maker, Which, Tries - 1);
        Counts ->
            Counts
    end.
