//! What the program does: nodes, tables, a tone, a node that is killed.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use example_support::{Error, say};

use crate::args::Options;
use crate::{
    Board, Code, Device, Hub, Machine, Rate, Row, Site, atomvm, left_running, needs, sweep,
};

/// Runs the demonstration in a folder of its own, which it removes.
///
/// # Errors
///
/// What could not be started, or a loss that is not exact.
pub fn run(options: &Options) -> Result<(), Error> {
    needs::check(options.bundle.as_deref())?;
    let folder = std::env::temp_dir().join(format!("cluster-{}", std::process::id()));
    let made = DirBuilder::new().mode(0o700).create(&folder);
    made.map_err(|error| Error::File(folder.clone(), error))?;
    let ran = within(&folder, options);
    let _ = std::fs::remove_dir_all(&folder);
    ran
}

fn within(folder: &Path, options: &Options) -> Result<(), Error> {
    tell("the library and the code are made; the first time that takes some minutes")?;
    let code = Code::make(folder, options.bundle.as_deref()).map_err(flawed)?;
    let site = Site::open(code, folder).map_err(flawed)?;
    let port = site.port();
    tell(format!("epmd listens at 127.0.0.1:{port}"))?;
    let ran = match options.sweep {
        true => sweep::run(&site, options),
        false => show(&site, options),
    };
    drop(site);
    ran?;
    match left_running(port).as_slice() {
        [] => tell("no process is left"),
        left => Err(Error::Flawed(format!("processes are left: {left:?}"))),
    }
}

/// Starts the devices of a demonstration.
pub(crate) fn devices(site: &Site, nodes: u16, board: Board) -> Result<Vec<Device>, Error> {
    let names = (1..=nodes).map(|nth| format!("device{nth}"));
    let otp = || Machine::Otp(Vec::new());
    let devices = names.map(|name| Device::start(site, &name, otp(), board));
    devices.collect::<io::Result<_>>().map_err(flawed)
}

fn show(site: &Site, options: &Options) -> Result<(), Error> {
    let board = Board {
        events: match options.rate {
            Rate::Unpaced => sweep::UNPACED,
            Rate::Paced(rate) => u64::from(rate) * u64::from(options.seconds + 30),
        },
        rate: options.rate,
    };
    let mut devices = devices(site, options.nodes, board)?;
    match atomvm(&site.folder.join("atomvm")).map_err(flawed)? {
        Some(machine) => {
            let device = Device::start(site, "device-atomvm", machine, board);
            devices.push(device.map_err(flawed)?);
        }
        None => tell("SKIPPED: a node on AtomVM needs ATOMVM=/path/to/AtomVM (main)")?,
    }
    let mut hub = Hub::start(site, &[]).map_err(flawed)?;
    wait_for_all(&mut hub, devices.len())?;
    tell(format!("the hub has found {} nodes", devices.len()))?;
    tables(&mut hub, site, &mut devices, options)?;
    let rows = hub.rows().map_err(flawed)?;
    let clean = hub.stop();
    verdict(&rows, clean)
}

fn wait_for_all(hub: &mut Hub, nodes: usize) -> Result<(), Error> {
    let open = |rows: &[Row]| rows.iter().filter(|row| row.state == "open").count() == nodes;
    hub.wait_until("all there", open).map_err(flawed)?;
    Ok(())
}

/// A table each second; a tone, the end of a node, and its return in between.
fn tables(
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
    wait_for_all(hub, devices.len())
}

/// Prints what became of all events, and fails if that is not known.
pub(crate) fn verdict(rows: &[Row], clean: bool) -> Result<(), Error> {
    let sum = |number: fn(&Row) -> u64| rows.iter().map(number).sum::<u64>();
    let (offered, delivered) = (sum(|row| row.offered), sum(|row| row.delivered));
    let (dropped, queued) = (sum(|row| row.dropped), sum(|row| row.queued));
    let (received, earlier) = (sum(|row| row.received), sum(|row| row.earlier));
    tell(format!(
        "\nnodes that are open: offered {offered} = delivered {delivered} + dropped {dropped} + \
         queued {queued}; received {received}\nnodes that were killed: received {earlier}"
    ))?;
    if !clean {
        return Err(Error::Flawed("the hub did not end by itself".to_owned()));
    }
    if rows.iter().any(|row| !row.exact || row.lies > 0) || received != delivered {
        return Err(Error::Flawed(format!("a loss is not exact: {rows:#?}")));
    }
    tell("every loss is exact")
}

pub(crate) fn tell(what: impl std::fmt::Display) -> Result<(), Error> {
    say(&mut io::stdout().lock(), format_args!("{what}\n"))
}

pub(crate) fn flawed(error: io::Error) -> Error {
    Error::Flawed(error.to_string())
}
