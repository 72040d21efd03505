//! The process that stays.

use std::env;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use example_support::{Error, say};
use pore::membrane::unix::{Endpoint, UnixPore, Wanted};
use pore::ring::Closed;

use crate::bytes::{LONG, SETTINGS, names, none, receive_words, send_words};
use crate::figures::{self, Figures};
use crate::straws::{Asked, End};
use crate::{Options, files};

const FILES: [&str; 2] = ["first.sent", "first.received"];

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

/// The second process; none is left behind.
struct Second(Child);

impl Second {
    /// Kills it as `kill -9` does.
    fn kill(&mut self) {
        let _killed = self.0.kill();
        let _ended = self.0.wait();
    }

    /// Waits for its end, which has to be in order.
    fn end(mut self) -> Result<(), Error> {
        let begin = Instant::now();
        while begin.elapsed() < LONG {
            match self.0.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(None) => std::thread::sleep(Duration::from_millis(5)),
                ended => return Err(Error::Flawed(format!("the second process: {ended:?}"))),
            }
        }
        Err(Error::Late("the end of the second process"))
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The endpoints, and how the second process is started.
struct Stage<'o> {
    options: &'o Options,
    name: String,
    folder: Folder,
    endpoints: [Endpoint; 2],
}

/// The second process, and a pore of each kind to it.
struct Meeting {
    second: Second,
    bytes: UnixPore,
    messages: UnixPore,
}

/// Plays it all.
pub(crate) fn run(options: &Options) -> Result<(), Error> {
    let mut stage = Stage::new(options)?;
    let count: i64 = if options.short { 500 } else { 5000 };
    let mut met = stage.meet(false)?;
    stage.files(&mut met.bytes)?;

    let mut straw = End::asking(met.messages)?;
    let asked = straw.ask(0, count, |_| {})?;
    whole(asked)?;
    tell(
        "straw",
        format_args!("{count} messages to a name, {count} right answers"),
    )?;
    let before = met.bytes.epochs();
    let asked = murder(&mut straw, &mut met.second, &mut met.bytes, count)?;

    let mut met = stage.meet(true)?;
    let epochs = met.bytes.epochs();
    if epochs.0 == before.0 || epochs.1 == before.1 {
        return Err(Error::Flawed(format!("epoch {epochs:?} again")));
    }
    let mut straw = End::asking(met.messages)?;
    whole(straw.ask(asked.next, asked.next + count, |_| {})?)?;
    straw.close();
    let what = format_args!(
        "asked on from question {}, {count} right answers",
        asked.next
    );
    tell("again", what)?;

    let time = Duration::from_millis(if options.short { 100 } else { 1000 });
    let slow = if cfg!(debug_assertions) {
        "; built to be debugged: `cargo run --release` is many times as fast"
    } else {
        ""
    };
    tell("measuring", format_args!("three times {time:?}{slow}"))?;
    let figures = figures::measure(&mut met.bytes, time)?;
    met.second.end()?;
    print(&figures)?;
    tell("end", "everything was as it should be")
}

fn tell(part: &str, what: impl Display) -> Result<(), Error> {
    say(
        &mut io::stdout().lock(),
        format_args!("{part:>10} | {what}\n"),
    )
}

fn whole(asked: Asked) -> Result<(), Error> {
    match asked.closed {
        None => Ok(()),
        Some(closed) => Err(Error::Flawed(format!("the straw is over: {closed}"))),
    }
}

impl<'o> Stage<'o> {
    fn new(options: &'o Options) -> Result<Self, Error> {
        let name = format!("pore-demo-{}", std::process::id());
        let folder = env::temp_dir().join(&name);
        fs::create_dir(&folder).map_err(|error| Error::File(folder.clone(), error))?;
        let folder = Folder(folder);
        let [bytes, messages] = names(&name)?;
        let what = format_args!(
            "this process, {}, listens as {bytes}, {messages}",
            std::process::id()
        );
        tell("names", what)?;
        let bind = |name| Endpoint::bind(name, SETTINGS).map_err(none);
        let endpoints = [bind(&bytes)?, bind(&messages)?];
        Ok(Self {
            options,
            name,
            folder,
            endpoints,
        })
    }

