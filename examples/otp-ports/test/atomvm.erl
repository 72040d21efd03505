%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc What programs for both VMs use of AtomVM's module of this name. A file is
%% a resource of OTP's own library here, and so foreign to others.
-module(atomvm).

-export([posix_open/2, posix_read/2, posix_close/1]).

-include_lib("kernel/include/file.hrl").

-spec posix_open(iodata(), [o_rdonly]) -> {ok, term()}.
posix_open(Path, [o_rdonly]) ->
    {ok, #file_descriptor{data = #{handle := Handle}} = File} =
        file:open(Path, [raw, read, binary]),
    undefined = put({?MODULE, Handle}, File),
    {ok, Handle}.

-spec posix_read(term(), pos_integer()) -> {ok, binary()}.
posix_read(Handle, Bytes) ->
    file:read(get({?MODULE, Handle}), Bytes).

-spec posix_close(term()) -> ok.
posix_close(Handle) ->
    file:close(erase({?MODULE, Handle})).
