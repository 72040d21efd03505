//! The touch port: what Erlang talks to.
