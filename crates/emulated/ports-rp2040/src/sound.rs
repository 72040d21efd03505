//! The audio port, whose samples are heard outside.

use alloc::format;
use alloc::string::String;
use core::fmt::Write;

use board_pico_restouch_lcd_3_5::Board;
use board_support::Platform;
use embedded_hal::delay::DelayNs;
use emulated_ports::{Fault, Script};
use platform_rp2040::Rp2040;
use port_audio::Audio;

/// Frames of one buffer.
const FRAMES: u32 = 200;

/// Samples of 16 bits, as they are played.
pub(crate) fn sound(script: &mut Script) -> Result<(), Fault> {
    play(script, "#{sample_rate => 44100, channels => 2}", 4)
}

/// Samples of 24 bits, which go out as 32.
pub(crate) fn sound_deep(script: &mut Script) -> Result<(), Fault> {
    play(script, "#{sample_rate => 48000, bit_depth => 24}", 6)
}

/// The same samples as one channel, which whoever hears them has to notice.
pub(crate) fn sound_seeded(script: &mut Script) -> Result<(), Fault> {
    play(script, "#{sample_rate => 44100, channels => 1}", 4)
}

/// Plays two buffers, and stops as soon as they are said to be played: all of them is heard.
fn play(script: &mut Script, options: &str, frame_bytes: u32) -> Result<(), Fault> {
    script.refuse::<Audio<Board>>("#{bit_depth => 20}", "{bad_option,bit_depth,20}")?;
    // A way that was stopped in the middle of a frame begins with a whole one.
    let port = script.open::<Audio<Board>>("#{}")?;
    Rp2040::delay().delay_us(1_234);
    script.expect(port, "stop", "ok")?;
    let port = script.open::<Audio<Board>>(options)?;
    // Both wait, so that nothing comes between them.
    script.expect(port, "pause", "ok")?;
    for seed in [1, 2] {
        let samples = samples(FRAMES * frame_bytes, seed);
        let request = format!("{{play_buffer, #{{data => <<{samples}>>}}}}");
        script.expect(port, &request, "ok")?;
    }
    script.expect(port, "resume", "ok")?;
    for message in script.wait() {
        emulated_ports::print(format_args!("{message}"));
    }
    script.expect(port, "stop", "ok")
}

/// Bytes that do not repeat, none of them 0.
pub(crate) fn samples(count: u32, seed: u32) -> String {
    let mut state = seed;
    let mut text = String::new();
    for nth in 0..count {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let comma = if nth > 0 { "," } else { "" };
        // A string grows as far as memory goes.
        let _written = write!(text, "{comma}{}", 1 + (state >> 24) % 255);
    }
    text
}
