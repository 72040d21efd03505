%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Leaves ports and resources to the end of the VM.
-module(rp2_end).

-export([start/0]).

start() ->
    {ok, _Touch} = avm_touch:open(),
    {ok, _Spi} = avm_spi:open(),
    {ok, Counters} = avm_port:open(counters),
    Self = self(),
    Holder = spawn(fun() ->
        Counter = avm_port:call(Counters, new),
        Self ! made,
        receive
            never -> Counter
        end
    end),
    receive
        made -> ok
    end,
    script:show(alive, {is_process_alive(Holder), avm_port:call(Counters, counts)}),
    ok.
