//! The process that measures.

use std::env;
use std::fmt::Display;
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use example_support::{Error, Progress, say as print};
use pore::membrane::unix::Endpoint;

use crate::place::{Place, Side};
use crate::pores::{LARGE_PORE, LONG, SMALL_PORE, none};
use crate::report::Report;
use crate::second::{END, address, agree, give, hear, names, say};
use crate::sockets::failed;
use crate::ways::{Cell, cells, ends};
use crate::work::{Sample, Work};
use crate::{Options, erlang};

/// How often it is measured anew before a gate is believed to be missed.
const TRIES: usize = 4;
/// What is measured to see how long it takes.
const FEW: [u64; 5] = [200, 50, 50, 20_000, 20];

/// The second process, and what it is told and says.
struct Second {
    control: UnixStream,
    /// As long as it is open, the process lives.
    _stdin: ChildStdin,
    ending: Arc<AtomicBool>,
    watch: JoinHandle<Option<ExitStatus>>,
    /// Where this process runs.
    place: Option<Place>,
}

impl Second {
    fn start(name: &str, options: &Options, listener: &UnixListener) -> Result<Self, Error> {
        let program = env::current_exe().map_err(failed)?;
        let mut command = Command::new(program);
        command
            .arg(format!("--second={name}"))
            .stdin(Stdio::piped());
        command.args(options.slow.then_some("--slow"));
        command.args(options.unpinned.then_some("--unpinned"));
        let mut child = command.spawn().map_err(failed)?;
        let stdin = child.stdin.take().ok_or(Error::Late("a pipe"))?;
        let ending = Arc::new(AtomicBool::new(false));
        let ends = ending.clone();
        let watch = thread::spawn(move || {
            let status = child.wait().ok();
            if !ends.load(Ordering::Relaxed) {
                // Whoever waits for an answer would wait for ever.
                eprintln!("pore-bench: the second process ended: {status:?}");
                std::process::exit(1);
            }
            status
        });
        let (control, _) = listener.accept().map_err(failed)?;
        Ok(Self {
            control,
            _stdin: stdin,
            ending,
            watch,
            place: None,
        })
    }

    /// Has it end, which has to be in order.
    fn end(mut self) -> Result<(), Error> {
        self.ending.store(true, Ordering::Relaxed);
        say(&mut self.control, END)?;
        match self.watch.join() {
            Ok(Some(status)) if status.success() => Ok(()),
            ended => Err(Error::Flawed(format!("the second process: {ended:?}"))),
        }
    }

    /// Measures a cell once.
    fn measure(&mut self, index: usize, cell: &mut Cell, messages: u64) -> Result<Sample, Error> {
        if !cell.way.has_second() {
            return cell.way.lead(cell.work, messages);
        }
        say(&mut self.control, [index as u64, messages])?;
        if let Some(place) = &mut self.place {
            place.take(cell.work);
        }
        let begin = Instant::now();
        let mut sample = cell.way.lead(cell.work, messages)?;
        let [sum, rings] = hear(&mut self.control)?;
        sample.time = begin.elapsed();
        sample.rings += rings;
        agree(cell.work, sample.sum, sum)?;
        // The first ones met a process that was asleep.
        let warm = (sample.trips.len() / 10).min(100);
        sample.trips.drain(..warm);
        Ok(sample)
    }

    /// How many messages take about so long.
    fn count(&mut self, index: usize, cell: &mut Cell, time: Duration) -> Result<u64, Error> {
        let mut messages = FEW[cell.work as usize];
        loop {
            let begin = Instant::now();
            self.measure(index, cell, messages)?;
            let took = begin.elapsed();
            if took * 4 >= time {
                let share = time.as_secs_f64() / took.as_secs_f64();
                return Ok(((messages as f64 * share) as u64).max(FEW[cell.work as usize]));
            }
            messages *= 4;
        }
    }
}

