//! Processes that may have little: short files, little memory, a full disk.

use std::env;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use pore::layout::HEADER_BYTES;
use pore::membrane::unix::{Endpoint, Name, Refusal, Settings, UnixError, connect};
use rustix::fs::SealFlags;
use rustix::process::Resource;

use crate::common::{LONG, limited, name, open, unique, with_others};
use crate::hostile::memfd;
use crate::raw::{OFFER, Raw, Share, bytes};

const ROLE: &str = "PORE_TEST_LIMIT";
const FOLDER: &str = "PORE_TEST_FULL_FOLDER";
/// An order of more bytes than are left, which are enough for all else.
const LARGE: u32 = 29;
const LEFT: u64 = 300 << 20;

/// So much address space that this process gets no more than is left. It may have much already:
/// AddressSanitizer takes terabytes.
fn little() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let mut lines = status.lines();
    let size = lines.find_map(|line| line.strip_prefix("VmSize:"));
    let size = size.and_then(|size| size.trim().strip_suffix(" kB"));
    let size: u64 = size.and_then(|size| size.parse().ok()).expect("KiB");
    (size << 10) + LEFT
}

/// A side that lacks something says so; the other one is told.
fn is_refused(settings: Settings, resource: Resource, most: u64) {
    let name = name();
    let mut endpoint = Endpoint::bind(&name, Settings::DEFAULT).expect("nobody has it");
    let (ours, theirs) = (name.clone(), name.clone());
    let before = open();
    let refused = limited(resource, most, || connect(&ours, settings).err());
    assert_eq!(refused, Some(UnixError::NoRoom));
    let told = endpoint.accept(LONG).err();
    assert_eq!(told, Some(UnixError::Refused(Refusal::Resources)));
    assert_eq!(open(), before, "nothing is left of it");
    // With room, it works again.
    let other = thread::spawn(move || connect(&theirs, Settings::DEFAULT));
    endpoint.accept(LONG).expect("an honest peer");
    other.join().expect("no panic").expect("an honest peer");
}

/// A peer that offers more than this process has room to map. Neither side maps it before.
fn is_too_large() {
    let settings = Settings {
        most_order: LARGE,
        ..Settings::DEFAULT
    };
    let name = name();
    let mut endpoint = Endpoint::bind(&name, settings).expect("nobody has it");
    let before = open();
    let pages = memfd(
        HEADER_BYTES as u64 + (1 << LARGE),
        SealFlags::SHRINK | SealFlags::GROW,
    );
    let (raw, share) = (Raw::connect(&name), Share::new(4));
    let [_, data, space] = share.fds();
    let mut offer = OFFER;
    offer[4] = LARGE;
    raw.send(&bytes(&offer), &[pages.as_fd(), data, space]);
    let here = limited(Resource::As, little(), || endpoint.accept(LONG).err());
    assert_eq!(here, Some(UnixError::NoRoom));
    assert_eq!(raw.refusal(), Some(Refusal::Resources as u32));
    drop((pages, raw, share));
    assert_eq!(open(), before, "nothing is left of it");
    // With room, it works again.
    let other = thread::spawn(move || {
        let order = LARGE;
        connect(&name, Settings { order, ..settings })
    });
    let mut here = endpoint.accept(LONG).expect("an honest peer");
    let mut there = other.join().expect("no panic").expect("an honest peer");
    assert_eq!(there.write(b"large"), Ok(5));
    assert_eq!(here.read(&mut [0; 9]), Ok(5));
}

#[test]
#[ignore = "run by `whoever_has_little_is_told_so`"]
fn limited_process() {
    let large = Settings {
        order: LARGE,
        ..Settings::DEFAULT
    };
    match env::var(ROLE).expect("started by a test").as_str() {
        "file size" => is_refused(Settings::DEFAULT, Resource::Fsize, 4096),
        "memory" => is_refused(large, Resource::As, little()),
        "memory for the peer's" => is_too_large(),
        "disk" => {
            let folder = env::var(FOLDER).expect("started by a test");
            let name = Name::path(Path::new(&folder).join("name")).expect("short");
            let bound = Endpoint::bind(&name, Settings::DEFAULT);
            assert_eq!(bound.err(), Some(UnixError::NoRoom));
        }
        _ => panic!("no such role"),
    }
}

fn run(role: &str, command: &[&str]) -> ExitStatus {
    let program = env::current_exe().expect("a path");
    let test = ["--ignored", "--exact", "limits::limited_process"];
    let (first, rest) = command.split_first().expect("a command");
    let mut command = Command::new(first);
    command.args(rest).arg(program).args(test);
    command.env(ROLE, role).env(FOLDER, env::temp_dir());
    let quiet = command.stdout(Stdio::null());
    quiet.status().expect("it runs")
}

#[test]
fn whoever_has_little_is_told_so() {
    let _open = with_others();
    for role in ["file size", "memory", "memory for the peer's"] {
        let status = run(role, &["env"]);
        assert!(status.success(), "{role}: {status}");
    }
}

#[test]
fn a_full_disk_has_no_room_for_a_name() {
    let _open = with_others();
    // A disk with room for nothing but its own folder, which nobody else sees.
    let full = r#"mount -t tmpfs -o nr_inodes=1 none "$1" && shift && exec "$@""#;
    let folder = env::temp_dir().join(unique());
    std::fs::create_dir(&folder).expect("a folder");
    let path = folder.to_str().expect("text");
    let inside = [
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        full,
        "sh",
        path,
    ];
    let can = Command::new(inside[0])
        .args(&inside[1..])
        .arg("true")
        .status();
    if can.is_ok_and(|status| status.success()) {
        let role = format!("{FOLDER}={path}");
        let command: Vec<&str> = inside.into_iter().chain(["env", &role]).collect();
        let status = run("disk", &command);
        assert!(status.success(), "{status}");
    } else {
        println!("SKIPPED: needs `unshare`, and to be allowed namespaces of users and mounts");
    }
    std::fs::remove_dir(&folder).expect("it is there");
}
