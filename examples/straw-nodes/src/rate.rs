//! A straw beside distribution, in one run.

use std::fmt;
use std::io;
use std::process::Stdio;
use std::time::Duration;

use cluster::{Code, Lines, Running, Site, start};

use crate::Place;

/// How long a node may take for anything.
const PATIENCE: Duration = Duration::from_secs(300);

/// Small messages one way, from one process to one process, in a second.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Through a straw.
    pub straw: u64,
    /// By distribution over loopback TCP.
    pub distribution: u64,
    /// How often the sender rang for the receiver, for so many messages.
    pub rings: u64,
    /// How many messages went through the straw.
    pub messages: u64,
}

impl Rates {
    /// How much faster the straw is.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.straw as f64 / self.distribution.max(1) as f64
    }
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            straw,
            distribution,
            rings,
            messages,
        } = self;
        let doorbells = *rings as f64 / (*messages).max(1) as f64;
        write!(
            f,
            "16 bytes one way: straw {straw}/s, distribution {distribution}/s, ratio {:.2}, \
             {doorbells:.5} doorbells a message",
            self.ratio()
        )
    }
}

/// Runs two nodes of Erlang/OTP with distribution, and a straw, between them.
///
/// # Errors
///
/// If a node does not do what it should.
pub fn rates(place: &Place) -> io::Result<Rates> {
    let code = Code {
        avm_port: place.avm_port.clone(),
        ebin: place.ebin.clone(),
    };
    let site = Site::open(code, &place.ebin.join("rate"))?;
    let (_receiver, says) = node(&site, "receiver", "straw_rate:receiver()")?;
    says.next(PATIENCE)?;
    let expression = "ok = straw_rate:sender('receiver@localhost'), halt(0)";
    let (_sender, says) = node(&site, "sender", expression)?;
    let line = says.next(PATIENCE)?;
    let numbers: Vec<u64> = line
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect();
    match numbers.as_slice() {
        &[straw, distribution, rings, messages] => Ok(Rates {
            straw,
            distribution,
            rings,
            messages,
        }),
        _ => Err(io::Error::other(line)),
    }
}

fn node(site: &Site, name: &str, expression: &str) -> io::Result<(Running, Lines)> {
    let mut erl = site.erl(&format!("{name}@localhost"));
    erl.args([
        "-noinput",
        "-kernel",
        "logger_level",
        "none",
        "-eval",
        expression,
    ]);
    erl.stdout(Stdio::piped());
    let mut running = start(&mut erl)?;
    let output = running.child.stdout.take();
    let output = output.ok_or_else(|| io::Error::other("no output"))?;
    Ok((running, Lines::of(output)))
}
