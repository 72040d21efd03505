//! The port of `examples/atomvm-bench` as a library that Erlang/OTP loads.
#![forbid(unsafe_code)]

#[path = "../../atomvm-bench/src/settings.rs"]
mod settings;
#[path = "../../atomvm-bench/src/stroke.rs"]
mod stroke;
#[path = "../../atomvm-bench/src/touch.rs"]
mod touch;

vm_otp::library! {
    ports: [touch::TouchBench],
}
