//! Programs made for AtomGL and `avm_scene`, on these ports.

use example_testing::Picture;

use crate::scene::Scene;
use crate::vm::{Program, vm};

#[test]
fn a_program_for_scenes_runs_as_it_is() {
    let Some(vm) = vm() else { return };
    let scene = Scene::new();
    let run = vm.run(Program {
        module: "scene_dots",
        defines: &[("DOTS", &scene.count())],
        trace: Some(&scene.recording),
        speed: "1",
    });
    run.assert_transcript(&scene.transcript());
    assert_eq!([run.drops_of("touch"), run.drops_of("display")], [2, 1]);
    let mut seen = Picture::read(&run.folder.join("out/panel.png"));
    assert_eq!(seen.difference(&scene.picture()), None);
    // And one pixel that differs would be seen.
    seen.set(239, 319, 0x1234);
    assert!(seen.difference(&scene.picture()).is_some());
}
