//! The cases of AtomVM's `tests/test-enif.c`, by their names there.

mod common;
mod probe;

use common::Bench;

#[test]
fn test_resource() {
    let mut bench = Bench::new();
    let (process, _) = bench.spawn();
    assert_eq!(bench.ask("{create, #{value => 42}}"), "0");
    let term = bench.term_by(process, "{term, 0}");
    let other = bench.term_by(process, "{other, 42}");
    assert!(term.starts_with("#Ref<"), "{term}");
    for wrong in [&other, "#Ref<0.1>", "42", "<<>>", "[]"] {
        let read = bench.ask(&format!("{{read, {wrong}}}"));
        assert_eq!(read, "{error,bad_resource}", "{wrong}");
    }
    assert_eq!(bench.ask(&format!("{{read, {term}}}")), "{ok,42}");
    assert_eq!(bench.ask("dropped"), "[]");
    assert_eq!(bench.ask("{release, 0}"), "true");
    assert_eq!(bench.ask("dropped"), "[]", "the process holds it");
    bench.vm.exit(process, "normal");
    assert_eq!(bench.ask("dropped"), "[42]");
    let log = bench.log.clone();
    drop(bench);
    assert_eq!(log.dropped(), [42], "once");
}

#[test]
fn test_resource_destroyed_with_global() {
    let mut bench = Bench::new();
    let (process, pid) = bench.spawn();
    assert_eq!(bench.ask("{create, #{value => 42}}"), "0");
    let sent = bench.ask(&format!("{{send, #{{holder => 0, to => {pid}}}}}"));
    assert_eq!(sent, "true");
    bench.ask("{release, 0}");
    assert_eq!(bench.ask("dropped"), "[]", "it is in a mailbox");
    assert!(process.is_alive());
    let log = bench.log.clone();
    drop(bench);
    assert_eq!(log.dropped(), [42]);
}

#[test]
fn test_resource_keep_release() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask("{create, #{value => 42}}"), "0");
    assert_eq!(bench.ask("{keep, 0}"), "1");
    assert_eq!(bench.ask("dropped"), "[]");
    assert_eq!(bench.ask("{release, 0}"), "true");
    assert_eq!(bench.ask("dropped"), "[]");
    assert_eq!(bench.ask("{release, 1}"), "true");
    assert_eq!(bench.ask("dropped"), "[42]");
    let log = bench.log.clone();
    drop(bench);
    assert_eq!(log.dropped(), [42], "once");
}

#[test]
fn test_resource_monitor() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask("{create, #{value => 42}}"), "0");
    let monitor = |pid: &str| format!("{{monitor, #{{holder => 0, process => {pid}}}}}");

    // Told when the process ends.
    let (process, pid) = bench.spawn();
    assert_eq!(bench.ask(&monitor(&pid)), "{ok,0}");
    assert_eq!(bench.ask("downs"), "[]");
    bench.vm.exit(process, "normal");
    let told = format!("[{{42,0,{pid}}}]");
    assert_eq!(bench.ask("downs"), told);
    assert_eq!(bench.ask(&monitor(&pid)), "{error,noproc}", "it has ended");

    // Not told once the monitor has ended.
    let (process, pid) = bench.spawn();
    assert_eq!(bench.ask(&monitor(&pid)), "{ok,1}");
    let demonitor = "{demonitor, #{holder => 0, monitor => 1}}";
    assert_eq!(bench.ask(demonitor), "true");
    assert_eq!(bench.ask(demonitor), "false", "there is none any more");
    bench.vm.exit(process, "normal");
    assert_eq!(bench.ask("downs"), told);

    // Not told once the resource is gone: a monitor does not hold it.
    let (process, pid) = bench.spawn();
    assert_eq!(bench.ask(&monitor(&pid)), "{ok,2}");
    assert_eq!(bench.ask("{release, 0}"), "true");
    assert_eq!(bench.ask("dropped"), "[42]");
    let demonitor = bench.ask("{demonitor, #{holder => 0, monitor => 2}}");
    assert_eq!(demonitor, "{error,no_holder}");
    bench.vm.exit(process, "normal");
    assert_eq!(bench.ask("downs"), told);
    assert_eq!(bench.ask("dropped"), "[42]");
}

#[test]
fn test_resource_monitor_handler_can_lock() {
    let mut bench = Bench::new();
    let (process, pid) = bench.spawn();
    let (another, another_pid) = bench.spawn();
    let create = format!("{{create, #{{value => 42, down => send, tell => {another_pid}}}}}");
    assert_eq!(bench.ask(&create), "0");
    let monitor = format!("{{monitor, #{{holder => 0, process => {pid}}}}}");
    assert_eq!(bench.ask(&monitor), "{ok,0}");
    bench.vm.exit(process, "normal");
    bench.vm.run();
    assert_eq!(bench.ask("downs"), format!("[{{42,0,{pid}}}]"));
    let heard = bench.vm.mailbox(another);
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].to_string(), format!("{{down,42,{pid}}}"));
    bench.vm.exit(another, "normal");
    assert_eq!(bench.ask("{release, 0}"), "true");
    assert_eq!(bench.ask("dropped"), "[42]");
}

