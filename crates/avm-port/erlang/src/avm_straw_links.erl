%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc What becomes of each straw of a node; for `avm_straw_server'.
%%
%% A straw is `opening' where this node has asked for it, `greeted' where the
%% other has, and then `open'. If both have asked, the question of the node whose
%% name is the lesser counts.
%% @end
%%-----------------------------------------------------------------------------
-module(avm_straw_links).

-export([open/4, arrived/2, news/4, split/2, straws/1, close/3, ended/4]).

-export_type([state/0]).

-type state() :: #{
    me := binary(),
    listener := avm_port:native(),
    monitor := reference(),
    most := non_neg_integer(),
    options := map(),
    links := #{avm_port:native() => map()},
    peers := #{binary() => avm_port:native()},
    exports := #{binary() => {pid(), reference()}},
    subscribers := #{pid() => reference()}
}.
%% What the node is called; its port that listens; how many straws there may be;
%% what their ports are opened with; what each straw is, by its port; the ports of
%% those that are open or opening, by the names of their nodes; who was exported,
%% and who is told.

%% A straw that this node asks for.

-spec open(Peer :: binary(), TimeoutMs :: pos_integer(), From :: {pid(), term()}, state()) ->
    {reply, {error, avm_straw:reason()}, state()} | {noreply, state()}.
open(Me, _TimeoutMs, _From, #{me := Me} = State) ->
    {reply, {error, itself}, State};
open(Peer, TimeoutMs, From, #{peers := Peers, links := Links, most := Most} = State) ->
    case Peers of
        #{Peer := Port} ->
            waits(Port, From, State);
        _ when map_size(Links) >= Most ->
            {reply, {error, full}, State};
        _ ->
            #{options := Options} = State,
            Asked = Options#{connect => Peer, timeout_ms => TimeoutMs},
            case avm_port:open(straw, Asked) of
                {ok, Port} -> {noreply, opening(Port, Peer, From, State)};
                {error, Reason} -> {reply, {error, Reason}, State}
            end
    end.

opening(Port, Peer, From, #{peers := Peers} = State) ->
    Link = #{at => opening, peer => Peer, waiting => [From]},
    link(Port, Link, State#{peers := Peers#{Peer => Port}}).

waits(Port, From, #{links := Links} = State) ->
    case Links of
        #{Port := #{at := opening, waiting := Waiting} = Link} ->
            Waits = Link#{waiting := [From | Waiting]},
            {noreply, State#{links := Links#{Port := Waits}}};
        _ ->
            {reply, {error, exists}, State}
    end.

link(Port, Link, #{links := Links} = State) ->
    {ok, Monitor} = avm_port_call:monitor(Port),
    State#{links := Links#{Port => Link#{monitor => Monitor}}}.

%% A straw that another node asks for.

-spec arrived(Arrival :: term(), state()) -> state().
arrived(_Arrival, #{links := Links, most := Most} = State) when map_size(Links) >= Most ->
    %% Nobody holds it any more, so it is closed.
    State;
arrived(Arrival, #{options := Options} = State) ->
    case avm_port:open(straw, Options#{arrival => Arrival}) of
        {ok, Port} -> link(Port, #{at => greeted, peer => undefined, waiting => []}, State);
        {error, _} -> State
    end.

%% What the port of a straw tells.
-spec news(News :: term(), Port :: avm_port:native(), Link :: map(), state()) -> state().
news({hello, Peer}, Port, #{at := greeted}, State) ->
    case verdict(Peer, State) of
        welcome -> welcome(Port, Peer, State);
        {instead, Other} -> instead(Other, Port, Peer, State);
        {refuse, Why} -> refuse(Port, Why, State)
    end;
news({open, Peer, Outlet}, Port, #{at := opening, peer := Peer}, State) ->
    opened(Port, Outlet, State);
news({open, _Other, _Outlet}, Port, #{at := opening}, State) ->
    %% Who listens under a name calls itself by another.
    close(Port, {protocol, name}, State);
news({closed, Reason, Undelivered}, Port, _Link, State) ->
    ended(Port, Reason, Undelivered, State);
news(_News, _Port, _Link, State) ->
    State.

%% What becomes of a node that asks.
verdict(Me, #{me := Me}) ->
    {refuse, itself};
verdict(Peer, #{me := Me, peers := Peers, links := Links}) ->
    case Peers of
        #{Peer := Port} ->
            case Links of
                #{Port := #{at := opening}} when Peer < Me -> {instead, Port};
                #{Port := #{at := opening}} -> {refuse, glare};
                #{Port := _} -> still(Port)
            end;
        _ ->
            welcome
    end.

%% A node that asks although there is a straw may have ended and come back.
still(Port) ->
    case avm_port:call(Port, check) of
        alive -> {refuse, exists};
        _ -> {instead, Port}
    end.

welcome(Port, Peer, #{links := Links, peers := Peers} = State) ->
    #{Port := Link} = Links,
    Known = State#{
        links := Links#{Port := Link#{peer := Peer}},
        peers := Peers#{Peer => Port}
    },
    case avm_port:call(Port, welcome) of
        {ok, Outlet} -> opened(Port, Outlet, Known);
        {error, Reason} -> close(Port, Reason, Known)
    end.

%% Those that wait for this node's own question hear of the other's.
instead(Other, Port, Peer, #{links := Links} = State) ->
    case Links of
        #{Other := #{at := opening, waiting := Waiting} = Link} ->
            #{Port := Heir} = Links,
            Moved = Links#{
                Other := Link#{waiting := []},
                Port := Heir#{waiting := Waiting}
            },
            welcome(Port, Peer, close(Other, glare, State#{links := Moved}));
        _ ->
            welcome(Port, Peer, close(Other, gone, State))
    end.

refuse(Port, Why, State) ->
    _ = avm_port:call(Port, {refuse, Why}),
    forget(Port, State).

opened(Port, Outlet, #{links := Links} = State) ->
    #{Port := #{peer := Peer, waiting := Waiting} = Link} = Links,
    Open = Link#{at := open, waiting := [], outlet => outlet(Outlet)},
    _ = [gen_server:reply(From, ok) || From <- Waiting],
    tell({opened, straw(Port, Open), Peer}, State),
    State#{links := Links#{Port := Open}}.

%% AtomVM has no NIF for it.
outlet(Outlet) ->
    case avm_port_native:machine() of
        otp -> Outlet;
        atomvm -> outside
    end.

straw(Port, #{outlet := Outlet}) ->
    {avm_straw, Port, Outlet}.

-spec split(Peer :: binary(), state()) -> {ok, avm_straw:straw()} | {error, not_found}.
split(Peer, #{peers := Peers, links := Links}) ->
    case Peers of
        #{Peer := Port} ->
            case Links of
                #{Port := #{at := open} = Link} -> {ok, straw(Port, Link)};
                _ -> {error, not_found}
            end;
        _ ->
            {error, not_found}
    end.

-spec straws(state()) -> [{binary(), avm_straw:straw()}].
straws(#{links := Links}) ->
    [
        {Peer, straw(Port, Link)}
     || {Port, #{at := open, peer := Peer} = Link} <- maps:to_list(Links)
    ].

%% The end of a straw.

-spec close(Port :: avm_port:native(), Reason :: term(), state()) -> state().
close(Port, Reason, #{links := Links} = State) ->
    Undelivered =
        case Links of
            #{Port := #{at := open}} -> undelivered(Port);
            _ -> 0
        end,
    _ = avm_port:close(Port),
    ended(Port, Reason, Undelivered, State).

undelivered(Port) ->
    case avm_port:call(Port, get_stats) of
        {stats, #{undelivered := Undelivered}} -> Undelivered;
        _ -> 0
    end.

-spec ended(
    Port :: avm_port:native(),
    Reason :: term(),
    Undelivered :: non_neg_integer(),
    state()
) -> state().
ended(Port, Reason, Undelivered, #{links := Links} = State) ->
    #{Port := #{waiting := Waiting} = Link} = Links,
    _ = [gen_server:reply(From, {error, Reason}) || From <- Waiting],
    case Link of
        #{at := open} -> tell({closed, straw(Port, Link), Reason, Undelivered}, State);
        _ -> ok
    end,
    forget(Port, State).

forget(Port, #{links := Links, peers := Peers} = State) ->
    #{Port := #{monitor := Monitor, peer := Peer}} = Links,
    true = erlang:demonitor(Monitor, [flush]),
    Left =
        case Peers of
            #{Peer := Port} -> maps:remove(Peer, Peers);
            _ -> Peers
        end,
    State#{links := maps:remove(Port, Links), peers := Left}.

tell(News, #{subscribers := Subscribers}) ->
    lists:foreach(fun(Pid) -> Pid ! News end, maps:keys(Subscribers)).
