%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc What a device node may say: each thing is checked before it is believed.
%% @end
%%-----------------------------------------------------------------------------
-module(cluster_events).

-export([check/2, stats/2]).

%% The most that a coordinate, a pressure or an identifier may be.
-define(MOST, 16#FFFF).
%% A time is a number of 64 bits.
-define(LAST_US, 16#FFFFFFFFFFFFFFFF).

%%-----------------------------------------------------------------------------
%% @param Events    what came as a list of events
%% @param LastUs    the time of the last event before
%% @returns how many are events, how many are not, and the time of the last
%% @doc     Count what is an event of the touch port, and what is not.
%%
%% An event that is older than the one before it is none: the port sends them
%% in order.
%% @end
%%-----------------------------------------------------------------------------
-spec check(Events :: term(), LastUs :: non_neg_integer()) ->
    {Good :: non_neg_integer(), Bad :: non_neg_integer(), LastUs :: non_neg_integer()}.
check([], LastUs) ->
    {0, 1, LastUs};
check(Events, LastUs) ->
    check(Events, 0, 0, LastUs).

check([{touch, Kind, Id, X, Y, Pressure, TimestampUs} | Rest], Good, Bad, LastUs) when
    (Kind =:= down orelse Kind =:= move orelse Kind =:= up),
    (is_integer(Id) andalso Id >= 0 andalso Id =< ?MOST),
    (is_integer(X) andalso X >= 0 andalso X =< ?MOST),
    (is_integer(Y) andalso Y >= 0 andalso Y =< ?MOST),
    (is_integer(Pressure) andalso Pressure >= 0 andalso Pressure =< ?MOST),
    (is_integer(TimestampUs) andalso TimestampUs >= LastUs andalso TimestampUs =< ?LAST_US)
->
    check(Rest, Good + 1, Bad, TimestampUs);
check([_ | Rest], Good, Bad, LastUs) ->
    check(Rest, Good, Bad + 1, LastUs);
check([], Good, Bad, LastUs) ->
    {Good, Bad, LastUs};
check(_Improper, Good, Bad, LastUs) ->
    {Good, Bad + 1, LastUs}.

%%-----------------------------------------------------------------------------
%% @param Reply     what came as the reply to `get_stats'
%% @param Received  how many events had come by then
%% @returns the counts, or that they are none or do not add up
%% @doc     Hold the counts of a touch port against what came.
%% @end
%%-----------------------------------------------------------------------------
-spec stats(Reply :: term(), Received :: non_neg_integer()) ->
    {ok, avm_touch:stats()} | {inexact, avm_touch:stats()} | malformed.
stats({stats, #{} = Stats}, Received) ->
    case Stats of
        #{offered := O, delivered := Del, dropped := Dro, queued := Q} when
            is_integer(O), is_integer(Del), is_integer(Dro), is_integer(Q),
            Del >= 0, Dro >= 0, Q >= 0
        ->
            case O =:= Del + Dro + Q andalso Del =:= Received of
                true -> {ok, Stats};
                false -> {inexact, Stats}
            end;
        _ ->
            malformed
    end;
stats(_Reply, _Received) ->
    malformed.
