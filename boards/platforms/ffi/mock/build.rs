//! Compiles the mock with the header that the shims have.

fn main() {
    let files = ["mock.c", "buses.c", "signals.c", "command.c"];
    for file in files
        .iter()
        .chain(&["mock.h", "../include/avm_board.h", "../shims/slot.h"])
    {
        println!("cargo::rerun-if-changed={file}");
    }
    cc::Build::new()
        .files(files)
        .include("../include")
        .flag("-std=c11")
        .warnings_into_errors(true)
        .extra_warnings(true)
        .compile("avm_board_mock");
}
