//! What a board is, and what it can carry.
