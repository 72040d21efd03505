//! Runs one example on one board: `ON_BOARDS=BOARD/EXAMPLE`.
#![forbid(unsafe_code)]

use std::env;
use std::process::ExitCode;

use board_models::Spectated;
use board_support::{HasAudio, HasPanel, HasSpi, HasTouch};

fn main() -> ExitCode {
    let named = env::var(on_boards::VARIABLE).unwrap_or_default();
    let (board, example) = named.split_once('/').unwrap_or_default();
    run(board, example).unwrap_or_else(|| {
        eprintln!(
            "on-boards: {}={named}: not in the table",
            on_boards::VARIABLE
        );
        ExitCode::from(2)
    })
}

fn touch_trace<B: HasTouch + Spectated>() -> ExitCode {
    touch_trace::main(touch_trace::replay::<B>)
}

fn display<B: HasPanel>() -> ExitCode {
    display::main::<B>()
}

fn tone<B: HasAudio>() -> ExitCode {
    tone::main::<B>()
}

fn flash<B: HasSpi>() -> ExitCode {
    flash::main::<B>()
}

fn all_ports<B: HasTouch + HasPanel + HasAudio + HasSpi + Spectated>() -> ExitCode {
    all_ports::main::<B>(&all_ports::Seen::<B>::default())
}

/// One function, with a field of the table in each arm.
macro_rules! program {
    ($($board:ident: $($example:ident)*,)*) => {
        fn run(board: &str, example: &str) -> Option<ExitCode> {
            Some(match (board, example) {
                $($((stringify!($board), stringify!($example)) => $example::<$board::Board>(),)*)*
                _ => return None,
            })
        }
    };
}

on_boards::boards!(program);
