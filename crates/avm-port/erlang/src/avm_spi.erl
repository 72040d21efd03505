%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The `spi' port: transactions with one device.
%%
%% A transaction writes, then reads, with the device selected throughout.
%% {@link transfer/3} waits for the bytes that were read; {@link submit/3} does
%% not, and the calling process gets a message:
%% <ul>
%% <li>`{spi, Port, {done, Id, {ok, Binary}}}': what was read</li>
%% <li>`{spi, Port, {done, Id, {error, Reason}}}': why nothing was</li>
%% </ul>
%% Transactions are done in the order in which they were asked for, and so are
%% their results. At most so many are under way as `limit' of
%% {@link get_stats/1} says; more are `{error, busy}'.
%% ```
%% {ok, Port} = avm_spi:open(#{clock_hz => 8000000}),
%% {ok, <<Maker, Type, Capacity>>} = avm_spi:transfer(Port, <<16#9F>>, 3),
%% {ok, Id} = avm_spi:submit(Port, <<3, Address:24>>, 256),
%% receive {spi, Port, {done, Id, Result}} -> Result end.
%% '''
%% @end
%%-----------------------------------------------------------------------------
-module(avm_spi).

-export([open/0, open/1, close/1]).
-export([transfer/3, submit/3]).
-export([get_config/1, read_config/2, get_stats/1]).

-export_type([options/0, config/0, settings/0, id/0, stats/0]).

-type options() ::
    #{
        clock_hz => pos_integer(),
        mode => 0..3,
        bit_order => msb_first | lsb_first
    }
    | [
        {clock_hz, pos_integer()}
        | {mode, 0..3}
        | {bit_order, msb_first | lsb_first}
    ].
%% The most that the clock may run at (1000000), polarity and phase (0), and
%% which bit of a byte comes first (`msb_first').

-type config() :: term().
%% The configuration of a port, kept by the VM for as long as anybody holds
%% it. Some VMs show it as a reference.

-type settings() :: #{
    clock_hz := pos_integer(),
    mode := 0..3,
    bit_order := msb_first | lsb_first
}.
%% What a configuration says.

-type id() :: pos_integer().
%% A transaction; ids do not recur while results are outstanding.

-type stats() :: #{
    submitted := non_neg_integer(),
    refused := non_neg_integer(),
    completed := non_neg_integer(),
    failed := non_neg_integer(),
    in_flight := non_neg_integer(),
    written_bytes := non_neg_integer(),
    read_bytes := non_neg_integer(),
    limit := pos_integer(),
    max_transfer := pos_integer()
}.
%% Transactions that were begun, and those that the device had no room for;
%% those with a result, and how many of these are errors: `submitted' =
%% `completed' + `in_flight'. Bytes written and read. The most that can be in
%% flight, and the most bytes that one can write, or read.

%% @equiv open(#{})
-spec open() -> {ok, avm_port:native()} | {error, avm_port:reason()}.
open() ->
    open(#{}).

%%-----------------------------------------------------------------------------
%% @param Options   how the device is spoken to, as a map or a property list
%% @returns `{ok, Port}', or why there is no port
%% @doc     Open the device for the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Options :: options()) ->
    {ok, avm_port:native()} | {error, avm_port:reason()}.
open(Options) ->
    avm_port:open(spi, Options).

%%-----------------------------------------------------------------------------
%% @param Port      the SPI port
%% @returns `ok', also for a port that is gone already
%% @doc     Close the device. Transactions under way have no results.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
close(Port) ->
    avm_port:close(Port).

%%-----------------------------------------------------------------------------
%% @param Port      the SPI port
%% @param Write     what to write
%% @param Read      how many bytes to read after that
%% @returns what was read, or why nothing was: `{error, busy}' if too many
%%          transactions are under way, `{error, {too_long, Bytes, Max}}',
%%          `{error, {bad_option, read, 0}}' for nothing to write nor read, or
%%          `{error, {bus, Kind}}'
%% @doc     Do a transaction, and wait for it.
%% @end
%%-----------------------------------------------------------------------------
-spec transfer(
    Port :: avm_port:native(), Write :: binary(), Read :: non_neg_integer()
) -> {ok, binary()} | {error, avm_port:reason()}.
transfer(Port, Write, Read) ->
    avm_port:call(Port, {transfer, #{write => Write, read => Read}}).

%%-----------------------------------------------------------------------------
%% @param Port      the SPI port
%% @param Write     what to write
%% @param Read      how many bytes to read after that
%% @returns the id that the result will carry, or why there will be none, as
%%          of {@link transfer/3}
%% @doc     Begin a transaction. Its result comes as a message.
%% @end
%%-----------------------------------------------------------------------------
-spec submit(
    Port :: avm_port:native(), Write :: binary(), Read :: non_neg_integer()
) -> {ok, id()} | {error, avm_port:reason()}.
submit(Port, Write, Read) ->
    avm_port:call(Port, {submit, #{write => Write, read => Read}}).

%%-----------------------------------------------------------------------------
%% @param Port      the SPI port
%% @returns the configuration, for other processes
%% @doc     The configuration as a term that can be handed on.
%%
%% It outlives the port.
%% @end
%%-----------------------------------------------------------------------------
-spec get_config(Port :: avm_port:native()) ->
    {ok, config()} | {error, avm_port:reason()}.
get_config(Port) ->
    avm_port:call(Port, get_config).

%%-----------------------------------------------------------------------------
%% @param Port      any SPI port
%% @param Config    a configuration, of this port or of another
%% @returns what the configuration says, or `{error, bad_resource}'
%% @doc     Read a configuration.
%% @end
%%-----------------------------------------------------------------------------
-spec read_config(Port :: avm_port:native(), Config :: config()) ->
    {ok, settings()} | {error, avm_port:reason()}.
read_config(Port, Config) ->
    avm_port:call(Port, {read_config, #{config => Config}}).

%%-----------------------------------------------------------------------------
%% @param Port      the SPI port
%% @returns what became of the transactions
%% @doc     The counts since the port was opened.
%% @end
%%-----------------------------------------------------------------------------
-spec get_stats(Port :: avm_port:native()) ->
    {stats, stats()} | {error, avm_port:reason()}.
get_stats(Port) ->
    avm_port:call(Port, get_stats).
