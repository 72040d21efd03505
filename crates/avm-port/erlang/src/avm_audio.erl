%% SPDX-License-Identifier: MIT OR Apache-2.0
%%-----------------------------------------------------------------------------
%% @doc The `audio' port: plays samples.
%%
%% The process that opened the port gets messages:
%% <ul>
%% <li>`{audio, Port, drained}': all that was queued has been played</li>
%% <li>`{audio, Port, {underrun, Frames}}': so many frames of silence were
%%     played though a call of `play_buffer' waited</li>
%% <li>`{audio, Port, {error, codec_reset}}': the codec lost its settings for
%%     the second time, and is quiet until the port is opened again</li>
%% </ul>
%% A frame is one sample for each channel.
%% ```
%% {ok, Port} = avm_audio:open(#{sample_rate => 48000, channels => 1}),
%% ok = avm_audio:play_buffer(Port, Samples),
%% receive {audio, Port, drained} -> ok end,
%% ok = avm_audio:stop(Port).
%% '''
%% @end
%%-----------------------------------------------------------------------------
-module(avm_audio).

-export([open/0, open/1, close/1, stop/1]).
-export([play_buffer/2, play_buffer/3]).
-export([set_volume/2, pause/1, resume/1, get_stats/1]).

-export_type([options/0, stats/0]).

-type options() ::
    #{
        sample_rate => 8000..192000,
        bit_depth => 16 | 24 | 32,
        channels => 1..2,
        volume => 0..255
    }
    | [
        {sample_rate, 8000..192000}
        | {bit_depth, 16 | 24 | 32}
        | {channels, 1..2}
        | {volume, 0..255}
    ].
%% Frames in a second (44100), bits of a sample (16), samples of a frame (2),
%% and how loud (128). A board may do fewer than these.

-type stats() :: #{
    queued_bytes := non_neg_integer(),
    capacity_bytes := pos_integer(),
    played_frames := non_neg_integer(),
    idle_frames := non_neg_integer(),
    underruns := non_neg_integer(),
    underrun_frames := non_neg_integer(),
    drained := non_neg_integer(),
    lost_events := non_neg_integer(),
    codec_resets := 0..1,
    waiting := non_neg_integer()
}.
%% What waits to be played and the room for it, in bytes; frames that were
%% played, and frames of silence when there was nothing to play; how often
%% samples came too late, and how many frames of silence that made; how often
%% all had been played; messages that were lost; times that the codec lost its
%% settings and got them again; calls that wait for room.

%% @equiv open(#{})
-spec open() -> {ok, avm_port:native()} | {error, avm_port:reason()}.
open() ->
    open(#{}).

%%-----------------------------------------------------------------------------
%% @param Options   what is to be played, as a map or a property list
%% @returns `{ok, Port}', or why there is no port
%% @doc     Open the speaker for the calling process.
%% @end
%%-----------------------------------------------------------------------------
-spec open(Options :: options()) ->
    {ok, avm_port:native()} | {error, avm_port:reason()}.
open(Options) ->
    avm_port:open(audio, Options).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @returns `ok', also for a port that is gone already
%% @doc     Close the speaker: muted, then powered down.
%% @end
%%-----------------------------------------------------------------------------
-spec close(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
close(Port) ->
    avm_port:close(Port).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @returns `ok' once the speaker is quiet, `{error, closed}' if the port is
%%          gone already
%% @doc     Stop playing at once, and close the port.
%%
%% Calls of `play_buffer' that wait get `{error, closed}'.
%% @end
%%-----------------------------------------------------------------------------
-spec stop(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
stop(Port) ->
    avm_port:call(Port, stop).

%% @equiv play_buffer(Port, Data, infinity)
-spec play_buffer(Port :: avm_port:native(), Data :: binary()) ->
    ok | {error, avm_port:reason()}.
play_buffer(Port, Data) ->
    play_buffer(Port, Data, infinity).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @param Data      whole frames: for each channel, left before right, a signed
%%                  sample, little endian, in 2, 3 or 4 bytes for 16, 24 or 32
%%                  bits
%% @param Timeout   milliseconds to wait for the reply, or `infinity'
%% @returns `ok' once all of it is queued, or why not:
%%          `{error, {bad_frame_size, Bytes, FrameBytes}}' for a part of a
%%          frame, `{error, busy}' if too many calls wait
%% @doc     Play samples after those that wait already.
%%
%% The reply comes when there was room for all samples, not when they have
%% been played. Data whose reply timed out are played nevertheless.
%% @end
%%-----------------------------------------------------------------------------
-spec play_buffer(
    Port :: avm_port:native(), Data :: binary(), Timeout :: timeout()
) -> ok | {error, avm_port:reason()}.
play_buffer(Port, Data, Timeout) ->
    avm_port:call(Port, {play_buffer, #{data => Data}}, Timeout).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @param Volume    0, the codec's softest, to 255, its loudest
%% @returns `ok', or why not
%% @doc     Change how loud it is.
%% @end
%%-----------------------------------------------------------------------------
-spec set_volume(Port :: avm_port:native(), Volume :: 0..255) ->
    ok | {error, avm_port:reason()}.
set_volume(Port, Volume) ->
    avm_port:call(Port, {set_volume, #{volume => Volume}}).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @returns `ok', or why not
%% @doc     Stop playing; what is queued waits.
%% @end
%%-----------------------------------------------------------------------------
-spec pause(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
pause(Port) ->
    avm_port:call(Port, pause).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @returns `ok', or why not
%% @doc     Go on playing where {@link pause/1} stopped.
%% @end
%%-----------------------------------------------------------------------------
-spec resume(Port :: avm_port:native()) -> ok | {error, avm_port:reason()}.
resume(Port) ->
    avm_port:call(Port, resume).

%%-----------------------------------------------------------------------------
%% @param Port      the audio port
%% @returns what waits, what was played and what was missing
%% @doc     The counts since the port was opened.
%% @end
%%-----------------------------------------------------------------------------
-spec get_stats(Port :: avm_port:native()) ->
    {stats, stats()} | {error, avm_port:reason()}.
get_stats(Port) ->
    avm_port:call(Port, get_stats).
