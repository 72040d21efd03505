//! What the port answers, to the letter.

mod common;

use common::{answer, config, device, open, read_back, request, results, submit};
use device::MAX;
use embedded_hal::spi::ErrorKind;

#[test]
fn a_transfer_answers_with_what_was_read() {
    let (mut vm, port) = open(4, "#{}");
    let main = vm.main();
    for (write, read) in [
        (&[0x9F][..], 3),
        (&[], 1),
        (&[1, 2, 3], 0),
        (&[7; MAX], MAX),
    ] {
        let call = vm.start_call(main, port, &request("transfer", write, read));
        assert_eq!(vm.answer(call).to_string(), "{error,timeout}", "not yet");
        device::work(1);
        assert_eq!(vm.answer(call).to_string(), read_back(write, read));
        assert_eq!(device::with(|d| d.written.pop()).as_deref(), Some(write));
    }
    assert_eq!(results(&mut vm, main, port), []);
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn a_submission_answers_at_once_and_its_result_comes_later() {
    let (mut vm, port) = open(4, "#{}");
    let (main, other) = (vm.main(), vm.spawn());
    let first = submit(&mut vm, main, port, &[1], 2);
    let second = submit(&mut vm, other, port, &[2], 0);
    assert!(0 < first && first < second);
    assert_eq!(results(&mut vm, main, port), []);
    device::work(2);
    vm.run();
    assert_eq!(results(&mut vm, main, port), [(first, read_back(&[1], 2))]);
    assert_eq!(
        results(&mut vm, other, port),
        [(second, read_back(&[2], 0))]
    );
}

#[test]
fn what_is_left_out_is_empty() {
    let (mut vm, port) = open(4, "#{}");
    let main = vm.main();
    let writes = vm.start_call(main, port, "{transfer,#{write => <<6>>}}");
    let reads = vm.start_call(main, port, "{transfer,[{read,2}]}");
    vm.run();
    device::work(2);
    assert_eq!(vm.answer(writes).to_string(), "{ok,<<>>}");
    assert_eq!(vm.answer(reads).to_string(), "{ok,<<0,1>>}");
}

#[test]
fn too_little_and_too_much() {
    let (mut vm, port) = open(4, "#{}");
    let gibibyte = 1 << 30;
    for kind in ["transfer", "submit"] {
        for (write, read, reason) in [
            (&[][..], 0, "{bad_option,read,0}".to_owned()),
            (&[9], MAX + 1, format!("{{too_long,65,{MAX}}}")),
            (&[9; MAX + 2], 0, format!("{{too_long,66,{MAX}}}")),
            (&[], gibibyte, format!("{{too_long,1073741824,{MAX}}}")),
            (
                &[9; MAX + 1],
                gibibyte,
                format!("{{too_long,1073741824,{MAX}}}"),
            ),
            (
                &[],
                i64::MAX as usize,
                format!("{{too_long,{},{MAX}}}", i64::MAX),
            ),
        ] {
            assert_eq!(
                answer(&mut vm, port, &request(kind, write, read)),
                format!("{{error,{reason}}}")
            );
        }
        for (options, reason) in [
            ("#{read => -1}", "{bad_option,read,-1}"),
            ("#{read => 1.0}", "{bad_option,read,1.0}"),
            (
                "#{read => 36893488147419103232}",
                "{bad_option,read,36893488147419103232}",
            ),
            ("#{write => [1,2]}", "{bad_option,write,[1,2]}"),
            ("#{write => <<1:1>>}", "{bad_option,write,<<1:1>>}"),
            ("#{write => <<1>>,length => 1}", "{bad_option,length,1}"),
            ("<<1>>", "{bad_options,<<1>>}"),
        ] {
            assert_eq!(
                answer(&mut vm, port, &format!("{{{kind},{options}}}")),
                format!("{{error,{reason}}}")
            );
        }
        assert_eq!(answer(&mut vm, port, kind), "{error,{bad_option,read,0}}");
    }
    assert_eq!(common::stat(&mut vm, port, "submitted"), 0);
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn each_error_of_the_bus() {
    for (kind, name) in [
        (ErrorKind::Overrun, "overrun"),
        (ErrorKind::ModeFault, "mode_fault"),
        (ErrorKind::FrameFormat, "frame_format"),
        (ErrorKind::ChipSelectFault, "chip_select_fault"),
        (ErrorKind::Other, "other"),
    ] {
        let (mut vm, port) = open(4, "#{}");
        let main = vm.main();
        device::with(|d| d.fault = Some((1, kind)));
        let call = vm.start_call(main, port, &request("transfer", &[1], 1));
        vm.run();
        device::work(1);
        let error = format!("{{error,{{bus,{name}}}}}");
        assert_eq!(vm.answer(call).to_string(), error);
        device::with(|d| d.fault = Some((2, kind)));
        let id = submit(&mut vm, main, port, &[1], 1);
        device::work(1);
        vm.run();
        assert_eq!(results(&mut vm, main, port), [(id, error)]);
        assert_eq!(common::stat(&mut vm, port, "failed"), 2);
    }
}

#[test]
fn get_stats_has_nine_counts() {
    let (mut vm, port) = open(4, "#{}");
    let main = vm.main();
    for _ in 0..3 {
        submit(&mut vm, main, port, &[1, 2], 5);
    }
    device::work(2);
    vm.run();
    assert_eq!(
        answer(&mut vm, port, "get_stats"),
        "{stats,#{completed => 2,failed => 0,in_flight => 1,limit => 4,max_transfer => 64,\
         read_bytes => 10,refused => 0,submitted => 3,written_bytes => 6}}"
    );
}

#[test]
fn a_configuration_says_what_the_port_was_opened_with() {
    let (mut vm, port) = open(4, "#{clock_hz => 8000000,mode => 3,bit_order => lsb_first}");
    let resource = config(&mut vm, port);
    let read = |vm: &mut _, config: &dyn std::fmt::Display| {
        answer(
            vm,
            port,
            &format!("{{read_config,#{{config => {config}}}}}"),
        )
    };
    assert_eq!(
        read(&mut vm, &resource),
        "{ok,#{bit_order => lsb_first,clock_hz => 8000000,mode => 3}}"
    );
    assert_eq!(config(&mut vm, port), resource, "one resource");
    for term in ["42", "nil", "#{}", "<<1>>", "#Ref<0.4711>"] {
        assert_eq!(read(&mut vm, &term), "{error,bad_resource}", "{term}");
    }
}

#[test]
fn what_it_does_not_know() {
    let (mut vm, port) = open(4, "#{}");
    for request in [
        "read",
        "{get_config,#{}}",
        "{get_stats,[]}",
        "42",
        "[transfer]",
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{{unknown_command,{request}}}}}")
        );
    }
}
