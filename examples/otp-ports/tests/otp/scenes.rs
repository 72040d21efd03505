//! Ports as parts of programs: under supervisors, in scenes.

use example_testing::Picture;

use crate::node::Program;
use crate::scene::Scene;
use crate::transcript;

#[test]
fn a_program_for_scenes_runs_as_it_is() {
    let scene = Scene::new();
    let program = Program {
        defines: &[("DOTS", &scene.count())],
        trace: Some(&scene.recording),
        ..Program::new("scene_dots")
    };
    let Some(run) = transcript(program, &scene.transcript()) else {
        return;
    };
    assert_eq!([run.drops_of("touch"), run.drops_of("display")], [2, 1]);
    let seen = Picture::read(&run.folder.join("out/panel.png"));
    assert_eq!(seen.difference(&scene.picture()), None);
}

#[test]
fn crashes_are_reported_and_supervisors_open_anew() {
    let expected = "asked = {error,panic}\nreported = {error,[avm_port],fault,panic}\n\
                    echo = {ok,7}\nrestarted = true\nreports = 0\npanel = ok\n\
                    gone = shutdown\nclose = ok\n";
    transcript(Program::of_tests("otp_report"), expected);
}
