//! What the processes do, one after the other.

use std::time::{Duration, Instant};

use avm_term::{PortId, Value};
use example_support::{Error, Process, Progress, TICK, command};
use stream_port::{HasAdc, Stream};

use crate::report::{Counts, Report, demand};
use crate::{Options, Taken, Taker};

/// How much longer than its samples take a run may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Samples in a second where nobody listens, and so nobody waits.
const FAST: u32 = 100_000_000;

/// Opens the ADC of the board `B`, streams as [`Options`] say, and checks every sample and every
/// count.
///
/// # Errors
///
/// What the port says, and [`Error::Flawed`] where something is not as it should be.
pub fn run<B: HasAdc>(options: &Options, progress: &mut Progress) -> Result<Report, Error> {
    let mut process = Process::new();
    let port = process.open::<Stream<B>>(&Value::map([]))?;
    let mut streaming = Streaming {
        process,
        port,
        progress,
    };
    let report = streaming.play(options)?;
    streaming.process.close(port)?;
    Ok(report)
}

struct Streaming<'p> {
    process: Process,
    port: PortId,
    progress: &'p mut Progress,
}

impl Streaming<'_> {
    fn play(&mut self, options: &Options) -> Result<Report, Error> {
        let mut taker = Taker::new(self.process.vm(), self.port, true);
        taker.subscribe(self.process.vm(), Value::atom("true"))?;
        let taken = self.take(&mut taker, options)?;

        let mut keeper = Taker::new(self.process.vm(), self.port, false);
        self.keep(&mut keeper, options.keep)?;
        taker.subscribe(self.process.vm(), Value::atom("true"))?;
        let meanwhile = self.take(&mut taker, options)?;
        demand("blocks held for ever", self.counts()?.held, options.keep)?;

        self.order("unsubscribe")?;
        let full = self.fill(options)?;
        taker.subscribe(self.process.vm(), Value::atom("true"))?;
        taker.take(self.process.vm())?;
        keeper.end(self.process.vm());
        let end = self.counts()?;
        end.check_end()?;
        Ok(Report {
            taken,
            kept: options.keep,
            meanwhile,
            full,
            end,
        })
    }

    /// A run whose blocks a process takes and lets go of.
    fn take(&mut self, taker: &mut Taker, options: &Options) -> Result<Taken, Error> {
        let (before, had) = (self.counts()?, taker.take(self.process.vm())?);
        let counts = self.convert(options.blocks, options.rate_hz, Some(taker))?;
        let now = taker.take(self.process.vm())?;
        let taken = Taken {
            blocks: now.blocks - had.blocks,
            samples: now.samples - had.samples,
            missing: now.missing - had.missing,
        };
        let filled = counts.filled - before.filled;
        demand("blocks taken", taken.blocks, filled)?;
        demand("blocks that wait", counts.queued, 0_u64)?;
        let lost = u64::from(counts.overruns - before.overruns);
        let (samples, size) = (taken.missing, taken.samples / taken.blocks.max(1));
        // Blocks that were lost at the very end of the run leave no gap.
        if samples > lost * size {
            let what = format!("{samples} samples are missing, {lost} blocks were lost");
            return Err(Error::Flawed(what));
        }
        Ok(taken)
    }

    /// A run whose blocks a process keeps.
    fn keep(&mut self, keeper: &mut Taker, blocks: u32) -> Result<(), Error> {
        if blocks == 0 {
            return Ok(());
        }
        keeper.subscribe(self.process.vm(), Value::from(blocks))?;
        let counts = self.convert(blocks, FAST, Some(keeper))?;
        demand("blocks held", counts.held, blocks)?;
        let kept = keeper.take(self.process.vm())?;
        demand("blocks kept", kept.blocks, blocks)
    }

    /// A run whose blocks nobody takes; tells how many the pool had room for, and how many not.
    fn fill(&mut self, options: &Options) -> Result<(u32, u32), Error> {
        let before = self.counts()?;
        let counts = self.convert(options.blocks, FAST, None)?;
        let filled = counts.filled - before.filled;
        let overruns = counts.overruns - before.overruns;
        demand("blocks filled", filled, before.free.min(options.blocks))?;
        demand("overruns", overruns, options.blocks - filled)?;
        Ok((filled, overruns))
    }

    /// Runs the ADC until it has filled or lost so many blocks.
    fn convert(
        &mut self,
        blocks: u32,
        rate_hz: u32,
        mut taker: Option<&mut Taker>,
    ) -> Result<Counts, Error> {
        let wanted = self.counts()?.converted() + u64::from(blocks);
        let run = [("blocks", blocks.into()), ("rate_hz", rate_hz.into())];
        self.process.order(self.port, &command("start", run))?;
        let mut deadline = Instant::now() + PATIENCE;
        let mut last = 0;
        loop {
            // The counts come first, so that what they count has been sent when it is taken.
            let counts = self.counts()?;
            if let Some(taker) = &mut taker {
                taker.take(self.process.vm())?;
            }
            let converted = counts.converted();
            // A block is counted a moment before its bell is rung.
            let is_taken = taker.is_none() || counts.queued == 0;
            if converted == wanted && is_taken {
                return Ok(counts);
            }
            if converted > last {
                (last, deadline) = (converted, Instant::now() + PATIENCE);
            }
            if Instant::now() > deadline {
                return Err(Error::Late("the next block"));
            }
            let left = wanted - converted;
            self.progress.show(format_args!("{left} blocks to come"));
            self.process.vm().wait(TICK);
        }
    }

    fn order(&mut self, request: &str) -> Result<(), Error> {
        self.process.order(self.port, &Value::atom(request))
    }

    fn counts(&mut self) -> Result<Counts, Error> {
        Counts::of(&self.process.stats(self.port)?)
    }
}
