//! Replays a touch trace from a modelled chip to an Erlang process.
