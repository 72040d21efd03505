%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc What is known of each device node, kept while the hub runs.
%%
%% Each row has one writer at a time: the process of its node, and when that is
%% gone, `cluster_finder'.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_table).

-export([new/0, rows/0]).
-export([opening/1, open/2, received/2, sampled/3, lied/2, ended/2]).

-export_type([row/0, state/0]).

-type state() :: opening | open | down | banned.
%% Whether its ports are being opened, are open, are gone with the node, or the
%% node was sent away.

-type row() :: #{
    node := node(),
    state := state(),
    reason := term(),
    opens := non_neg_integer(),
    speaker := boolean(),
    received := non_neg_integer(),
    earlier := non_neg_integer(),
    total := non_neg_integer(),
    lies := non_neg_integer(),
    exact := boolean(),
    stats := avm_touch:stats() | none
}.
%% How often its ports were opened; the events that had come since then when the
%% port's last counts, `stats', came, or until the node was gone; those of the
%% times before; all that have come by now; what was dropped because it was no
%% event. The counts are `exact' if they add up, and what they call delivered is
%% what had been received.

%% @doc Make the table; it belongs to the calling process.
-spec new() -> ok.
new() ->
    ?MODULE = ets:new(?MODULE, [named_table, public, {write_concurrency, true}]),
    ok.

%% @doc All rows, by name, shorter names first.
-spec rows() -> [row()].
rows() ->
    Entries = [{length(atom_to_list(Node)), Entry} || {Node, _, _, _} = Entry <- ets:tab2list(?MODULE)],
    [row(Entry) || {_, Entry} <- lists:sort(Entries)].

row({Node, Total, Lies, #{earlier := Earlier} = Info}) ->
    maps:merge(#{node => Node, received => Total - Earlier, total => Total, lies => Lies}, Info).

%% @doc The node's ports are about to be opened.
-spec opening(Node :: node()) -> ok.
opening(Node) ->
    Blank = #{
        state => opening,
        reason => none,
        opens => 0,
        speaker => false,
        earlier => 0,
        exact => true,
        stats => none
    },
    case ets:insert_new(?MODULE, {Node, 0, 0, Blank}) of
        true -> ok;
        false -> change(Node, fun(_, Info) -> Info#{state := opening} end)
    end.

%% @doc The node's ports are open.
-spec open(Node :: node(), Speaker :: boolean()) -> ok.
open(Node, Speaker) ->
    change(Node, fun(Total, #{opens := Opens} = Info) ->
        (maps:remove(received, Info))#{
            state := open, opens := Opens + 1, speaker := Speaker, earlier := Total, stats := none
        }
    end).

%% @doc So many events came.
-spec received(Node :: node(), Count :: non_neg_integer()) -> ok.
received(Node, Count) ->
    _ = ets:update_counter(?MODULE, Node, {2, Count}),
    ok.

%% @doc So much came that is no event.
-spec lied(Node :: node(), Count :: pos_integer()) -> ok.
lied(Node, Count) ->
    _ = ets:update_counter(?MODULE, Node, {3, Count}),
    ok.

%% @doc The counts of the port came, and were held against what was received.
-spec sampled(Node :: node(), Received :: non_neg_integer(), Checked) -> ok when
    Checked :: {ok, avm_touch:stats()} | {inexact, avm_touch:stats()} | malformed.
sampled(Node, Received, Checked) ->
    change(Node, fun(_, Info) ->
        case Checked of
            {ok, Stats} -> Info#{received => Received, stats := Stats, exact := true};
            {inexact, Stats} -> Info#{received => Received, stats := Stats, exact := false};
            malformed -> Info#{exact := false}
        end
    end).

%% @doc The process of the node ended.
-spec ended(Node :: node(), Reason :: term()) -> ok.
ended(Node, Reason) ->
    State =
        case Reason of
            banned -> banned;
            _ -> down
        end,
    %% What came after the last counts counts as well.
    change(Node, fun(_, Info) ->
        (maps:remove(received, Info))#{state := State, reason := Reason}
    end).

change(Node, Change) ->
    case ets:lookup(?MODULE, Node) of
        [{Node, Total, _Lies, Info}] ->
            _ = ets:update_element(?MODULE, Node, {4, Change(Total, Info)}),
            ok;
        [] ->
            ok
    end.
