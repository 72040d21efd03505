//! What the program does: nodes, tables, a tone, a node that is killed.

use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use example_support::{Error, say};

use crate::args::Options;
use crate::{Board, Code, Device, Hub, Machine, Rate, Row, Site, atomvm};

/// Events of a device that offers as many as are taken; some seconds' worth.
const UNPACED: u64 = 200_000;

/// Runs the demonstration.
///
/// # Errors
///
/// What could not be started, or a loss that is not exact.
pub fn run(options: &Options) -> Result<(), Error> {
    let folder = std::env::temp_dir().join(format!("cluster-{}", std::process::id()));
    let ran = within(&folder, options);
    let _ = std::fs::remove_dir_all(&folder);
    ran
}

fn within(folder: &Path, options: &Options) -> Result<(), Error> {
    tell("the library and the code are made")?;
    let code = Code::make(folder, options.bundle.as_deref()).map_err(flawed)?;
    let site = Site::open(code, folder).map_err(flawed)?;
    tell(format!("epmd listens at 127.0.0.1:{}", site.port()))?;
    let mut devices = devices(&site, options)?;
    let mut hub = Hub::start(&site, &[]).map_err(flawed)?;
    let all = devices.len();
    let open = hub.wait_until("open", |rows| count(rows, "open") == all);
    open.map_err(flawed)?;
    tell(format!("the hub has found {all} nodes"))?;
    show(&mut hub, &site, &mut devices, options)?;
    let rows = hub.rows().map_err(flawed)?;
    let clean = hub.stop();
    drop(devices);
    drop(site);
    verdict(&rows, clean)
}

fn devices(site: &Site, options: &Options) -> Result<Vec<Device>, Error> {
    let board = Board {
        events: match options.rate {
            Rate::Unpaced => UNPACED,
            Rate::Paced(rate) => u64::from(rate) * u64::from(options.seconds + 30),
        },
        rate: options.rate,
    };
    let mut devices = Vec::new();
    for nth in 1..=options.nodes {
        let name = format!("device{nth}");
        devices.push(Device::start(site, &name, Machine::Otp(Vec::new()), board).map_err(flawed)?);
    }
    let machine = atomvm(&site.folder.join("atomvm")).map_err(flawed)?;
    if let Some(machine) = machine {
        devices.push(Device::start(site, "device-atomvm", machine, board).map_err(flawed)?);
    } else {
        tell("SKIPPED: a node on AtomVM needs ATOMVM=/path/to/AtomVM (main)")?;
    }
    Ok(devices)
}

/// A table each second; a tone, the end of a node, and its return in between.
fn show(
    hub: &mut Hub,
    site: &Site,
    devices: &mut [Device],
    options: &Options,
) -> Result<(), Error> {
    hub.table().map_err(flawed)?;
    for second in 1..=options.seconds {
        thread::sleep(Duration::from_secs(1));
        tell(format!(
            "\nafter {second} s\n{}",
            hub.table().map_err(flawed)?.trim_end()
        ))?;
        if second == 1 {
            tell(format!("a tone: {}", hub.play(200).map_err(flawed)?))?;
        }
        let Some(first) = devices.first_mut().filter(|_| options.kill) else {
            continue;
        };
        if second == options.seconds / 3 {
            tell(format!("kill -9 {}", first.node()))?;
            first.kill();
        } else if second == options.seconds * 2 / 3 {
            tell(format!("{} is started again", first.node()))?;
            first.start_again(site).map_err(flawed)?;
        }
    }
    let all = devices.len();
    let back = hub.wait_until("back", |rows| count(rows, "open") == all);
    back.map_err(flawed)?;
    Ok(())
}

fn count(rows: &[Row], state: &str) -> usize {
    rows.iter().filter(|row| row.state == state).count()
}

fn verdict(rows: &[Row], clean: bool) -> Result<(), Error> {
    let sum = |number: fn(&Row) -> u64| rows.iter().map(number).sum::<u64>();
    let (received, delivered) = (sum(|row| row.received), sum(|row| row.delivered));
    let (offered, dropped, queued) = (
        sum(|row| row.offered),
        sum(|row| row.dropped),
        sum(|row| row.queued),
    );
    tell(format!(
        "\nnodes that are open: offered {offered} = delivered {delivered} + dropped {dropped} + \
         queued {queued}; received {received}"
    ))?;
    let earlier = sum(|row| row.earlier);
    tell(format!(
        "of nodes before they were killed: received {earlier}"
    ))?;
    if !clean {
        return Err(Error::Flawed("the hub did not end by itself".to_owned()));
    }
    if rows.iter().any(|row| !row.exact || row.lies > 0) || received != delivered {
        return Err(Error::Flawed(format!("a loss is not exact: {rows:#?}")));
    }
    tell("every loss is exact; no process is left")
}

fn tell(what: impl std::fmt::Display) -> Result<(), Error> {
    say(&mut io::stdout().lock(), format_args!("{what}\n"))
}

fn flawed(error: io::Error) -> Error {
    Error::Flawed(error.to_string())
}
