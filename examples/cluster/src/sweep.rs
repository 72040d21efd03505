//! 1, 4 and 16 nodes: events in a second, and their loss.

use std::thread;
use std::time::{Duration, Instant};

use example_support::Error;

use crate::args::Options;
use crate::demo::{devices, flawed, tell, verdict};
use crate::{Board, Hub, Rate, Row, Site};

/// Events of a device that offers as many as are taken; some seconds' worth.
pub(crate) const UNPACED: u64 = 600_000;

const PATIENCE: Duration = Duration::from_secs(60);
const NODES: [u16; 3] = [1, 4, 16];

/// Prints a line for each number of nodes.
pub(crate) fn run(site: &Site, options: &Options) -> Result<(), Error> {
    let mut lines = String::from("nodes  events/s   received   dropped    loss\n");
    for nodes in NODES {
        let (rate, rows) = measure(site, nodes, options)?;
        let sum = |number: fn(&Row) -> u64| rows.iter().map(number).sum::<u64>();
        let (offered, dropped) = (sum(|row| row.offered), sum(|row| row.dropped));
        let received = sum(|row| row.received);
        let loss = 100.0 * dropped as f64 / offered.max(1) as f64;
        lines += &format!("{nodes:5} {rate:9.0} {received:10} {dropped:9} {loss:6.2} %\n");
        tell(&lines)?;
    }
    Ok(())
}

/// Events in a second on all nodes together, from the first event until the time is over or there
/// are no more, and what there was then.
fn measure(site: &Site, nodes: u16, options: &Options) -> Result<(f64, Vec<Row>), Error> {
    let board = Board {
        events: match options.rate {
            Rate::Unpaced => UNPACED,
            Rate::Paced(rate) => u64::from(rate) * u64::from(options.seconds + 30),
        },
        rate: options.rate,
    };
    let devices = devices(site, nodes, board)?;
    wait_for_names(site, nodes)?;
    let mut hub = Hub::start(site, &[]).map_err(flawed)?;
    let some = |rows: &[Row]| rows.iter().any(|row| row.received > 0);
    let first = total(&hub.wait_until("streaming", some).map_err(flawed)?);
    let start = Instant::now();
    let all = u64::from(nodes) * board.events;
    let rows = loop {
        thread::sleep(Duration::from_millis(20));
        let rows = hub.rows().map_err(flawed)?;
        let over = start.elapsed() >= Duration::from_secs(options.seconds.into());
        if over || total(&rows) == all {
            break rows;
        }
    };
    let rate = (total(&rows) - first) as f64 / start.elapsed().as_secs_f64();
    let clean = hub.stop();
    verdict(&rows, clean)?;
    drop(devices);
    Ok((rate, rows))
}

fn total(rows: &[Row]) -> u64 {
    rows.iter().map(|row| row.received).sum()
}

/// All nodes are there before the hub looks for them, so that they begin together.
fn wait_for_names(site: &Site, nodes: u16) -> Result<(), Error> {
    let start = Instant::now();
    while site.nodes().map_err(flawed)? < usize::from(nodes) {
        if start.elapsed() > PATIENCE {
            return Err(Error::Late("a device node"));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
