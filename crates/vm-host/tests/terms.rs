//! Terms print the same inside and outside, and have the kinds they should.

mod common;

use common::{Mirror, answer, open, term};
use vm_host::Vm;

#[test]
fn what_a_port_prints_is_what_a_process_sees() {
    // Other VMs have processes, too, and must not show.
    let _others = [Vm::new(), Vm::new()];
    let mut vm = Vm::new();
    let port = vm.open::<Mirror>("#{}").expect("opens");
    let spawned = vm.spawn();
    for pid in [vm.main(), spawned] {
        let outside = vm.pid_value(pid).to_string();
        let inside = vm.call(port, &format!("{{print, {outside}}}"));
        assert_eq!(inside.as_binary(), Some(outside.as_bytes()));
        let echoed = answer(&mut vm, port, &format!("{{echo, [{outside}]}}"));
        assert_eq!(echoed, format!("[{outside}]"));
    }
    assert_eq!(vm.pid_value(spawned).to_string(), "<0.2.0>");
    let asked = vm.start_call(spawned, port, "who");
    assert_eq!(vm.answer(asked).to_string(), "{<0.2.0>,<0.1.0>}");
}

#[test]
fn two_vms_have_each_their_own_processes() {
    let (mut one, port) = open();
    let (mut other, _) = open();
    // The same number means another process in each.
    let (here, there) = (one.spawn(), other.spawn());
    assert_eq!(one.pid_value(here), other.pid_value(there));
    let sent = answer(&mut one, port, "{send, #{to => <0.2.0>, message => hi}}");
    assert_eq!(sent, "true");
    assert_eq!(other.mailbox(there), []);
    assert_eq!(one.mailbox(here), [term("{sent,hi}")]);
    one.exit(here, "crash");
    assert!(!one.mailbox(here).contains(&term("{sent,hi}")));
    let sent = answer(&mut one, port, "{send, #{to => <0.2.0>, message => hi}}");
    assert_eq!(sent, "false", "it is dead");
}

#[test]
fn kinds() {
    let (mut vm, port) = open();
    for (text, kind) in [
        ("1", "Integer"),
        ("-18446744073709551616", "Integer"),
        ("1.0", "Float"),
        ("a", "Atom"),
        ("<0.1.0>", "Pid"),
        ("#Port<0.1>", "Port"),
        ("#Ref<0.1>", "Reference"),
        ("#Fun<1>", "Function"),
        ("<<>>", "Binary"),
        ("<<5:3>>", "Bitstring"),
        ("<<1,0:7>>", "Bitstring"),
        ("{}", "Tuple"),
        ("[]", "List"),
        ("[a|b]", "List"),
        ("#{}", "Map"),
    ] {
        let answer = vm.call(port, &format!("{{kind, {text}}}"));
        assert_eq!(answer.as_binary(), Some(kind.as_bytes()), "{text}");
    }
}

#[test]
fn every_term_comes_back_as_it_went() {
    let (mut vm, port) = open();
    for text in [
        "[]",
        "[1,2|#{}]",
        "{a,{b,{c,[]}}}",
        "#{1 => [#{}],a => <<\"x\">>}",
        "#Ref<0.17>",
        "#Fun<3>",
        "#Port<0.9>",
        "<<1,2,5:3>>",
        "-170141183460469231731687303715884105728",
    ] {
        assert_eq!(answer(&mut vm, port, &format!("{{echo, {text}}}")), text);
    }
    assert_eq!(vm.open_heaps(), 0);
}
