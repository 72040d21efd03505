//! Sides that only read, or only write; and what straws agree on.

use std::thread;

use pore::layout::Field;
use pore::membrane::unix::{Endpoint, Refusal, Settings, UnixError, UnixPore, Wanted, connect};
use pore::memory::Raw;
use pore::ring::{Closed, Config, Protocol, Rights, features};
use pore::straw::{DEFAULT_MAX_FRAME, Format, Terms};
use rustix::net::Shutdown;

use crate::common::{LONG, name, with_others};

const fn settings(rights: Rights, config: Config) -> Settings {
    Settings {
        rights,
        config,
        ..Settings::DEFAULT
    }
}

const PLAIN: Config = Settings::DEFAULT.config;

fn both(mine: Settings, theirs: Settings) -> [Result<UnixPore, UnixError>; 2] {
    let name = name();
    let mut endpoint = Endpoint::bind(&name, mine).expect("nobody has it");
    let other = thread::spawn(move || connect(&name, theirs));
    [endpoint.accept(LONG), other.join().expect("no panic")]
}

fn pair(mine: Rights, theirs: Rights) -> [UnixPore; 2] {
    let pores = both(settings(mine, PLAIN), settings(theirs, PLAIN));
    pores.map(|pore| pore.expect("honest"))
}

#[test]
fn who_may_only_read_is_denied_the_rest() {
    let _open = with_others();
    let [mut reader, mut writer] = pair(Rights::READ, Rights::BOTH);
    assert_eq!(
        (reader.rights(), writer.rights()),
        (Rights::READ, Rights::WRITE)
    );
    assert_eq!(reader.write(b"x"), Err(Closed::Denied));
    assert_eq!(reader.wait(Wanted::ROOM, LONG), Err(Closed::Denied));
    assert_eq!(writer.read(&mut [0; 4]), Err(Closed::Denied));
    assert_eq!(writer.wait(Wanted::INPUT, LONG), Err(Closed::Denied));
    assert_eq!(
        (reader.closed(), writer.closed()),
        (None, None),
        "denied is not over"
    );
    let mut bytes = [0; 8];
    assert_eq!(writer.write(b"one way"), Ok(7));
    assert_eq!(reader.wait(Wanted::INPUT, LONG), Ok(true));
    assert_eq!(reader.read(&mut bytes), Ok(7));
    assert_eq!(bytes[..7], *b"one way");
    writer.close();
    assert_eq!(
        reader.wait(Wanted::default(), LONG),
        Err(Closed::Peer),
        "the end"
    );
    assert_eq!(reader.read(&mut bytes), Err(Closed::Peer));
}

#[test]
fn a_reader_that_closes_or_dies_is_noticed() {
    let _open = with_others();
    let [mut reader, mut writer] = pair(Rights::READ, Rights::WRITE);
    reader.close();
    assert_eq!(writer.wait(Wanted::default(), LONG), Err(Closed::Peer));
    let [mut reader, writer] = pair(Rights::READ, Rights::WRITE);
    // Without a word in the pages, as a process that is killed.
    rustix::net::shutdown(writer.fds()[0], Shutdown::Both).expect("a socket");
    assert_eq!(reader.wait(Wanted::default(), LONG), Err(Closed::Gone));
}

#[test]
fn bytes_for_a_side_that_takes_none_end_the_pore() {
    let _open = with_others();
    let broken = Closed::Protocol(Protocol::Rights);
    for wait in [true, false] {
        let [mut writer, mut hostile] = pair(Rights::WRITE, Rights::READ);
        assert_eq!(writer.write(b"fine"), Ok(4));
        let region = Raw(hostile.link().producer.region().clone());
        region.store(Field::Prod, region.load(Field::Prod).wrapping_add(1));
        let found = if wait {
            writer.wait(Wanted::default(), Some(std::time::Duration::ZERO))
        } else {
            writer.write(b"no more").map(|_| true)
        };
        assert_eq!(found, Err(broken));
        assert_eq!(writer.closed(), Some(broken));
        assert_eq!(writer.write(b"x"), Err(broken));
        // Told in the pages: the fourth of the errors.
        let mut bytes = [0; 4];
        assert_eq!(hostile.read(&mut bytes), Ok(4));
        assert_eq!(hostile.read(&mut bytes), Err(Closed::PeerError(4)));
    }
}

#[test]
fn two_that_only_read_have_no_pore() {
    let _open = with_others();
    for rights in [Rights::READ, Rights::WRITE] {
        let [here, there] = both(settings(rights, PLAIN), settings(rights, PLAIN));
        let known = [UnixError::Rights, UnixError::Refused(Refusal::Other)];
        for error in [here.expect_err("no pore"), there.expect_err("no pore")] {
            assert!(known.contains(&error), "{error:?}");
        }
    }
    let nothing = settings(Rights::NONE, PLAIN);
    let bound = Endpoint::bind(&name(), nothing).err();
    assert_eq!(bound, Some(UnixError::Rights));
}

#[test]
fn straws_agree_by_what_both_say() {
    let _open = with_others();
    let config = |erlang, max_frame| Config {
        features: if erlang { features::ERLANG } else { 0 },
        max_frame,
        start: 0,
    };
    for (mine, theirs, format, max_frame) in [
        (
            config(true, 0),
            config(true, 0),
            Format::Erlang,
            DEFAULT_MAX_FRAME,
        ),
        (config(true, 900), config(true, 700), Format::Erlang, 700),
        (config(true, 700), config(false, 900), Format::Json, 700),
        (
            config(false, 0),
            config(true, 8 << 20),
            Format::Json,
            DEFAULT_MAX_FRAME,
        ),
        (config(false, 5), config(false, 0), Format::Json, 5),
    ] {
        let pores = both(settings(Rights::BOTH, mine), settings(Rights::BOTH, theirs));
        let [here, there] = pores.map(|pore| pore.expect("honest"));
        let terms = [
            Terms::of_pore(&mine, &here.config()),
            Terms::of_pore(&theirs, &there.config()),
        ];
        for terms in terms {
            assert_eq!((terms.format, terms.max_frame), (format, max_frame));
        }
    }
}
