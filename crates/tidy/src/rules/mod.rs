//! Every rule, by subject.

pub mod arrows;
pub mod board_pages;
pub mod boards;
pub mod commands;
pub mod docs;
pub mod hardware;
pub mod honesty;
pub mod manifests;
pub mod modules;
pub mod size;
pub mod unsafety;
pub mod words;

use crate::Rule;

/// All rules, in the order in which they report.
pub const ALL: &[Rule] = &[
    arrows::ARROWS,
    manifests::INHERITED,
    hardware::FEATURES,
    hardware::CFGS,
    modules::TAGLINE,
    honesty::NO_IGNORED_TEST,
    honesty::NO_EMPTY_TEST_FILE,
    honesty::NO_IGNORED_EXAMPLE,
    modules::NO_STD,
    unsafety::PLACES,
    unsafety::TABLE,
    unsafety::ARGUED,
    unsafety::FORBIDDEN,
    unsafety::PAGE,
    unsafety::NAMED_TESTS,
    size::FILES,
    size::FUNCTIONS,
    size::SPREAD,
    commands::RECIPES,
    commands::TEST_COMMAND,
    commands::NAMED,
    docs::CRATE_TABLES,
    boards::TABLE,
    board_pages::PAGES,
    board_pages::PINS,
    docs::LINKS,
    docs::README_CODE,
    words::ITSELF,
];
