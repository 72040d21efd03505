//! How a pore is opened, and why it is not.

mod common;

use std::time::{Duration, Instant};

use common::{Bed, LONG, Port, SHORT, hidden, name};
use pore::membrane::unix::{Access, Endpoint, Settings, UnixError, connect};

/// Why it does not open.
fn refusal(bed: &mut Bed, options: &str) -> String {
    let main = bed.vm.main();
    bed.open(main, options).expect_err("it must not open")
}

#[test]
fn options_that_are_none() {
    let mut bed = Bed::new();
    let long = "n".repeat(108);
    for (options, reason) in [
        ("#{}".to_owned(), "{missing_option,name}"),
        (
            "#{name => <<\"a\">>, path => <<\"/b\">>}".to_owned(),
            "two_names",
        ),
        ("#{name => 7}".to_owned(), "{bad_option,name,7}"),
        ("#{name => <<>>}".to_owned(), "{bad_name,empty}"),
        ("#{name => <<\"a\", 0>>}".to_owned(), "{bad_name,nul}"),
        (
            format!("#{{name => <<\"{long}\">>}}"),
            "{name_too_long,108}",
        ),
        (
            format!("#{{path => <<\"{long}\">>}}"),
            "{name_too_long,108}",
        ),
        (
            "#{name => a, order => 31}".to_owned(),
            "{bad_option,name,a}",
        ),
        (
            "#{name => <<\"a\">>, order => 31}".to_owned(),
            "{bad_option,order,31}",
        ),
        (
            "#{name => <<\"a\">>, order => 3}".to_owned(),
            "{bad_option,order,3}",
        ),
        (
            "#{name => <<\"a\">>, access => root}".to_owned(),
            "{bad_option,access,root}",
        ),
        (
            "#{name => <<\"a\">>, rights => none}".to_owned(),
            "{bad_option,rights,none}",
        ),
        (
            "#{name => <<\"a\">>, active => 0}".to_owned(),
            "{bad_option,active,0}",
        ),
        (
            "#{name => <<\"a\">>, role => middle}".to_owned(),
            "{bad_option,role,middle}",
        ),
        ("#{gift => <<\"none\">>}".to_owned(), "bad_resource"),
        (
            "#{name => <<\"a\">>, speed => fast}".to_owned(),
            "{bad_option,speed,fast}",
        ),
    ] {
        assert_eq!(refusal(&mut bed, &options), reason, "{options}");
    }
}

#[test]
fn a_name_that_nobody_has_and_one_that_somebody_has() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let options = format!("#{{name => <<\"{name}\">>}}");
    assert_eq!(refusal(&mut bed, &options), "not_found");
    let listen = format!("#{{name => <<\"{name}\">>, role => listen}}");
    let first = bed.vm.open_by::<Port>(main, &listen).expect("a name");
    assert_eq!(refusal(&mut bed, &listen), "name_taken");
    assert_eq!(bed.ask(main, first, "connect"), "ok");
    assert_eq!(bed.ask(main, first, "read"), "{error,not_connected}");
    let info = "{ok,#{ready => 0,refused => 0,state => listening}}";
    assert_eq!(bed.ask(main, first, "get_info"), info);
    assert_eq!(bed.ask(main, first, "close"), "true");
    let second = bed.vm.open_by::<Port>(main, &listen).expect("a name");
    assert_eq!(bed.ask(main, second, "close"), "true");
}

#[test]
fn a_path_is_a_name_too() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let path = std::env::temp_dir().join(name());
    let path = path.to_str().expect("text");
    let listen = format!("#{{path => <<\"{path}\">>, role => listen}}");
    let listener = bed.vm.open_by::<Port>(main, &listen).expect("a name");
    let accepting = bed.vm.start_call(main, listener, "accept");
    bed.open(main, &format!("#{{path => <<\"{path}\">>}}"))
        .expect("a pore");
    assert!(
        bed.late(listener, accepting)
            .to_string()
            .starts_with("{ok,#Ref<")
    );
    assert_eq!(bed.ask(main, listener, "close"), "true");
    assert!(!std::path::Path::new(path).exists(), "it is removed");
    let nowhere = "#{path => <<\"/nowhere/at/all\">>, role => listen}";
    assert_eq!(refusal(&mut bed, nowhere), "not_found");
}

