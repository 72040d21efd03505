//! The configuration: freed once, when the last holder lets go.

mod common;

use common::{config, device, open};
use device::Bench;
use port_spi::{SPI_CONFIGS, Spi};

// The counts are the process's, so this program has one test.
#[test]
fn a_configuration_outlives_its_port_and_is_freed_once() {
    let counts = || SPI_CONFIGS.counts();
    let (mut vm, port) = open(4, "#{mode => 2}");
    let (main, friend) = (vm.main(), vm.spawn());
    let first = config(&mut vm, port);
    vm.deliver(friend, &format!("{{here,{first}}}"));
    assert_eq!(vm.close(port).to_string(), "ok");
    vm.collect(main);
    assert_eq!(vm.mailbox(friend).len(), 1);
    assert_eq!(
        (counts().created, counts().alive),
        (1, 1),
        "the friend has it"
    );

    // Of a port that is gone, read through another.
    let other = vm.open::<Spi<Bench>>("#{}").expect("free");
    let request = format!("{{read_config,#{{config => {first}}}}}");
    let settings = vm.call_by(friend, other, &request).to_string();
    assert_eq!(
        settings,
        "{ok,#{bit_order => msb_first,clock_hz => 1000000,mode => 2}}"
    );
    vm.collect(friend);
    assert_eq!(
        (counts().created, counts().dropped),
        (2, 1),
        "nobody has it"
    );
    drop(vm);
    assert_eq!((counts().created, counts().dropped), (2, 2));
}
