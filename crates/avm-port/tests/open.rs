//! Opening: what is wrong with options is told, and nothing is left behind.

mod common;

use avm_port::{Call, Flow, OpenContext, Port, PortError};
use avm_term::{FromTerm, Pid, Term, atom};
use common::{Probe, answer, hardware, refused};
use vm_host::{Fault, Vm};

#[test]
fn maps_and_proplists_open() {
    for options in [
        "#{level => 7}",
        "[{level, 7}]",
        "[{level, 7}, {duty, open}]",
        "#{level => 7, duty => open}",
        "[{level, 7}, {level, 200}]",
    ] {
        let (mut vm, port) = common::open_with(options);
        assert_eq!(answer(&mut vm, port, "get"), "7", "{options}");
        assert_eq!(vm.close(port).to_string(), "ok");
        assert_eq!(hardware::counts(), (1, 1), "{options}");
    }
}

#[test]
fn what_is_wrong_with_options_is_named() {
    hardware::reset();
    let mut vm = Vm::new();
    for (options, reason) in [
        ("#{}", "{missing_option,level}"),
        ("[]", "{missing_option,level}"),
        ("#{duty => open}", "{missing_option,level}"),
        ("#{level => 101}", "{bad_option,level,101}"),
        ("#{level => -1}", "{bad_option,level,-1}"),
        (
            "#{level => 18446744073709551616}",
            "{bad_option,level,18446744073709551616}",
        ),
        ("#{level => 7.0}", "{bad_option,level,7.0}"),
        ("#{level => <<\"7\">>}", "{bad_option,level,<<\"7\">>}"),
        ("[{level, 7}, {duty, dance}]", "{bad_option,duty,dance}"),
        ("#{level => 7, colour => red}", "{bad_option,colour,red}"),
        ("[{level, 7}, verbose]", "{bad_option,verbose,true}"),
        ("#{<<\"level\">> => 7}", "{bad_option,<<\"level\">>,7}"),
        ("#{1 => 2}", "{bad_option,1,2}"),
        ("[level]", "{bad_option,level,true}"),
        ("[{level, 7} | duty]", "{bad_options,[{level,7}|duty]}"),
        ("[{level, 7} | #{}]", "{bad_options,[{level,7}|#{}]}"),
        ("[{level, 7, 8}]", "{bad_options,{level,7,8}}"),
        ("[7]", "{bad_options,7}"),
        ("[[]]", "{bad_options,[]}"),
        ("nil", "{bad_options,nil}"),
        ("42", "{bad_options,42}"),
        ("-1", "{bad_options,-1}"),
        ("<<1>>", "{bad_options,<<1>>}"),
        ("<<5:3>>", "{bad_options,<<5:3>>}"),
        ("#{level => <<5:3>>}", "{bad_option,level,<<5:3>>}"),
        ("#{<<5:3>> => 1}", "{bad_option,<<5:3>>,1}"),
        ("{level, 7}", "{bad_options,{level,7}}"),
    ] {
        assert_eq!(refused::<Probe>(&mut vm, options), reason, "{options}");
        assert_eq!(vm.open_heaps(), 0, "{options}");
    }
    assert_eq!(hardware::counts(), (0, 0), "nothing was opened");
}

#[test]
fn huge_options_come_back_whole() {
    let mut vm = Vm::new();
    let huge = format!("<<\"{}\">>", "x".repeat(1 << 20));
    let reason = refused::<Probe>(&mut vm, &format!("#{{level => {huge}}}"));
    assert!(reason == format!("{{bad_option,level,{huge}}}"));
    let many = format!("[{}]", vec!["{level,7}"; 10_000].join(","));
    assert!(vm.open::<Probe>(&many).is_ok());
}

#[test]
fn a_refusal_drops_what_was_opened() {
    hardware::reset();
    let mut vm = Vm::new();
    let before = refused::<Probe>(&mut vm, "#{level => 1, duty => refuse_before}");
    assert_eq!(before, "{refused,42}");
    assert_eq!(hardware::counts(), (0, 0));
    let after = refused::<Probe>(&mut vm, "#{level => 1, duty => refuse_after}");
    assert_eq!(after, "{refused,42}");
    assert_eq!(hardware::counts(), (1, 1));
    assert!(vm.open::<Probe>("#{level => 1}").is_ok());
}

#[test]
fn a_port_that_was_refused_is_gone() {
    let mut vm = Vm::new();
    let main = vm.main();
    let port = vm.create::<Probe>(main).expect("made");
    let watch = vm.monitor(main, port);
    assert_eq!(
        answer(&mut vm, port, "{'$open', 42}"),
        "{error,{bad_options,42}}"
    );
    assert!(!vm.is_open(port));
    let down = vm.mailbox(main);
    let fields = down[0].as_tuple().expect("a tuple");
    assert_eq!(
        (&fields[1], fields[4].to_string()),
        (&watch, "normal".into())
    );
}