/// Somebody has the name and never says anything.
#[test]
fn a_peer_that_never_answers() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let silent = Endpoint::bind(&hidden(&name), Settings::DEFAULT).expect("a name");
    let options = format!("#{{name => <<\"{name}\">>, timeout => 100}}");
    let begun = Instant::now();
    let port = bed.vm.open_by::<Port>(main, &options).expect("begun");
    assert!(
        begun.elapsed() < Duration::from_millis(90),
        "nothing is waited for"
    );
    assert_eq!(bed.ask(main, port, "read"), "{error,not_connected}");
    assert_eq!(
        bed.ask(main, port, "get_info"),
        "{ok,#{state => connecting}}"
    );
    let first = bed.vm.start_call(main, port, "connect");
    assert_eq!(
        bed.vm.answer(first).to_string(),
        "{error,timeout}",
        "not yet"
    );
    assert_eq!(bed.ask(main, port, "connect"), "{error,busy}");
    assert!(bed.vm.is_open(port));
    while bed.vm.is_open(port) {
        assert!(bed.vm.wait(LONG));
    }
    assert_eq!(bed.vm.answer(first).to_string(), "{error,timeout}");
    assert!(begun.elapsed() >= Duration::from_millis(100));
    // So many that the system's queue is full: who comes after them waits as well.
    let queue: Vec<_> = (0..80)
        .map_while(|_| bed.vm.open_by::<Port>(main, &options).ok())
        .collect();
    assert_eq!(queue.len(), 80);
    assert_eq!(refusal(&mut bed, &options), "timeout");
    drop(silent);
}

#[test]
fn a_peer_that_leaves_in_the_middle() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let silent = Endpoint::bind(&hidden(&name), Settings::DEFAULT).expect("a name");
    let options = format!("#{{name => <<\"{name}\">>}}");
    let port = bed.vm.open_by::<Port>(main, &options).expect("begun");
    let pending = bed.vm.start_call(main, port, "connect");
    bed.vm.run();
    drop(silent);
    assert_eq!(bed.late(port, pending).to_string(), "{error,gone}");
    assert!(!bed.vm.is_open(port));
    // Nobody asked so far: the port keeps the reason for who does.
    let silent = Endpoint::bind(&hidden(&name), Settings::DEFAULT).expect("a name");
    let port = bed.vm.open_by::<Port>(main, &options).expect("begun");
    drop(silent);
    bed.vm.wait(SHORT);
    assert_eq!(bed.ask(main, port, "read"), "{error,gone}");
    assert_eq!(bed.ask(main, port, "connect"), "{error,gone}");
    assert!(!bed.vm.is_open(port));
}

#[test]
fn only_who_may_is_talked_to() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let mut endpoint = Endpoint::bind(&hidden(&name), Settings::DEFAULT).expect("a name");
    let me = std::fs::metadata("/proc/self").expect("proc");
    let me = std::os::unix::fs::MetadataExt::uid(&me);
    let options = format!("#{{name => <<\"{name}\">>, access => {}}}", me + 1);
    assert_eq!(refusal(&mut bed, &options), format!("{{denied,{me}}}"));
    assert!(matches!(
        endpoint.accept(Some(LONG)),
        Err(UnixError::Refused(_))
    ));
    drop(endpoint);
    let picky = Settings {
        access: Access::User(me + 1),
        ..Settings::DEFAULT
    };
    let mut endpoint = Endpoint::bind(&hidden(&name), picky).expect("a name");
    let port = bed.vm.open_by::<Port>(
        main,
        &format!("#{{name => <<\"{name}\">>, access => {me}}}"),
    );
    let port = port.expect("begun");
    let pending = bed.vm.start_call(main, port, "connect");
    assert!(endpoint.accept(Some(LONG)).is_err());
    assert_eq!(
        bed.late(port, pending).to_string(),
        "{error,{refused,denied}}"
    );
}

