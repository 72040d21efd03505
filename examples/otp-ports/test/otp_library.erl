%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Libraries that are not there, of another version, or none of ours.
-module(otp_library).

-export([start/0]).

start() ->
    script:show(absent, refused("absent")),
    ok = file:write_file("text.so", "no library"),
    script:show(text, refused("text")),
    {ok, _} = file:copy(c_library(), "foreign.so"),
    script:show(foreign, refused("foreign")),
    script:show(names, names()),
    ok.

%% The C library, which every program has.
c_library() ->
    {ok, Maps} = file:read_file("/proc/self/maps"),
    {match, [Path]} = re:run(Maps, "/\\S*libc\\.so\\S*", [{capture, first, list}]),
    Path.

%% The kind of the error, but for the words of the dynamic linker.
refused(Path) ->
    ok = application:set_env(avm_port, library, filename:absname(Path)),
    {error, Reason} = avm_port:open(touch),
    ok = application:unset_env(avm_port, library),
    case Reason of
        {library, {Why, Text}} when is_list(Text) -> {library, Why};
        Other -> Other
    end.

%% An atom has at most 255 characters, of up to four bytes each.
names() ->
    Names = [
        list_to_atom(lists:duplicate(Length, Char))
     || Length <- [1, 239, 240, 255], Char <- [$x, 16#FC, 16#1F600]
    ],
    Errors = [avm_port:open(Name) || Name <- Names],
    Errors =:= [{error, {no_driver, Name}} || Name <- Names].
