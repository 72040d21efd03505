%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc Reports of ports that crashed, for the `logger' of Erlang/OTP.
%%
%% The report is a map, `#{label => {avm_port, crash}, name => Name,
%% port => Port, owner => Owner, reason => Reason}', at level `error' in the
%% domain `[avm_port]'. AtomVM has no such logger, and gets no report.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_port_report).

-export([ended/4, format/1]).

-export_type([report/0]).

-type report() :: #{
    label := {avm_port, crash},
    name := avm_port:name(),
    port := avm_port:native(),
    owner := pid(),
    reason := term()
}.
%% Which port crashed, whose it was, and why.

%%-----------------------------------------------------------------------------
%% @param Name      the driver
%% @param Port      the port
%% @param Owner     the process that opened it
%% @param Reason    why it ended
%% @returns `ok'
%% @doc     Report the end of a port, if it is a crash.
%%
%% No crash are `normal', `shutdown', `{shutdown, _}' and `killed', which
%% somebody wanted.
%% @end
%%-----------------------------------------------------------------------------
-spec ended(
    Name :: avm_port:name(),
    Port :: avm_port:native(),
    Owner :: pid(),
    Reason :: term()
) -> ok.
ended(_Name, _Port, _Owner, normal) -> ok;
ended(_Name, _Port, _Owner, shutdown) -> ok;
ended(_Name, _Port, _Owner, {shutdown, _}) -> ok;
ended(_Name, _Port, _Owner, killed) -> ok;
ended(Name, Port, Owner, Reason) ->
    case avm_port_native:machine() of
        otp -> log(Name, Port, Owner, Reason);
        atomvm -> ok
    end.

log(Name, Port, Owner, Reason) ->
    Report = #{
        label => {avm_port, crash},
        name => Name,
        port => Port,
        owner => Owner,
        reason => Reason
    },
    logger:log(error, Report, #{
        domain => [avm_port],
        report_cb => fun ?MODULE:format/1,
        avm_port => Name
    }).

%%-----------------------------------------------------------------------------
%% @param Report    a report of this module
%% @returns a format and its arguments
%% @doc     The report as a sentence.
%% @end
%%-----------------------------------------------------------------------------
-spec format(Report :: report()) -> {io:format(), [term()]}.
format(#{name := Name, port := Port, owner := Owner, reason := Reason}) ->
    {"Port ~tp ~p of ~p crashed: ~tp", [Name, Port, Owner, Reason]}.