#[test]
fn an_accept_waits_as_long_as_it_says() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let listen = format!("#{{name => <<\"{name}\">>, role => listen}}");
    let listener = bed.vm.open_by::<Port>(main, &listen).expect("a name");
    let pending = bed
        .vm
        .start_call(main, listener, "{accept, #{timeout => 40}}");
    assert_eq!(
        bed.ask(main, listener, "{accept, #{timeout => 0}}"),
        "{error,busy}"
    );
    assert_eq!(
        bed.vm.answer(pending).to_string(),
        "{error,timeout}",
        "owed"
    );
    // The VM's clock is the test's.
    bed.vm.advance(Duration::from_millis(40));
    let until = Instant::now() + LONG;
    let is_busy = |bed: &mut Bed| {
        let again = bed.vm.call_by(main, listener, "{accept, #{timeout => 0}}");
        again.to_string() == "{error,busy}"
    };
    while is_busy(&mut bed) {
        assert!(Instant::now() < until);
        bed.vm.wait(SHORT);
    }
    let told: Vec<_> = bed.vm.mailbox(main);
    assert_eq!(told.len(), 1);
    assert!(told[0].to_string().ends_with(",{error,timeout}}"));
}

/// Those that come before anybody accepts have their pores, and those that left are not given.
#[test]
fn peers_that_came_early() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let listen = format!("#{{name => <<\"{name}\">>, role => listen}}");
    let listener = bed.vm.open_by::<Port>(main, &listen).expect("a name");
    let peers: Vec<_> = (0..3_u8)
        .map(|number| {
            let name = hidden(&name);
            let peer = std::thread::spawn(move || connect(&name, Settings::DEFAULT));
            while !peer.is_finished() {
                bed.vm.wait(SHORT / 10);
            }
            let mut peer = peer.join().expect("no panic").expect("a pore");
            if number != 1 {
                assert_eq!(peer.write(&[number]), Ok(1));
            }
            peer
        })
        .collect();
    let [first, second, third] = <[_; 3]>::try_from(peers).expect("three");
    // One leaves its byte, the next one leaves nothing.
    drop((first, second));
    let mut bytes = Vec::new();
    for _ in 0..2 {
        let gift = bed
            .value(main, listener, "accept")
            .as_tuple()
            .expect("a gift")[1]
            .clone();
        let port = bed
            .vm
            .open_by::<Port>(main, &format!("#{{gift => {gift}}}"));
        bytes.push(bed.ask(main, port.expect("a pore"), "read"));
    }
    assert_eq!(bytes, ["{ok,<<0>>}", "{ok,<<2>>}"]);
    let info = "{ok,#{ready => 0,refused => 1,state => listening}}";
    assert_eq!(bed.ask(main, listener, "get_info"), info);
    drop(third);
}

/// Who speaks another protocol, or has other manners, is sent away; the next one is taken.
#[test]
fn a_peer_without_manners_does_not_keep_others_out() {
    let mut bed = Bed::new();
    let main = bed.vm.main();
    let name = name();
    let listen = format!("#{{name => <<\"{name}\">>, role => listen, most_order => 8}}");
    let listener = bed.vm.open_by::<Port>(main, &listen).expect("a name");
    let accepting = bed.vm.start_call(main, listener, "accept");
    bed.vm.run();
    let rude = hidden(&name);
    let rude = std::thread::spawn(move || connect(&rude, Settings::DEFAULT));
    while !rude.is_finished() {
        bed.vm.wait(SHORT / 10);
    }
    let told = rude.join().expect("no panic").expect_err("too much");
    assert!(matches!(told, UnixError::Refused(_)), "{told}");
    assert_eq!(
        bed.vm.answer(accepting).to_string(),
        "{error,timeout}",
        "waits on"
    );
    let options = format!("#{{name => <<\"{name}\">>, order => 8}}");
    bed.open(main, &options).expect("a pore");
    assert!(
        bed.late(listener, accepting)
            .to_string()
            .starts_with("{ok,")
    );
    assert!(bed.ask(main, listener, "get_info").contains("refused => 1"));
}