#[test]
fn test_resource_monitor_two_resources_two_processes() {
    let mut bench = Bench::new();
    assert_eq!(bench.ask("{create, #{value => 42}}"), "0");
    assert_eq!(bench.ask("{create, #{value => 43}}"), "1");
    let (one, pid_one) = bench.spawn();
    let (two, pid_two) = bench.spawn();
    for (expected, holder, pid) in [(0, 0, &pid_one), (1, 1, &pid_one), (2, 0, &pid_two)] {
        let monitor = format!("{{monitor, #{{holder => {holder}, process => {pid}}}}}");
        assert_eq!(bench.ask(&monitor), format!("{{ok,{expected}}}"));
    }
    assert_eq!(bench.ask("downs"), "[]");
    bench.vm.exit(one, "normal");
    let first = format!("{{42,0,{pid_one}}},{{43,1,{pid_one}}}");
    assert_eq!(bench.ask("downs"), format!("[{first}]"));
    bench.vm.exit(two, "normal");
    let all = format!("[{first},{{42,2,{pid_two}}}]");
    assert_eq!(bench.ask("downs"), all);
    assert_eq!(bench.ask("{release, 0}"), "true");
    assert_eq!(bench.ask("{release, 1}"), "true");
    assert_eq!(bench.ask("dropped"), "[42,43]");
}

#[test]
fn test_resource_binary() {
    let mut bench = Bench::new();
    let (process, _) = bench.spawn();
    assert_eq!(bench.ask("{create_binary, 42}"), "0");
    let part = "{part, #{holder => 0, from => 0, to => 5}}";
    let binary = bench.vm.call_by(process, bench.port, part);
    assert_eq!(binary.as_binary(), Some(&b"hello"[..]));
    // Written down and read again it is a binary like any other, and equal to the first.
    let copy: avm_term::Value = binary.to_string().parse().expect("a term");
    assert_eq!(copy, binary);
    assert_eq!(bench.ask("{release_binary, 0}"), "true");
    assert_eq!(bench.ask("dropped"), "[]", "the binary holds its bytes");
    bench.vm.exit(process, "normal");
    assert_eq!(bench.ask("dropped"), "[42]");
}

#[test]
fn test_resource_binaries() {
    let mut bench = Bench::new();
    let (one, _) = bench.spawn();
    let (two, _) = bench.spawn();
    assert_eq!(bench.ask("{create_binary, 42}"), "0");
    let hello = bench.ask_by(one, "{part, #{holder => 0, from => 0, to => 5}}");
    assert_eq!(hello, "<<\"hello\">>");
    let world = bench.ask_by(two, "{part, #{holder => 0, from => 5, to => 10}}");
    assert_eq!(world, "<<\"world\">>");
    assert_eq!(bench.ask("{release_binary, 0}"), "true");
    bench.vm.exit(one, "normal");
    assert_eq!(bench.ask("dropped"), "[]", "one binary is left");
    bench.vm.exit(two, "normal");
    assert_eq!(bench.ask("dropped"), "[42]");
}

#[test]
fn test_resource_release_in_down_handler() {
    let mut bench = Bench::new();
    let create = "{create, #{value => 42, down => release}}";
    assert_eq!(bench.ask(create), "0");
    let (process, pid) = bench.spawn();
    let monitor = format!("{{monitor, #{{holder => 0, process => {pid}}}}}");
    assert_eq!(bench.ask(&monitor), "{ok,0}");
    bench.vm.exit(process, "normal");
    assert_eq!(bench.ask("downs"), format!("[{{42,0,{pid}}}]"));
    assert_eq!(bench.ask("dropped"), "[42]");
}

#[test]
fn test_resource_release_in_down_handler_two_monitors() {
    let mut bench = Bench::new();
    let create = "{create, #{value => 42, down => release}}";
    assert_eq!(bench.ask(create), "0");
    let (one, pid_one) = bench.spawn();
    let (two, pid_two) = bench.spawn();
    for pid in [&pid_one, &pid_two] {
        let monitor = format!("{{monitor, #{{holder => 0, process => {pid}}}}}");
        assert!(bench.ask(&monitor).starts_with("{ok,"));
    }
    bench.vm.exit(one, "normal");
    let told = format!("[{{42,0,{pid_one}}}]");
    assert_eq!(bench.ask("downs"), told);
    assert_eq!(bench.ask("dropped"), "[42]");
    bench.vm.exit(two, "normal");
    assert_eq!(bench.ask("downs"), told, "the value is gone");
    assert_eq!(bench.ask("dropped"), "[42]");
}
