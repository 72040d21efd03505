//! Nothing is left, however a pore ends and however many there were.

mod common;

use common::{Bed, LONG, alone, hidden, name, resources, resources_like};
use pore::membrane::unix::{Endpoint, Settings, UnixError, UnixPore, Wanted, connect};
use pore::ring::State;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Conformance test T10, in one process.
#[test]
fn t10_an_owner_that_ends_takes_all_with_it_and_the_peer_is_told() {
    let _alone = alone();
    let before = resources();
    for reason in ["normal", "kill", "{badmatch, 7}"] {
        let mut bed = Bed::new();
        let a = bed.vm.spawn();
        let (_, mut peer) = bed.with_peer(a, "");
        peer.write(b"never read").expect("open");
        bed.vm.exit(a, reason);
        bed.vm.run();
        assert_eq!(
            peer.wait(Wanted::INPUT, Some(LONG)),
            Err(pore::ring::Closed::Peer)
        );
        assert_eq!(peer.undelivered(), 10);
        // The peer maps both regions still.
        assert_eq!(resources().1, before.1 + 2);
        drop(peer);
    }
    assert_eq!(resources_like(before), before);
}

/// With two that were never taken, and one whose port was never asked whether it is there.
#[test]
fn a_thousand_pores_of_one_owner() {
    let _alone = alone();
    let before = resources();
    {
        let mut bed = Bed::new();
        let a = bed.vm.spawn();
        let name = name();
        let listen = format!("#{{role => listen, name => <<\"{name}\">>}}");
        let listener = bed.vm.open_by::<common::Port>(a, &listen).expect("a name");
        let options = format!("#{{name => <<\"{name}\">>}}");
        let mut open = Vec::new();
        for round in 0..1000 {
            let accepting = bed.vm.start_call(a, listener, "accept");
            let there = bed.open(a, &options).expect("a pore");
            let gift = bed.late(listener, accepting).as_tuple().expect("a gift")[1].clone();
            let here = format!("#{{gift => {gift}}}");
            let here = bed.vm.open_by::<common::Port>(a, &here).expect("a pore");
            let number = format!("{round:04}");
            assert_eq!(
                bed.ask(a, here, &format!("{{write, <<\"{number}\">>}}")),
                "{ok,4}"
            );
            assert_eq!(
                bed.ask(a, there, "read"),
                format!("{{ok,<<\"{number}\">>}}")
            );
            bed.vm.collect(a);
            bed.vm.mailbox(a);
            if round % 100 == 0 {
                open.push((here, there));
            } else {
                assert_eq!(bed.ask(a, here, "close"), "true");
                assert_eq!(bed.ask(a, there, "close"), "true");
            }
        }
        assert_eq!(resources().1, before.1 + 10 * 4, "ten pores are open");
        for _ in 0..2 {
            bed.open(a, &options).expect("a pore");
        }
        bed.vm.open_by::<common::Port>(a, &options).expect("begun");
        bed.vm.exit(a, "kill");
        bed.vm.run();
        assert!(open.iter().all(|(here, _)| !bed.vm.is_open(*here)));
        assert_eq!(resources_like(before), before, "the owner took all with it");
    }
    assert_eq!(resources_like(before), before);
}

fn limit_to(most: u64) -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let limit = Rlimit {
        current: Some(most),
        maximum,
    };
    setrlimit(Resource::Nofile, limit).expect("a limit");
    current.unwrap_or(u64::MAX)
}