#[test]
fn a_port_that_waits_for_its_options_serves_nothing_else() {
    hardware::reset();
    let mut vm = Vm::new();
    let main = vm.main();
    let port = vm.create::<Probe>(main).expect("made");
    for request in ["get", "panic", "42", "'$open'", "{'$open', #{}, 1}"] {
        assert_eq!(answer(&mut vm, port, request), "{error,not_open}");
    }
    assert_eq!(
        answer(&mut vm, port, "'$info'"),
        "{ok,#{calls => 6,events => 0,malformed => 0,name => probe}}"
    );
    assert_eq!(answer(&mut vm, port, "{'$open', #{level => 3}}"), "ok");
    assert_eq!(answer(&mut vm, port, "get"), "3");
    assert_eq!(
        answer(&mut vm, port, "{'$open', #{level => 4}}"),
        "{error,{unknown_command,{'$open',#{level => 4}}}}",
        "once is enough"
    );
    assert_eq!(hardware::counts(), (1, 0));
}

#[test]
fn a_port_that_was_never_opened_closes() {
    hardware::reset();
    let mut vm = Vm::new();
    let main = vm.main();
    let port = vm.create::<Probe>(main).expect("made");
    assert_eq!(vm.close(port).to_string(), "ok");
    assert_eq!(answer(&mut vm, port, "get"), "{error,closed}");
    assert_eq!(hardware::counts(), (0, 0));
}

#[test]
fn a_dead_process_opens_nothing() {
    let mut vm = Vm::new();
    let dead = vm.spawn();
    vm.exit(dead, "normal");
    let refused = vm.open_by::<Probe>(dead, "#{level => 1}");
    assert_eq!(refused.expect_err("dead").to_string(), "noproc");
}

/// Refuses with each shape of reason.
#[derive(Debug)]
struct Refusing;

#[derive(FromTerm)]
#[avm(atoms)]
enum Shape {
    Bare,
    Atom,
    Integer,
    Text,
    Memory,
    Option,
    Choice,
}

#[derive(FromTerm)]
enum Nothing {}

impl Port for Refusing {
    const NAME: &'static str = "refusing";
    type Options<'a> = Shape;
    type Request<'a> = Nothing;

    fn open(shape: Shape, _: OpenContext<'_>) -> Result<Self, PortError> {
        let reason = atom!("reason");
        Err(match shape {
            Shape::Bare => PortError::new(reason),
            Shape::Atom => PortError::with_atom(reason, atom!("detail")),
            Shape::Integer => PortError::with_integer(reason, i64::MIN),
            Shape::Text => PortError::with_text(reason, "größer".into()),
            Shape::Memory => avm_term::vm::OutOfMemory.into(),
            Shape::Option => PortError::bad_option(reason, 7),
            Shape::Choice => PortError::bad_choice(reason, atom!("other")),
        })
    }

    fn call(&mut self, request: Nothing, _: Call<'_>) -> Flow {
        match request {}
    }
}

#[test]
fn reasons_have_details() {
    let mut vm = Vm::new();
    for (shape, reason) in [
        ("bare", "reason"),
        ("atom", "{reason,detail}"),
        ("integer", "{reason,-9223372036854775808}"),
        ("text", "{reason,<<\"größer\"/utf8>>}"),
        ("memory", "out_of_memory"),
        ("option", "{bad_option,reason,7}"),
        ("choice", "{bad_option,reason,other}"),
        ("other", "{bad_value,other}"),
    ] {
        assert_eq!(refused::<Refusing>(&mut vm, shape), reason);
    }
}

#[test]
fn reasons_are_readable() {
    let reason = atom!("bus");
    let shown = [
        PortError::new(reason),
        PortError::with_atom(reason, atom!("arbitration_loss")),
        PortError::with_integer(reason, -3),
        PortError::with_text(reason, "no wires".into()),
        PortError::bad_option(atom!("mode"), 4),
        PortError::bad_choice(atom!("order"), reason),
    ]
    .map(|error| error.to_string());
    assert_eq!(
        shown,
        [
            "bus",
            "bus: arbitration_loss",
            "bus: -3",
            "bus: no wires",
            "bad_option: mode => 4",
            "bad_option: order => bus"
        ]
    );
}

/// Tells its owner when it is dropped.
struct Farewell(Pid);

impl Port for Farewell {
    const NAME: &'static str = "farewell";
    type Options<'a> = Term<'a>;
    type Request<'a> = Term<'a>;

    fn open(_: Self::Options<'_>, cx: OpenContext<'_>) -> Result<Self, PortError> {
        Ok(Self(cx.owner()))
    }

    fn call(&mut self, _: Self::Request<'_>, call: Call<'_>) -> Flow {
        call.reply(&())
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(&atom!("farewell"));
    }
}

#[test]
fn a_port_whose_open_cannot_be_answered_is_dropped_first() {
    let mut withdrawn = 0;
    for step in 1.. {
        let mut vm = Vm::new();
        let owner = vm.spawn();
        let port = vm.create::<Farewell>(owner).expect("made");
        let _pending = vm.start_call(owner, port, "{'$open', []}");
        vm.inject(Fault::Allocation, step);
        vm.run();
        let reached = !vm.lift_fault();
        let heard = vm.mailbox(owner);
        if reached {
            let [farewell, reply] = heard.as_slice() else {
                panic!("{step}: {heard:?}")
            };
            assert_eq!(farewell.to_string(), "farewell", "{step}");
            let answer = reply.as_tuple().and_then(|reply| reply.last());
            let answer = answer.map(ToString::to_string);
            assert_eq!(answer.as_deref(), Some("{error,out_of_memory}"), "{step}");
            withdrawn += 1;
        } else {
            break;
        }
    }
    assert!(withdrawn > 0);
}
