//! A peer that speaks JSON.

mod common;

use common::{Node, connect, count, raw, second, send, until};
use pore::membrane::unix::{Settings, UnixPore};
use pore::ring::Config;
use vm_host::Vm;

/// A straw with a peer that does not speak Erlang's format.
fn open(vm: &mut Vm, node: &mut Node) -> (UnixPore, common::End) {
    let settings = Settings {
        config: Config {
            features: 0,
            max_frame: 0,
            start: 0,
        },
        ..raw::settings()
    };
    let (mut pore, port) = raw::arrive(vm, node, settings);
    write(&mut pore, r#"{"addr":"$straw","msg":{"hello":"raw"}}"#);
    node.news(vm, port, "hello");
    let outlet = second(&vm.call_by(node.owner, port, "welcome"));
    let welcome = format!(r#"{{"addr":"$straw","msg":{{"welcome":"{}"}}}}"#, node.name);
    assert_eq!(read(vm, &mut pore), welcome);
    (pore, common::End { port, outlet })
}

fn write(pore: &mut UnixPore, text: &str) {
    raw::write(pore, &raw::frame(text.as_bytes()));
}

/// The next frame, which comes in one piece.
fn read(vm: &mut Vm, pore: &mut UnixPore) -> String {
    let bytes = raw::read(vm, pore, 1000);
    let (length, text) = bytes.split_first_chunk().expect("a length");
    assert_eq!(u32::from_be_bytes(*length) as usize, text.len());
    String::from_utf8(text.to_vec()).expect("text")
}

#[test]
fn what_comes_is_a_term() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "json");
    let owner = node.owner;
    assert_eq!(node.export(&mut vm, "shell", owner), "ok");
    let (mut pore, end) = open(&mut vm, &mut node);
    let cases = [
        (
            r#"{"a":[1,-2.5,true,false,null],"b":{}}"#,
            r#"#{<<"a">> => [1,-2.5,true,false,null],<<"b">> => #{}}"#,
        ),
        (r#""größe""#, "<<\"größe\"/utf8>>"),
        ("18446744073709551615", "18446744073709551615"),
        ("[]", "[]"),
    ];
    for (text, message) in cases {
        write(&mut pore, &format!(r#"{{"addr":"shell","msg":{text}}}"#));
        node.hear(&mut vm, &format!("{{json,{message}}}"));
    }
    let refused = [
        (
            r#"{"addr":"init","msg":{"stop":1}}"#.to_owned(),
            "unknown_name",
        ),
        (r#"{"addr":"shell"}"#.to_owned(), "no_envelope"),
        (r#"{"addr":7,"msg":1}"#.to_owned(), "no_envelope"),
        (
            format!(
                r#"{{"addr":"shell","msg":{}{}}}"#,
                "[".repeat(65),
                "]".repeat(65)
            ),
            "limit",
        ),
    ];
    for (text, reason) in refused {
        write(&mut pore, &text);
        until(&mut vm, owner, &end, &format!("rejected.{reason}"), 1);
    }
    assert_eq!(count(&mut vm, owner, &end, "rejected.no_envelope"), 2);
    assert_eq!(vm.mailbox(owner), []);
}

#[test]
fn what_goes_is_text() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "json");
    let (mut pore, end) = open(&mut vm, &mut node);
    let cases = [
        (
            "#{a => [1,-2.5,true,null,some_atom]}",
            r#"{"a":[1,-2.5,true,null,"some_atom"]}"#,
        ),
        ("#{<<\"k\\\"\">> => <<\"v\">>}", r#"{"k\"":"v"}"#),
        ("{json,[]}", "[]"),
        ("18446744073709551615", "18446744073709551615"),
    ];
    for (message, text) in cases {
        assert_eq!(send(&mut vm, &end, "shell", message), "ok");
        let whole = format!(r#"{{"addr":"shell","msg":{text}}}"#);
        assert_eq!(read(&mut vm, &mut pore), whole);
    }
    for bad in ["{a,b}", "<<255>>", "[1|2]", "#{1 => 2}", "{json,{json,1}}"] {
        let said = send(&mut vm, &end, "shell", bad);
        assert_eq!(said, "{error,bad_message}", "{bad}");
    }
}

#[test]
fn one_that_wants_json_is_enough() {
    let mut vm = Vm::new();
    let mut a = Node::with(&mut vm, "a", ", format => json");
    let mut b = Node::new(&mut vm, "b");
    let owner = b.owner;
    assert_eq!(b.export(&mut vm, "shell", owner), "ok");
    let (here, _there) = connect(&mut vm, &mut a, &mut b);
    assert_eq!(send(&mut vm, &here, "shell", "#{a => b}"), "ok");
    b.hear(&mut vm, "{json,#{<<\"a\">> => <<\"b\">>}}");
}