/// One descriptor fewer each time: as many as a pore needs, down to none.
#[test]
fn without_descriptors_it_is_told_so_and_nothing_is_left() {
    let _alone = alone();
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let name = name();
    let mut endpoint = Endpoint::bind(&hidden(&name), Settings::DEFAULT).expect("a name");
    let options = format!("#{{name => <<\"{name}\">>, timeout => 300}}");
    let before = resources();
    let (mut told, mut opened) = (0, 0);
    for spare in 0..40 {
        let limit = limit_to(before.0 as u64 + spare);
        let answer = connected(&mut bed, a, &mut endpoint, &options);
        limit_to(limit);
        // The other side is done with it, too.
        while !matches!(
            endpoint.accept(Some(common::SHORT / 10)),
            Err(UnixError::Timeout(State::Unknown))
        ) || endpoint.waiting() > 0
        {}
        match answer {
            Ok(_peer) => opened += 1,
            Err(reason) => {
                // The side that lacks them tells the other one, or cannot even do that.
                let known = ["no_descriptors", "{refused,resources}", "gone", "timeout"];
                assert!(known.contains(&reason.as_str()), "{spare}: {reason}");
                told += usize::from(reason == "no_descriptors");
            }
        }
        bed.vm.mailbox(a);
        assert_eq!(resources_like(before), before, "{spare}");
    }
    assert!(
        told >= 8,
        "{told}: the socket, the region, two bells, the thread's three, the ears"
    );
    assert!(opened >= 10, "{opened}");
}

/// A port that connects to plain Rust; it is closed again.
fn connected(
    bed: &mut Bed,
    owner: avm_term::Pid,
    endpoint: &mut Endpoint,
    options: &str,
) -> Result<UnixPore, String> {
    let port = bed.vm.open_by::<common::Port>(owner, options);
    let port = port.map_err(|reason| reason.to_string())?;
    let pending = bed.vm.start_call(owner, port, "connect");
    loop {
        let accepted = endpoint.accept(Some(common::SHORT / 10));
        let answer = bed.vm.answer(pending).to_string();
        match (answer.as_str(), accepted) {
            ("{error,timeout}", Err(_)) if bed.vm.is_open(port) => {}
            ("{error,timeout}", Ok(peer)) => {
                assert_eq!(bed.late(port, pending).to_string(), "ok");
                assert_eq!(bed.ask(owner, port, "close"), "true");
                return Ok(peer);
            }
            ("ok", accepted) => {
                let peer = accepted.map_or_else(|_| endpoint.accept(Some(LONG)), Ok);
                assert_eq!(bed.ask(owner, port, "close"), "true");
                return peer.map_err(|error| error.to_string());
            }
            (answer, _) => {
                return Err(common::reason(answer).to_owned());
            }
        }
    }
}

/// Peers that come while the listener has no descriptors are told, or wait.
#[test]
fn a_listener_without_descriptors_goes_on_once_it_has_some() {
    let _alone = alone();
    let mut bed = Bed::new();
    let a = bed.vm.spawn();
    let name = name();
    let listen = format!("#{{role => listen, name => <<\"{name}\">>}}");
    let listener = bed.vm.open_by::<common::Port>(a, &listen).expect("a name");
    bed.vm.run();
    let before = resources();
    let accepting = bed.vm.start_call(a, listener, "accept");
    assert_eq!(
        bed.vm.answer(accepting).to_string(),
        "{error,timeout}",
        "nobody"
    );
    let peer = || {
        let name = hidden(&name);
        std::thread::spawn(move || connect(&name, Settings::DEFAULT))
    };
    let first = peer();
    while resources().0 < before.0 + 4 {
        // Until the peer has what it needs.
        std::thread::yield_now();
    }
    let limit = limit_to(resources().0 as u64);
    assert_eq!(
        bed.late(listener, accepting).to_string(),
        "{error,no_descriptors}"
    );
    limit_to(limit);
    // It was told, or is still there to be taken.
    let accepting = bed.vm.start_call(a, listener, "accept");
    bed.vm.run();
    let second = peer();
    let gift = bed.late(listener, accepting);
    let gift = gift.as_tuple().expect("a gift")[1].clone();
    let peers = [first, second].map(|peer| {
        while !peer.is_finished() {
            bed.vm.wait(common::SHORT / 10);
        }
        peer.join().expect("no panic")
    });
    assert!(peers.iter().any(Result::is_ok), "{peers:?}");
    let here = bed
        .vm
        .open_by::<common::Port>(a, &format!("#{{gift => {gift}}}"));
    assert_eq!(
        bed.ask(a, here.expect("a pore"), "{write, <<1>>}"),
        "{ok,1}"
    );
}
