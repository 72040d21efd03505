//! The NIFs on the host, beside a display port that has the same resource.

use board::Board;
use example_nifs::*;
use port_display::Display;
use vm_host::Vm;

/// Calls a NIF; an exception is `error:Reason`.
fn called(vm: &mut Vm, nif: avm_nif::Nif, arguments: &str) -> String {
    match vm.nif(nif, arguments) {
        Ok(term) => term.to_string(),
        Err(reason) => format!("error:{reason}"),
    }
}

#[test]
fn numbers_bytes_and_terms() {
    let vm = &mut Vm::new();
    assert_eq!(
        called(vm, sum::NIF, "1, -9223372036854775808"),
        "-9223372036854775807"
    );
    assert_eq!(called(vm, sum::NIF, "9223372036854775807, 1"), "undefined");
    assert_eq!(called(vm, mean::NIF, "1, 2.0"), "1.5");
    assert_eq!(called(vm, reverse::NIF, "<<1, 2, 3>>"), "<<3,2,1>>");
    assert_eq!(
        called(vm, is_palindrome::NIF, "<<\"räksmörgåsågrömskär\"/utf8>>"),
        "true"
    );
    assert_eq!(called(vm, swap::NIF, "{[a], #{}}"), "{#{},[a]}");
    assert_eq!(called(vm, range::NIF, "-1, 1"), "{ok,[-1,0,1]}");
    assert_eq!(called(vm, range::NIF, "1, 0"), "{error,backwards}");
    assert_eq!(called(vm, divide::NIF, "7, 0"), "error:badarith");
    assert_eq!(
        called(vm, refuse::NIF, "{1, [x]}"),
        "error:{refused,{1,[x]}}"
    );
    assert_eq!(called(vm, refuse::NIF, "badarg"), "error:badarg");
    assert_eq!(called(vm, panics::NIF, "<<\"now\">>"), "error:panic");
    assert!(panics::NIF.blocks() && panics::NIF.name() == "panic");
}

#[test]
fn counters_count() {
    let mut vm = Vm::new();
    let counter = called(&mut vm, new_counter::NIF, "7");
    assert_eq!(called(&mut vm, count::NIF, &counter), "7");
    assert_eq!(called(&mut vm, count::NIF, &counter), "8");
    assert_eq!(called(&mut vm, count::NIF, "7"), "error:badarg");
    assert_eq!(called(&mut vm, counts::NIF, ""), "{1,1,0}");
    // A resource of another type is none of a display's.
    assert_eq!(called(&mut vm, display_size::NIF, &counter), "error:badarg");
    vm.collect(vm.main());
    assert_eq!(called(&mut vm, counts::NIF, ""), "{1,0,1}");
    assert_eq!(called(&mut vm, count::NIF, &counter), "error:badarg");
}

/// The NIF reads what the port writes, also when the port is closed.
#[test]
fn a_nif_reads_the_configuration_of_a_display() {
    let mut vm = Vm::new();
    let options = "#{width => 240, height => 320, backlight => 5}";
    let display = vm.open::<Display<Board>>(options).expect("opens");
    let reply = vm.call(display, "get_config");
    let config = match reply.as_tuple() {
        Some([ok, config]) if ok.as_atom() == Some("ok") => config.to_string(),
        _ => panic!("no configuration: {reply}"),
    };
    assert_eq!(called(&mut vm, display_size::NIF, &config), "{240,320}");
    assert_eq!(called(&mut vm, display_backlight::NIF, &config), "5");
    for level in [0, 77, 255] {
        let request = format!("{{set_backlight, #{{level => {level}}}}}");
        assert_eq!(vm.call(display, &request).to_string(), "ok");
        assert_eq!(
            called(&mut vm, display_backlight::NIF, &config),
            level.to_string()
        );
    }
    assert_eq!(vm.close(display).to_string(), "ok");
    assert_eq!(called(&mut vm, display_size::NIF, &config), "{240,320}");
}
