%% SPDX-License-Identifier: MIT OR Apache-2.0
%% @doc Leaves terms to the thread that ends last, and nothing else.
-module(resource_late).

-export([start/0]).

start() ->
    {Maker, Keeper} = resource_script:open(),
    Resource = resource(?RESOURCE, Maker),
    %% A binary that is counted, and atoms that are words.
    Binary = list_to_binary(lists:duplicate(200, 7)),
    Request = {leave, #{value => {Binary, Resource, left, late}, process => self()}},
    script:show(left, leave(Keeper, Request, 5000)),
    ok = avm_port:close(Maker),
    avm_port:close(Keeper).

resource(made, Maker) -> resource_script:make(Maker, 1, undefined);
resource(undefined, _) -> undefined.

%% Until it is asked on the first thread of the process.
leave(_, _, 0) ->
    false;
leave(Keeper, Request, Tries) ->
    case avm_port:call(Keeper, Request) of
        true -> true;
        false -> leave(Keeper, Request, Tries - 1)
    end.
