//! What the port answers, to the letter.

mod common;

use class_audio::AudioError;
use common::{answer, bytes, open, play, speaker, stat, told};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};

#[test]
fn samples_that_fit_are_answered_at_once() {
    let (mut vm, port) = open(64, "#{}");
    let data = bytes(1, 40);
    assert_eq!(answer(&mut vm, port, &play(&data)), "ok");
    assert_eq!(stat(&mut vm, port, "queued_bytes"), 40);
    assert_eq!(answer(&mut vm, port, &play(&[])), "ok", "nothing fits too");
    speaker::tick(4);
    assert_eq!(speaker::with(|s| s.heard.clone()), data[..16]);
    speaker::tick(6);
    vm.run();
    assert_eq!(told(&mut vm, port), [""; 0], "the last was played just now");
    assert_eq!(speaker::with(|s| s.heard.clone()), data);
}

#[test]
fn the_owner_hears_when_all_has_been_played() {
    let (mut vm, port) = open(64, "#{}");
    assert_eq!(answer(&mut vm, port, &play(&bytes(0, 8))), "ok");
    speaker::tick(4);
    vm.run();
    assert_eq!(told(&mut vm, port), ["drained"]);
    speaker::tick(4);
    vm.run();
    assert_eq!(told(&mut vm, port), [""; 0], "once");
}

#[test]
fn a_part_of_a_frame_is_refused_and_nothing_is_queued() {
    for (options, frame, lengths) in [
        ("#{}", 4, &[1_usize, 2, 3, 5, 63][..]),
        ("#{channels => 1}", 2, &[1, 3, 5]),
        ("#{bit_depth => 24}", 6, &[1, 3, 4, 8, 13]),
        ("#{bit_depth => 24, channels => 1}", 3, &[1, 2, 4, 8]),
        ("#{bit_depth => 32}", 8, &[4, 7, 12]),
    ] {
        let (mut vm, port) = open(64, options);
        for length in lengths {
            assert_eq!(
                answer(&mut vm, port, &play(&bytes(0, *length))),
                format!("{{error,{{bad_frame_size,{length},{frame}}}}}")
            );
            assert_eq!(stat(&mut vm, port, "queued_bytes"), 0, "{options}");
        }
        assert_eq!(answer(&mut vm, port, &play(&bytes(0, frame))), "ok");
    }
}

#[test]
fn get_stats_has_nine_counts() {
    let (mut vm, port) = open(16, "#{}");
    assert_eq!(answer(&mut vm, port, &play(&bytes(0, 8))), "ok");
    speaker::tick(3);
    let main = vm.main();
    let _waits = vm.start_call(main, port, &play(&bytes(0, 24)));
    vm.run();
    assert_eq!(
        answer(&mut vm, port, "get_stats"),
        "{stats,#{capacity_bytes => 16,codec_resets => 0,drained => 1,idle_frames => 1,\
         lost_events => 0,played_frames => 2,queued_bytes => 16,underrun_frames => 0,underruns => 0,waiting => 1}}"
    );
}

#[test]
fn the_volume_is_what_was_set() {
    let (mut vm, port) = open(64, "#{volume => 7}");
    assert_eq!(speaker::with(|s| s.volume), Some(7));
    for level in [0, 255, 128] {
        let request = format!("{{set_volume,#{{volume => {level}}}}}");
        assert_eq!(answer(&mut vm, port, &request), "ok");
        assert_eq!(speaker::with(|s| s.volume), Some(level));
    }
    for level in ["256", "-1", "loud", "1.0", "[]"] {
        assert_eq!(
            answer(
                &mut vm,
                port,
                &format!("{{set_volume,#{{volume => {level}}}}}")
            ),
            format!("{{error,{{bad_option,volume,{level}}}}}")
        );
    }
    assert_eq!(speaker::with(|s| s.volume), Some(128), "as before");
}

#[test]
fn a_pause_keeps_what_is_queued() {
    let (mut vm, port) = open(64, "#{}");
    assert_eq!(answer(&mut vm, port, &play(&bytes(0, 16))), "ok");
    assert_eq!(answer(&mut vm, port, "pause"), "ok");
    assert_eq!(answer(&mut vm, port, "pause"), "ok", "twice does no harm");
    speaker::tick(2);
    assert_eq!(stat(&mut vm, port, "queued_bytes"), 16);
    assert_eq!(answer(&mut vm, port, &play(&bytes(16, 4))), "ok");
    assert_eq!(answer(&mut vm, port, "resume"), "ok");
    speaker::tick(5);
    assert_eq!(speaker::with(|s| s.heard.clone()), bytes(0, 20));
}

#[test]
fn what_the_codec_says() {
    let nack = AudioError::Bus(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
    for (error, reason) in [
        (nack, "{bus,no_acknowledge_address}"),
        (
            AudioError::Bus(ErrorKind::ArbitrationLoss),
            "{bus,arbitration_loss}",
        ),
        (AudioError::NoLock, "no_lock"),
        (AudioError::Path(-5), "{path,-5}"),
        (AudioError::Rate, "{unsupported,<<\"sample_rate\">>}"),
    ] {
        for request in ["pause", "resume", "{set_volume,#{volume => 1}}"] {
            let (mut vm, port) = open(64, "#{}");
            speaker::with(|s| s.fault = Some((2, error)));
            assert_eq!(
                answer(&mut vm, port, request),
                format!("{{error,{reason}}}")
            );
            assert_eq!(answer(&mut vm, port, request), "ok", "the port lives");
        }
    }
}

#[test]
fn stop_answers_when_the_hardware_is_quiet() {
    let (mut vm, port) = open(64, "#{}");
    let main = vm.main();
    let waits = vm.start_call(main, port, &play(&bytes(0, 100)));
    let too = vm.start_call(main, port, &play(&bytes(0, 4)));
    vm.run();
    assert_eq!(answer(&mut vm, port, "stop"), "ok");
    assert_eq!(
        speaker::with(|s| (s.opened, s.dropped, s.running)),
        (1, 1, false)
    );
    assert!(!vm.is_open(port));
    for call in [waits, too] {
        assert_eq!(vm.answer(call).to_string(), "{error,closed}");
    }
    assert_eq!(answer(&mut vm, port, "stop"), "{error,closed}", "twice");
    assert_eq!(answer(&mut vm, port, "pause"), "{error,closed}");
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn what_it_does_not_know() {
    let (mut vm, port) = open(64, "#{}");
    for request in [
        "play",
        "{pause,#{}}",
        "{stop,now}",
        "{get_stats,[]}",
        "42",
        "[stop]",
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{{unknown_command,{request}}}}}")
        );
    }
    for (request, reason) in [
        ("play_buffer", "{missing_option,data}"),
        ("{play_buffer,#{}}", "{missing_option,data}"),
        ("{play_buffer,<<1,2,3,4>>}", "{bad_options,<<1,2,3,4>>}"),
        (
            "{play_buffer,#{data => [1,2,3,4]}}",
            "{bad_option,data,[1,2,3,4]}",
        ),
        (
            "{play_buffer,#{data => <<1,2,3:4>>}}",
            "{bad_option,data,<<1,2,3:4>>}",
        ),
        (
            "{play_buffer,#{data => <<>>,loop => true}}",
            "{bad_option,loop,true}",
        ),
        ("set_volume", "{missing_option,volume}"),
        ("{set_volume,128}", "{bad_options,128}"),
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{reason}}}")
        );
    }
    assert_eq!(stat(&mut vm, port, "queued_bytes"), 0, "it lives");
}