fn tell(what: impl Display) -> Result<(), Error> {
    print(&mut std::io::stderr().lock(), format_args!("{what}\n"))
}

/// Compares all.
pub(crate) fn run(options: &Options) -> Result<(), Error> {
    let name = format!("pore-bench-{}", std::process::id());
    let listener = UnixListener::bind_addr(&address(&name)?).map_err(failed)?;
    let [small, large] = names(&name)?;
    let mut small = Endpoint::bind(&small, SMALL_PORE).map_err(none)?;
    let mut large = Endpoint::bind(&large, LARGE_PORE).map_err(none)?;
    let mut second = Second::start(&name, options, &listener)?;
    let (mine, theirs) = ends()?;
    give(&second.control, &theirs)?;
    drop(theirs);
    let small = small.accept(Some(LONG)).map_err(none)?;
    let large = large.accept(Some(LONG)).map_err(none)?;
    let erl = options.erl.as_deref();
    let nodes = erl.map(|erl| erlang::Nodes::start(erl, options.bundle.as_deref()));
    let nodes = nodes.transpose()?;
    let place = Place::new(Side::First, options.unpinned)?;
    let [theirs, _] = hear(&mut second.control)?;
    let pinned = place.is_pinned() && theirs == 1;
    second.place = Some(place);
    let mut cells = cells(Side::First, mine, [small, large], options.slow)?;
    #[cfg(feature = "iceoryx2")]
    cells.extend(crate::iceoryx::cells(Side::First, &name)?);
    cells.extend(nodes.map(erlang::cells).unwrap_or_default());
    tell(match pinned {
        true => "each process stays on a CPU of its own, but for the row `blocking`: both on one",
        false => {
            "the processes are not pinned: that was asked for, or there are no two CPUs for them"
        }
    })?;
    let report = rounds(&mut second, &mut cells, options)?;
    drop(cells);
    second.end()?;
    print(&mut std::io::stdout().lock(), &report)?;
    let missed = report.missed();
    if options.gate && !missed.is_empty() {
        return Err(Error::Flawed(format!("missed: {}", missed.join("; "))));
    }
    Ok(())
}

fn rounds(second: &mut Second, cells: &mut [Cell], options: &Options) -> Result<Report, Error> {
    let is_asked = |cell: &Cell| options.rows.contains(&cell.work);
    let asked = cells.iter().filter(|cell| is_asked(cell)).count();
    let share = options.seconds as f64 / (asked * options.rounds).max(1) as f64;
    let time = Duration::from_secs_f64(share);
    let mut counts = vec![0; cells.len()];
    let mut report = Report::new(cells, &options.rows);
    let mut progress = Progress::new();
    for (index, cell) in cells
        .iter_mut()
        .enumerate()
        .filter(|(_, cell)| is_asked(cell))
    {
        progress.show(format_args!(
            "warming up: {}, {}",
            cell.work.name(),
            cell.name
        ));
        counts[index] = second.count(index, cell, time)?;
    }
    for attempt in 1..=if options.gate { TRIES } else { 1 } {
        for round in 0..options.rounds {
            for work in &options.rows {
                progress.show(format_args!(
                    "round {round} of try {attempt}: {}",
                    work.name()
                ));
                turn(second, cells, *work, round, &counts, &mut report)?;
            }
        }
        if report.missed().is_empty() {
            break;
        }
    }
    Ok(report)
}

/// All ways of a row, beginning with another one each time.
fn turn(
    second: &mut Second,
    cells: &mut [Cell],
    work: Work,
    round: usize,
    counts: &[u64],
    report: &mut Report,
) -> Result<(), Error> {
    let mut row: Vec<_> = (0..cells.len())
        .filter(|index| cells[*index].work == work)
        .collect();
    let first = round % row.len().max(1);
    row.rotate_left(first);
    for index in row {
        let sample = second.measure(index, &mut cells[index], counts[index])?;
        report.add(index, sample);
    }
    Ok(())
}
