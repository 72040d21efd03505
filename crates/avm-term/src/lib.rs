//! Erlang terms that cannot outlive their heap, and the VM interface.
