//! What the port answers, to the letter.

mod common;

use class_panel::PanelError;
use common::{answer, config, done, glass, open, read_config};
use embedded_hal::{digital, pwm, spi};

#[test]
fn the_backlight_is_what_was_set() {
    let (mut vm, port) = open(4, 3, "");
    assert_eq!(glass::with(|g| g.backlight), 128);
    let config = config(&mut vm, port);
    for level in [0, 1, 255, 77] {
        done(
            &mut vm,
            port,
            &format!("{{set_backlight,#{{level => {level}}}}}"),
        );
        assert_eq!(glass::with(|g| g.backlight), level);
        assert_eq!(
            answer(&mut vm, port, &read_config(&config)),
            format!(
                "{{ok,#{{backlight => {level},depth => 16,height => 3,orientation => 0,\
                 width => 4}}}}"
            )
        );
    }
    for level in [
        "256",
        "-1",
        "128.0",
        "bright",
        "<<1>>",
        "18446744073709551616",
    ] {
        assert_eq!(
            answer(
                &mut vm,
                port,
                &format!("{{set_backlight,#{{level => {level}}}}}")
            ),
            format!("{{error,{{bad_option,level,{level}}}}}")
        );
    }
    assert_eq!(glass::with(|g| g.backlight), 77, "as before");
}

#[test]
fn a_configuration_says_what_the_port_was_opened_with() {
    let (mut vm, port) = open(240, 320, ",orientation => 3,backlight => 9");
    let config = config(&mut vm, port);
    assert_eq!(
        answer(&mut vm, port, &read_config(&config)),
        "{ok,#{backlight => 9,depth => 16,height => 320,orientation => 3,width => 240}}"
    );
}

#[test]
fn other_terms_are_no_configurations() {
    let (mut vm, port) = open(4, 3, "");
    let main = vm.main();
    let pid = vm.pid_value(main).to_string();
    for term in [
        "42",
        "nil",
        "[]",
        "#{}",
        "<<1,2>>",
        "{config}",
        "#Ref<0.4711>",
        &pid,
    ] {
        assert_eq!(
            answer(
                &mut vm,
                port,
                &format!("{{read_config,#{{config => {term}}}}}")
            ),
            "{error,bad_resource}",
            "{term}"
        );
    }
    assert_eq!(
        answer(&mut vm, port, "read_config"),
        "{error,{missing_option,config}}"
    );
}

#[test]
fn what_the_panel_says() {
    for (error, reason) in [
        (PanelError::Bus(spi::ErrorKind::Overrun), "{bus,overrun}"),
        (PanelError::Bus(spi::ErrorKind::Other), "{bus,other}"),
        (PanelError::Pin(digital::ErrorKind::Other), "{pin,other}"),
        (PanelError::Pwm(pwm::ErrorKind::Other), "{pwm,other}"),
    ] {
        for request in [
            "{set_backlight,#{level => 1}}",
            "{fill,#{color => 1}}",
            "{rect,#{x => 0,y => 0,width => 1,height => 1,color => 1}}",
            "{text,#{x => 0,y => 0,text => \"T\",color => 1}}",
            "{blit,#{x => 0,y => 0,width => 1,height => 1,data => <<1,2>>}}",
        ] {
            let (mut vm, port) = open(20, 20, "");
            let config = config(&mut vm, port);
            // Opening is the first, lighting the second.
            glass::with(|g| g.fault = Some((3, error)));
            assert_eq!(
                answer(&mut vm, port, request),
                format!("{{error,{reason}}}")
            );
            let settings = answer(&mut vm, port, &read_config(&config));
            assert!(settings.contains("backlight => 128"), "{settings}");
            done(&mut vm, port, request);
        }
    }
}

#[test]
fn what_it_does_not_know() {
    let (mut vm, port) = open(4, 3, "");
    for request in ["draw", "{get_config,#{}}", "42", "{fill,1,2}", "[fill]"] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{{unknown_command,{request}}}}}")
        );
    }
    let rect = |name: &str, value: &str| {
        let mut fields = [
            "x => 0",
            "y => 0",
            "width => 1",
            "height => 1",
            "color => 1",
        ]
        .map(str::to_owned);
        for field in &mut fields {
            if field.starts_with(name) {
                *field = format!("{name} => {value}");
            }
        }
        format!("{{rect,#{{{}}}}}", fields.join(","))
    };
    for (name, values) in [
        ("x", &["-32769", "32768", "left", "0.5"][..]),
        ("y", &["-32769", "32768", "[]"]),
        ("width", &["-1", "65536", "wide"]),
        ("height", &["-1", "65536"]),
        ("color", &["-1", "16777216", "red", "{0,0,0}"]),
    ] {
        for value in values {
            assert_eq!(
                answer(&mut vm, port, &rect(name, value)),
                format!("{{error,{{bad_option,{name},{value}}}}}")
            );
        }
    }
    for (request, reason) in [
        ("fill", "{missing_option,color}"),
        ("{fill,#{colour => 1}}", "{bad_option,colour,1}"),
        ("{fill,1}", "{bad_options,1}"),
        ("{rect,#{x => 0}}", "{missing_option,y}"),
        (
            "{blit,#{x => 0,y => 0,width => 1,height => 1}}",
            "{missing_option,data}",
        ),
        (
            "{blit,#{x => 0,y => 0,width => 1,height => 1,data => [1,2]}}",
            "{bad_option,data,[1,2]}",
        ),
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{reason}}}")
        );
    }
    assert_eq!(glass::with(|g| g.windows), 0);
}

#[test]
fn text_that_is_no_unicode() {
    let (mut vm, port) = open(40, 40, "");
    for text in [
        "<<255>>",
        "<<195>>",
        "<<237,160,128>>",
        "[-1]",
        "[55296]",
        "[1114112]",
        "[<<195>>,<<40>>]",
        "[104|105]",
        "hello",
        "42",
        "<<5:3>>",
    ] {
        let request = format!("{{text,#{{x => 0,y => 0,text => {text},color => 1}}}}");
        let answer = vm.call(port, &request);
        let reason = answer.as_tuple().and_then(|error| error[1].as_tuple());
        let Some([bad_option, name, _]) = reason else {
            panic!("{text}: {answer}");
        };
        let named = (bad_option.to_string(), name.to_string());
        assert_eq!(
            named,
            ("bad_option".to_owned(), "text".to_owned()),
            "{text}"
        );
    }
    assert_eq!(glass::with(|g| g.windows), 0);
}
