%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What the programs that test pores have in common.
-module(pore_script).

-export([sections/2, pair/2, talks/2, goes/3, close/1, told/1, peers/1]).

-define(PATIENCE, 10000).

%% Runs checks, each of which gives rows of what was asked, what was to come, and what came. A line
%% of the transcript has the rows that are wrong, how a good pore fares then, and what is left over.
-spec sections(binary(), [{atom(), fun(() -> [{term(), term(), term()}])}]) -> ok.
sections(Name, Sections) ->
    Good = list_to_binary([Name, "-good"]),
    %% What is made once, with the first pore, is no leftover.
    {ok, ok, _} = section(fun() -> [] end, Good, unknown),
    script:sleep(200),
    Before = counts(),
    _ = [script:show(Label, section(Checks, Good, Before)) || {Label, Checks} <- Sections],
    ok.

%% In a process of its own, which has no other mail, and takes with it what it left open.
section(Checks, Good, Before) ->
    Test = self(),
    Ref = make_ref(),
    {Pid, Monitor} = spawn_opt(
        fun() ->
            Wrong = [Row || {_, Wanted, Got} = Row <- Checks(), Got =/= Wanted],
            Test ! {Ref, all_or(Wrong)}
        end,
        [monitor]
    ),
    receive
        {'DOWN', Monitor, process, Pid, normal} ->
            receive
                {Ref, Wrong} -> {Wrong, works(Good), settled(Before, 500)}
            end;
        {'DOWN', Monitor, process, Pid, Why} ->
            {crash, Why}
    after 60000 ->
        exit(Pid, kill),
        hangs
    end.

all_or([]) -> ok;
all_or(Wrong) -> list_to_tuple(Wrong).

%% Both ends of a pore, of the caller: of who opened it, with these options, and of who listened.
-spec pair(binary(), avm_pore:options()) -> {avm_port:native(), avm_port:native()}.
pair(Name, Options) ->
    {ok, Listener} = avm_pore:listen(Options#{name => Name}),
    {ok, Here} = avm_pore:open(Name),
    {ok, There} = avm_pore:accept(Listener, ?PATIENCE),
    true = avm_pore:close(Listener),
    {Here, There}.

%% Whether bytes go both ways, and none before them.
-spec talks(avm_port:native(), avm_port:native()) -> ok | term().
talks(Here, There) ->
    Ways = [{Here, There, <<"there">>}, {There, Here, <<"and back">>}],
    case [Went || {From, To, Bytes} <- Ways, (Went = goes(From, To, Bytes)) =/= {ok, Bytes}] of
        [] -> ok;
        Wrong -> Wrong
    end.

%% What comes at one end of what is written at the other one. Who writes is told so a moment before
%% it is there to be read.
-spec goes(avm_port:native(), avm_port:native(), binary()) -> {ok, binary()} | term().
goes(From, To, Bytes) ->
    {ok, _} = avm_pore:write(From, Bytes),
    receive
        {irq, To} -> avm_pore:read(To)
    after ?PATIENCE -> silent
    end.

%% Whether a pore of this name does all that it should.
works(Name) ->
    {Here, There} = pair(Name, #{}),
    Talks = talks(Here, There),
    Facts = [
        {State, In, Undelivered, Rings > 0}
     || Pore <- [Here, There],
        {ok, #{state := State, in := In, undelivered := Undelivered, rings := Rings}} <-
            [avm_pore:info(Pore)]
    ],
    Fresh = {open, 0, 0, true},
    Closed = [avm_pore:close(Here), told(There), avm_pore:close(There)],
    case {Talks, Facts, Closed} of
        {ok, [Fresh, Fresh], [true, peer, true]} -> ok;
        Wrong -> Wrong
    end.

%% Rows of what was to come of closing these, and came.
-spec close([avm_port:native()]) -> [{close, true, term()}].
close(Pores) ->
    [{close, true, avm_pore:close(Pore)} || Pore <- Pores].

%% Why a pore is over, once its owner is told.
-spec told(avm_port:native()) -> term().
told(Pore) ->
    receive
        {closed, Pore, Reason} -> Reason
    after ?PATIENCE -> silent
    end.

%% How many peers wait to be accepted, and how many were sent away.
-spec peers(avm_port:native()) -> {ok, {non_neg_integer(), non_neg_integer()}}.
peers(Listener) ->
    {ok, #{state := listening, ready := Ready, refused := Refused}} = avm_pore:info(Listener),
    {ok, {Ready, Refused}}.

%% What this process of the system has: ports, and on Erlang/OTP, where each port is a process,
%% files and mappings as well; AtomVM cannot tell those.
counts() ->
    case avm_port_native:machine() of
        otp ->
            {ok, Files} = file:list_dir("/proc/self/fd"),
            {ok, Maps} = file:read_file("/proc/self/maps"),
            {length(processes()), length(Files), length(binary:matches(Maps, <<"memfd:pore">>))};
        atomvm ->
            {erlang:system_info(process_count), erlang:system_info(port_count)}
    end.

%% Waits until there is no more than there was.
settled(Before, Tries) ->
    case counts() of
        Before ->
            ok;
        _ when Tries > 0, Before =/= unknown ->
            script:sleep(10),
            settled(Before, Tries - 1);
        After ->
            {Before, After}
    end.
