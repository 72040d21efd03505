//! One configuration, two ports and three processes: freed once, last.

use avm_term::{Pid, PortId, Value};
use board_sim::Board;
use port_display::Display;
use port_touch::Touch;
use vm_host::Vm;

/// Who holds the configuration in the end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Holder {
    Port(PortId),
    Process(Pid),
}

/// Configurations of displays that were made and dropped.
fn counts(vm: &Vm) -> (u64, u64) {
    let counts = vm.resources();
    let display = counts.iter().find(|counts| counts.name == "display_config");
    display.map_or((0, 0), |counts| (counts.created, counts.dropped))
}

/// A display's configuration that the touch port and three processes hold, while the display
/// port and the process that made it are gone.
fn shared() -> (Vm, [Holder; 4]) {
    let mut vm = Vm::new();
    let (creator, main) = (vm.spawn(), vm.main());
    let options = "#{width => 240, height => 320}";
    let display = vm
        .open_by::<Display<Board>>(creator, options)
        .expect("opens");
    let config = match vm.call_by(creator, display, "get_config") {
        Value::Tuple(answer) => answer[1].clone(),
        answer => panic!("{answer}"),
    };
    let options = format!("#{{display => {config}}}");
    // The touch port is opened by one that was sent the configuration, and forgets it.
    vm.deliver(main, &config.to_string());
    assert_eq!(vm.mailbox(main), core::slice::from_ref(&config));
    let touch = vm.open_by::<Touch<Board>>(main, &options).expect("opens");
    vm.collect(main);
    let friends = [(); 3].map(|()| vm.spawn());
    for friend in friends {
        vm.deliver(friend, &format!("{{yours,{config}}}"));
    }
    vm.exit(creator, "killed");
    assert!(!vm.is_open(display), "it ends with its creator");
    let [a, b, c] = friends.map(Holder::Process);
    (vm, [Holder::Port(touch), a, b, c])
}

/// All orders of four.
fn orders() -> Vec<[usize; 4]> {
    let all = (0..256).map(|n| [n % 4, n / 4 % 4, n / 16 % 4, n / 64]);
    let is_order = |order: &[usize; 4]| (0..4).all(|n| order.contains(&n));
    all.filter(is_order).collect()
}

#[test]
fn it_is_freed_when_the_last_holder_lets_go() {
    let orders = orders();
    assert_eq!(orders.len(), 24);
    for order in orders {
        let (mut vm, holders) = shared();
        for holder in order.map(|at| holders[at]) {
            assert_eq!(counts(&vm), (1, 0), "{holder:?} of {order:?}");
            match holder {
                Holder::Port(port) => assert_eq!(vm.close(port).to_string(), "ok"),
                // Unread, it dies with its mailbox; read, it is garbage.
                Holder::Process(pid) if holder == holders[1] => vm.exit(pid, "normal"),
                Holder::Process(pid) => {
                    assert_eq!(vm.mailbox(pid).len(), 1);
                    vm.collect(pid);
                }
            }
        }
        assert_eq!(counts(&vm), (1, 1), "{order:?}");
        drop(vm);
    }
}
