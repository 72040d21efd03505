%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The `touch' port: contacts on a touch panel.
%%
%% Events can be fetched with {@link read_events/1}, or come as messages after
%% {@link subscribe/2}:
%% <ul>
%% <li>`{touch, Port, [Event]}': events, oldest first</li>
%% <li>`{touch_passive, Port}': the count given to `subscribe' is used up</li>
%% </ul>
%% ```
%% {ok, Port} = avm_touch:open(),
%% ok = avm_touch:subscribe(Port, once),
%% receive
%%     {touch, Port, [{touch, down, Id, X, Y, _Pressure, _TimestampUs} | _]} ->
%%         {Id, X, Y}
%% end.
%% '''
%% @end
%%-----------------------------------------------------------------------------
-module(avm_touch).

-export([open/0, open/1, close/1]).
-export([read_events/1, get_stats/1]).
-export([subscribe/1, subscribe/2, unsubscribe/1]).

-export_type([options/0, event/0, kind/0, stats/0, active/0]).

-type options() ::
    #{
        display => avm_display:config(),
        swap_xy => boolean(),
        invert_x => boolean(),
        invert_y => boolean()
    }
    | [
        {display, avm_display:config()}
        | {swap_xy | invert_x | invert_y, boolean()}
        | swap_xy
        | invert_x
        | invert_y
    ].
%% How the panel is mounted; each flag is `false' unless given. With the
%% configuration of a display, points are scaled to its pixels and turned as it
%% is.

-type kind() :: down | move | up.
%% What a contact did.

-type event() ::
    {touch, Kind :: kind(), Id :: non_neg_integer(), X :: non_neg_integer(),
        Y :: non_neg_integer(), Pressure :: non_neg_integer(),
        TimestampUs :: non_neg_integer()}.
%% One step of one contact. `Id' tells fingers apart while they are down; `X'
%% and `Y' are in pixels, the time in microseconds.

-type stats() :: #{
    offered := non_neg_integer(),
    delivered := non_neg_integer(),
    dropped := non_neg_integer(),
    queued := non_neg_integer(),
    high_water := non_neg_integer(),
    capacity := pos_integer()
}.
%% What became of the events: `offered' = `delivered' + `dropped' + `queued'.

-type active() :: true | once | 1..32767.
%% How many messages a subscription may send: any number, one, or as many as
%% said.

%% @equiv open(#{})
-spec open() -> {ok, avm_port:native()} | {error, avm_port:reason()}.
open() ->
    open(#{}).

%%-----------------------------------------------------------------------------
%% @param Options   how the panel is mounted, as a map or a property list
%% @returns `{ok, Port}', or why there is no port
%% @doc     Open the touch panel for the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Options :: options()) ->
    {ok, avm_port:native()} | {error, avm_port:reason()}.
open(Options) ->
    avm_port:open(touch, Options).

%%-----------------------------------------------------------------------------
%% @param Port      the touch port
%% @returns `ok', also for a port that is gone already
%% @doc     Close the touch panel.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
close(Port) ->
    avm_port:close(Port).

%%-----------------------------------------------------------------------------
%% @param Port      the touch port
%% @returns the events that wait, oldest first, or `no_events'
%% @doc     Fetch events that were not sent to a subscriber.
%% @end
%%-----------------------------------------------------------------------------
-spec read_events(Port :: avm_port:native()) ->
    {events, [event(), ...]} | no_events | {error, avm_port:reason()}.
read_events(Port) ->
    avm_port:call(Port, read_events).

%%-----------------------------------------------------------------------------
%% @param Port      the touch port
%% @returns the counts of the event queue
%% @doc     How many events came, were delivered and were lost.
%% @end
%%-----------------------------------------------------------------------------
-spec get_stats(Port :: avm_port:native()) ->
    {stats, stats()} | {error, avm_port:reason()}.
get_stats(Port) ->
    avm_port:call(Port, get_stats).

%% @equiv subscribe(Port, true)
-spec subscribe(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
subscribe(Port) ->
    subscribe(Port, true).

%%-----------------------------------------------------------------------------
%% @param Port      the touch port
%% @param Active    `true', `once', or the number of messages to send
%% @returns `ok', or why not
%% @doc     Have events sent to the calling process.
%%
%% A number is the credit in messages; after the last of them comes
%% `{touch_passive, Port}'. After `once' comes no such message.
%% @end
%%-----------------------------------------------------------------------------
-spec subscribe(Port :: avm_port:native(), Active :: active()) ->
    ok | {error, avm_port:reason()}.
subscribe(Port, Active) ->
    avm_port:call(Port, {subscribe, #{active => Active}}).

%%-----------------------------------------------------------------------------
%% @param Port      the touch port
%% @returns `ok', or why not
%% @doc     Have no more events sent.
%% @end
%%-----------------------------------------------------------------------------
-spec unsubscribe(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
unsubscribe(Port) ->
    avm_port:call(Port, unsubscribe).
