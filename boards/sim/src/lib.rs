//! A board whose every part is modelled at register level, on the host.
