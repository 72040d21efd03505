%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Leaves all ports in a stage at the end of the VM.
-module(ports_exit).

-export([start/0]).

-ifndef(STAGE).
-define(STAGE, idle).
-endif.

start() ->
    Names = [touch, display, audio, spi],
    [reach(?STAGE, Name, port(Name)) || Name <- Names],
    script:sleep(wait_in(?STAGE)),
    script:show(stage, ?STAGE),
    ok.

port(Name) ->
    {ok, Port} = avm_port_native:start(list_to_atom("slow_" ++ atom_to_list(Name))),
    Port.

wait_in(opened) -> 5;
wait_in(closed) -> 5;
wait_in(busy) -> 20;
wait_in(_) -> 0.

reach(new, _Name, _Port) ->
    ok;
reach(Stage, Name, Port) when Stage =:= opening; Stage =:= opened ->
    request(Port, {'$open', options(Name)});
reach(Stage, Name, Port) ->
    ok = avm_port:call(Port, {'$open', options(Name)}),
    [request(Port, Request) || Request <- work(Stage, Name)].

request(Port, Request) ->
    Port ! {'$call', {self(), make_ref()}, Request}.

options(display) -> #{width => 240, height => 320};
options(_) -> #{}.

work(idle, _) -> [];
work(Stage, _) when Stage =:= closing; Stage =:= closed -> ['$close'];
work(busy, touch) -> [{subscribe, #{active => true}}];
work(busy, display) -> [get_config | lists:duplicate(50, {fill, #{color => 16#123456}})];
work(busy, audio) -> [{play_buffer, #{data => binary:copy(<<16#11, 16#22>>, 20000)}}];
work(busy, spi) -> [get_config, {submit, #{read => 8000}}].