    /// Starts the second process, and waits until it has come by both names.
    fn meet(&mut self, again: bool) -> Result<Meeting, Error> {
        let program = env::current_exe().map_err(|error| Error::File("self".into(), error))?;
        let mut command = Command::new(&program);
        command.current_dir(&self.folder.0).stdin(Stdio::null());
        command.arg(format!("--second={}", self.name));
        command.arg(format!("--mib={}", self.options.mib));
        command.args(again.then_some("--again"));
        let started = command
            .spawn()
            .map_err(|error| Error::File(program, error))?;
        let second = Second(started);
        let [bytes, messages] = &mut self.endpoints;
        let bytes = bytes.accept(Some(LONG)).map_err(none)?;
        let messages = messages.accept(Some(LONG)).map_err(none)?;
        let (peer, epochs) = (bytes.peer(), bytes.epochs());
        if peer.pid != second.0.id() {
            return Err(Error::Flawed(format!("another process came: {}", peer.pid)));
        }
        let what = format_args!(
            "process {} of user {} came; 2 pores of 2 x 1 MiB; epochs {epochs:x?}",
            peer.pid, peer.uid
        );
        tell("met", what)?;
        Ok(Meeting {
            second,
            bytes,
            messages,
        })
    }

    fn files(&self, pore: &mut UnixPore) -> Result<(), Error> {
        let [sent, received] = FILES.map(|name| self.folder.0.join(name));
        files::make(&sent, self.options.mib << 20, 0xF125_7001)?;
        let begin = Instant::now();
        let (sent, received) = files::exchange(pore, &sent, &received)?;
        let time = begin.elapsed();
        send_words(pore, [sent.0, received.0])?;
        let [theirs, mine] = receive_words(pore)?;
        if (theirs, mine) != (received.0, sent.0) || sent == received {
            return Err(Error::Flawed("the checksums differ".into()));
        }
        let what = format_args!(
            "{} MiB each way in {time:.1?}: {:016x} out, {:016x} in, the same there",
            self.options.mib, sent.0, received.0
        );
        tell("files", what)
    }
}

/// Kills the second process while it answers, and sees how this side learns of it.
fn murder(
    straw: &mut End,
    second: &mut Second,
    bytes: &mut UnixPore,
    count: i64,
) -> Result<Asked, Error> {
    let mut killed = None;
    let asked = straw.ask(count, i64::MAX, |next| {
        if next == count + count / 2 {
            killed = Some(Instant::now());
            second.kill();
        }
    })?;
    let noticed = killed.map(|at: Instant| at.elapsed()).unwrap_or_default();
    let gone = asked.closed == Some(Closed::Gone);
    if !gone || bytes.wait(Wanted::default(), Some(LONG)) != Err(Closed::Gone) {
        return Err(Error::Flawed(format!("killed, it was {:?}", asked.closed)));
    }
    let open = asked.unasked - asked.next;
    let what = format_args!(
        "kill -9 after answer {}, known {noticed:.1?} later",
        asked.next
    );
    tell("death", what)?;
    tell(
        "",
        format_args!("this process goes on; {open} questions are open"),
    )?;
    Ok(asked)
}

fn print(figures: &Figures) -> Result<(), Error> {
    let throughput = figures.throughput / f64::from(1 << 20);
    tell(
        "throughput",
        format_args!("{throughput:.0} MiB/s, 64 KiB at a time"),
    )?;
    let [p50, p90, p99] = [50, 90, 99].map(|percent| figures.percentile(percent));
    let trips = figures.trips.len();
    let what = format_args!("p50 {p50:.1?}, p90 {p90:.1?}, p99 {p99:.1?}: 64 bytes, {trips} times");
    tell("round trip", what)?;
    let what = format_args!(
        "{:.2} M messages/s in batches, {:.5} doorbells per message",
        figures.rate / 1e6,
        figures.bells
    );
    tell("16 bytes", what)
}
