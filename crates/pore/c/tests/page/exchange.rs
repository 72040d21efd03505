//! A program made by the page alone is a peer.

use std::process::{Command, Stdio};
use std::time::Duration;

use fuzz_testing::Random;
use pore::layout::Field;
use pore::membrane::unix::{Endpoint, Name, Settings, UnixPore, Wanted};
use pore::ring::Config;

use crate::c;
use crate::numbers::{MESSAGES, STATES, WORDS};
use crate::page::{Page, number, numbered};

/// Longer than anything here takes.
const LONG: Option<Duration> = Some(Duration::from_secs(20));
/// Many times what the rings hold.
const BYTES: usize = 100_000;

fn macro_name(prefix: &str, name: &str) -> String {
    format!("{prefix}_{}", name.replace([' ', '-'], "_").to_uppercase())
}

/// The numbers of the page, each under its name there.
fn macros(page: &Page) -> Vec<(String, u32)> {
    let words = page.table(WORDS);
    let at = |row: &Vec<String>| (macro_name("AT", &row[1]), number(&row[0]).expect("offset"));
    let mut macros: Vec<_> = words.iter().map(at).collect();
    for field in [Field::Magic, Field::Version] {
        let row = &words[field as usize / 4];
        let (value, _) = numbered(&row[3]).expect("a number");
        macros.push((row[1].to_uppercase(), value));
    }
    let states = page.table(STATES);
    let states = states.iter().filter_map(|row| numbered(&row[0]));
    let states = states.filter(|(_, name)| name.starts_with(char::is_alphabetic));
    macros.extend(states.map(|(value, name)| (macro_name("STATE", name), value)));
    for row in page.table(MESSAGES) {
        let numbers = row[1].split(", ").skip(1).map_while(number);
        for (what, value) in ["VERSION", "KIND", "LENGTH"].into_iter().zip(numbers) {
            macros.push((macro_name(&row[0].to_uppercase(), what), value));
        }
    }
    macros.push(("LEAST_ORDER".into(), page.number("`order` being ", " to ")));
    let most = page.number("`order` being 4 to ", ". It begins");
    macros.push(("MOST_ORDER".into(), most));
    macros
}

/// Sends bytes and takes them back turned over, until all have come.
fn exchange(pore: &mut UnixPore) {
    let mut random = Random::new(1);
    let sent: Vec<u8> = (0..BYTES).map(|_| random.below(256) as u8).collect();
    let (mut out, mut back, mut bytes) = (0, Vec::new(), [0; 777]);
    while back.len() < BYTES {
        let most = (out + 1 + random.below(700)).min(BYTES);
        let written = pore.write(&sent[out..most]).expect("open");
        let read = pore.read(&mut bytes).expect("open");
        out += written;
        back.extend_from_slice(&bytes[..read]);
        let wanted = if out < BYTES {
            Wanted::EITHER
        } else {
            Wanted::INPUT
        };
        if written + read == 0 {
            assert_eq!(pore.wait(wanted, LONG), Ok(true), "rung for in time");
        }
    }
    assert!(back.iter().zip(&sent).all(|(back, sent)| *back == !sent));
}

#[test]
fn a_program_by_the_page_is_a_peer() {
    let program = c::alone("by_the_page", &macros(&Page::read()));
    let name = format!("pore-by-the-page-{}", std::process::id());
    let hidden = Name::hidden(name.as_str()).expect("a good name");
    let settings = Settings {
        order: 8,
        config: Config {
            start: u32::MAX - 6,
            ..Config::default()
        },
        timeout: Duration::from_secs(20),
        ..Settings::DEFAULT
    };
    let mut endpoint = Endpoint::bind(&hidden, settings).expect("nobody has it");
    let mut command = Command::new(&program);
    let child = command.arg(name).stdout(Stdio::piped()).spawn();
    let child = child.expect("it runs");
    let mut pore = endpoint.accept(LONG).expect("an honest peer");
    assert_eq!((pore.config().order, pore.config().max_frame), (9, 100));
    exchange(&mut pore);
    // Nothing is under way: it has taken all, and so has this side.
    assert_eq!(pore.link().producer.free(), Ok(256));
    pore.link().producer.close();
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said, format!("{BYTES} bytes\n"));
    assert!(output.status.success());
    std::fs::remove_file(program).expect("it is there");
}
