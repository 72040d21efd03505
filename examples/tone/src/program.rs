//! The program around the player.

use std::io;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use board_support::HasAudio;
use example_support::{
    Counts, Error, Process, Progress, TICK, directory_for, line, say, with_environment, written,
};

use crate::args::{self, PROGRAM};
use crate::{Played, Player, Sound};

/// How much longer than the sound itself the playing may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of a sound that was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What the process knows.
    pub played: Played,
    /// What the port has counted.
    pub counts: Counts,
}

/// The program: reads the command line, and plays what it asks for on the
/// board `B`. A board that is simulated leaves what is heard.
pub fn main<B: HasAudio>() -> ExitCode {
    PROGRAM.main(args::parse, |options| {
        let (name, sound) = match &options.wav {
            Some(path) => (path.display().to_string(), Sound::read(path)?),
            None => ("built-in chord".into(), Sound::chord()),
        };
        let out = directory_for(options.out.as_deref(), &["speaker.wav"])?;
        with_environment(&[("SIM_OUT", out.as_os_str())])?;
        let outcome = play::<B>(&sound, options.volume, &mut Progress::new())?;
        let stdout = &mut io::stdout().lock();
        say(
            stdout,
            line("sound", format!("{name}: {}", in_words(&sound))),
        )?;
        say(stdout, report(&outcome)?)?;
        outcome.check(&sound)?;
        say(stdout, line("speaker", written(&out.join("speaker.wav"))?))
    })
}

/// Plays a sound on the board `B`, and waits until all of it has been heard.
///
/// # Errors
///
/// What the port says, and [`Error::Late`] if it takes much longer than the
/// sound.
pub fn play<B: HasAudio>(
    sound: &Sound,
    volume: u8,
    progress: &mut Progress,
) -> Result<Outcome, Error> {
    let mut process = Process::new();
    let mut player = Player::open::<B>(process.vm(), sound, volume)?;
    let deadline = Instant::now() + Duration::from_secs_f64(sound.seconds()) + PATIENCE;
    while !player.step(process.vm())? {
        if Instant::now() > deadline {
            return Err(Error::Late("the end of the sound"));
        }
        let (queued, all) = (player.played().queued_bytes, sound.bytes.len());
        progress.show(format_args!("{queued} of {all} bytes queued"));
        process.vm().wait(TICK);
    }
    let counts = process.stats(player.port())?;
    process.close(player.port())?;
    Ok(Outcome {
        played: player.played(),
        counts,
    })
}

impl Outcome {
    /// Whether all of the sound was played, and the port and the process
    /// agree.
    ///
    /// # Errors
    ///
    /// [`Error::Flawed`] that says what is wrong.
    pub fn check(&self, sound: &Sound) -> Result<(), Error> {
        let names = ["played_frames", "queued_bytes", "underrun_frames"];
        let [frames, queued, underrun] = self.counts.all(names)?;
        let all = sound.frames() as u64;
        if frames != all || queued != 0 {
            return Err(Error::Flawed(format!(
                "{frames} of {all} frames were played, {queued} bytes are left"
            )));
        }
        let told = self.played.underrun_frames;
        if told != underrun {
            return Err(Error::Flawed(format!(
                "the process was told of {told} frames of underrun, there were {underrun}"
            )));
        }
        Ok(())
    }
}

fn in_words(sound: &Sound) -> String {
    let format = sound.format;
    let (frames, seconds, hz) = (sound.frames(), sound.seconds(), format.rate_hz);
    let channels = match format.channels.count() {
        1 => "mono",
        _ => "stereo",
    };
    let bits = format.depth.bits();
    format!("{frames} frames, {seconds:.1} s, {hz} Hz, {bits} bits, {channels}")
}

fn report(outcome: &Outcome) -> Result<String, Error> {
    let Played {
        buffers, waited, ..
    } = outcome.played;
    let counts = &outcome.counts;
    let names = ["played_frames", "capacity_bytes", "drained"];
    let [frames, capacity, drained] = counts.all(names)?;
    let played = format!("{frames} frames; buffers: {buffers}, of which {waited} waited for room");
    Ok([
        line("played", played),
        line("late", late(counts)?),
        line("ring", format!("{capacity} bytes, drained {drained} times")),
    ]
    .concat())
}

/// How often the next samples were not there in time, in words.
///
/// # Errors
///
/// [`Error::Flawed`] if the port has not all counts.
pub fn late(counts: &Counts) -> Result<String, Error> {
    let [underruns, silent] = counts.all(["underruns", "underrun_frames"])?;
    Ok(match underruns {
        0 => "never".into(),
        _ => format!("{underruns} times, by {silent} frames in all"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_late_is_told() {
        let said = |underruns: u8| {
            let text = format!("{{stats, #{{underruns => {underruns}, underrun_frames => 90}}}}");
            let counts = Counts::from_answer("stats", &text.parse().expect("a term"));
            late(&counts.expect("counts")).expect("all are there")
        };
        assert_eq!(said(0), "never");
        assert_eq!(said(2), "2 times, by 90 frames in all");
    }
}
