//! The node that finds the devices.

use std::io::{self, Write as _};
use std::process::{ChildStdin, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Site;
use crate::lines::Lines;
use crate::process::{Running, start};

const PATIENCE: Duration = Duration::from_secs(120);

/// What is logged does not mix with what the hub says.
const LOGGER: &str = "[{handler, default, logger_std_h, #{config => #{type => standard_error}}}]";

/// The hub; stopped when it is dropped, its ports closed first.
#[derive(Debug)]
pub struct Hub {
    running: Running,
    commands: Option<ChildStdin>,
    lines: Lines,
}

/// What the hub knows of a device node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The node.
    pub node: String,
    /// `opening`, `open`, `down` or `banned`.
    pub state: String,
    /// How often its ports were opened.
    pub opens: u64,
    /// Events that the board offered to the port's queue.
    pub offered: u64,
    /// Events that the port sent.
    pub delivered: u64,
    /// Events that did not fit into the queue.
    pub dropped: u64,
    /// Events that wait in the queue.
    pub queued: u64,
    /// Events that the hub had when it got these counts.
    pub received: u64,
    /// Events that the hub got when the ports were open before.
    pub earlier: u64,
    /// What the hub dropped because it was no event, or not true.
    pub lies: u64,
    /// Whether the counts add up.
    pub exact: bool,
    /// Why the node is not open.
    pub reason: String,
}

impl Hub {
    /// Starts the hub; `settings` are arguments of `erl` such as `["-cluster", "credit", "4"]`.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start(site: &Site, settings: &[&str]) -> io::Result<Self> {
        let mut erl = site.erl("hub@localhost");
        erl.args(settings);
        erl.args(["-kernel", "logger", LOGGER]);
        erl.args(["-s", "cluster_console"]);
        erl.stdin(Stdio::piped()).stdout(Stdio::piped());
        erl.stderr(site.log("hub")?);
        let mut running = start(&mut erl)?;
        let commands = running.child.stdin.take();
        let output = running.child.stdout.take();
        let output = output.ok_or(io::ErrorKind::BrokenPipe)?;
        let hub = Self {
            running,
            commands,
            lines: Lines::of(output),
        };
        while hub.lines.next(PATIENCE)? != "hub" {}
        Ok(hub)
    }

    /// What is known of each node, after each was asked for its counts.
    ///
    /// # Errors
    ///
    /// If the hub is gone.
    pub fn rows(&mut self) -> io::Result<Vec<Row>> {
        self.command("rows")?;
        let mut rows = Vec::new();
        loop {
            let line = self.lines.next(PATIENCE)?;
            if line == "end" {
                return Ok(rows);
            }
            rows.extend(row(&line));
        }
    }

    /// The table for people.
    ///
    /// # Errors
    ///
    /// If the hub is gone.
    pub fn table(&mut self) -> io::Result<String> {
        self.command("table")?;
        let mut table = String::new();
        loop {
            let line = self.lines.next(PATIENCE)?;
            table.push_str(line.trim_end());
            table.push('\n');
            // No name of a node has a blank; why a node is gone may be anything.
            if line.get(..24).is_some_and(|name| name.contains(" of ")) {
                return Ok(table);
            }
        }
    }

    /// Plays a tone on all nodes; the line that says on how many it was.
    ///
    /// # Errors
    ///
    /// If the hub is gone.
    pub fn play(&mut self, ms: u32) -> io::Result<String> {
        self.command(&format!("play {ms}"))?;
        self.lines.next(PATIENCE)
    }

    /// Waits until the rows are as they should be; the last rows if that takes too long.
    ///
    /// # Errors
    ///
    /// If the hub is gone, or says otherwise to the end.
    pub fn wait_until(
        &mut self,
        what: &str,
        done: impl Fn(&[Row]) -> bool,
    ) -> io::Result<Vec<Row>> {
        let start = Instant::now();
        loop {
            let rows = self.rows()?;
            if done(&rows) {
                return Ok(rows);
            }
            if start.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("not {what}: {rows:#?}")));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn command(&mut self, line: &str) -> io::Result<()> {
        let commands = self.commands.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(commands, "{line}")
    }

    /// The end of the hub, as sudden as `kill -9`.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    /// Ends the hub; true if it did so by itself, its ports closed.
    pub fn stop(&mut self) -> bool {
        drop(self.commands.take());
        self.running.ends_within(Duration::from_secs(20))
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.stop();
    }
}

fn row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [node, state, .., exact, reason] = fields[..] else {
        return None;
    };
    let number = |at: usize| fields.get(at)?.parse().ok();
    Some(Row {
        node: node.to_owned(),
        state: state.to_owned(),
        opens: number(2)?,
        offered: number(3)?,
        delivered: number(4)?,
        dropped: number(5)?,
        queued: number(6)?,
        received: number(7)?,
        earlier: number(8)?,
        lies: number(9)?,
        exact: exact == "true",
        reason: reason.to_owned(),
    })
}
