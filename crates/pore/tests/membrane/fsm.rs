//! The protocol alone.

use pore::legacy::Role;
use pore::membrane::{Action, Breach, Fsm, Input, Reason, State};

const STATES: [State; 6] = [
    State::Initialising,
    State::InitWait,
    State::Initialised,
    State::Connected,
    State::Closing,
    State::Closed,
];

fn peer(state: State) -> Input {
    Input::Peer(Ok(state))
}

/// A side after these inputs, and what the last one came to.
fn after(role: Role, inputs: &[Input]) -> (Fsm, Action) {
    let (mut fsm, mut action) = Fsm::new(role, 0, 100);
    for input in inputs {
        action = fsm.step(*input, 1);
    }
    (fsm, action)
}

/// Where each role waits, by what leads there.
fn stations(role: Role) -> Vec<(&'static str, Vec<Input>)> {
    match role {
        Role::Passive => {
            let mapped = vec![
                peer(State::Initialising),
                peer(State::Initialised),
                Input::Done,
            ];
            let connected = [mapped.clone(), vec![peer(State::Connected)]].concat();
            let closing = [connected.clone(), vec![Input::Close]].concat();
            vec![
                ("opening", Vec::new()),
                ("agreeing", mapped),
                ("connected", connected),
                ("closing", closing),
            ]
        }
        Role::Active => {
            let offered = vec![peer(State::InitWait), Input::Done];
            let connected = [offered.clone(), vec![peer(State::Connected)]].concat();
            let closing = [connected.clone(), vec![Input::Close]].concat();
            vec![
                ("opening", Vec::new()),
                ("agreeing", offered),
                ("connected", connected),
                ("closing", closing),
            ]
        }
    }
}

#[test]
fn t3_states_are_six_and_three_more_are_known() {
    for state in STATES {
        assert_eq!(State::from_digits(state.digit().as_bytes()), Ok(state));
        assert_eq!(state.digit(), state.number().to_string());
    }
    for (digits, number) in [(b"0", 0), (b"7", 7), (b"8", 8)] {
        assert_eq!(State::from_digits(digits), Err(Breach::Illegal(number)));
    }
    for digits in [&b""[..], b"9", b"04", b"4\0", b"-1", b"44", b"\xff"] {
        assert_eq!(State::from_digits(digits), Err(Breach::Unknown));
    }
}

#[test]
fn t3_the_handshake_of_both_roles() {
    let (mut passive, first) = Fsm::new(Role::Passive, 0, 100);
    let (mut active, answer) = Fsm::new(Role::Active, 0, 100);
    assert_eq!(first, Action::Announce);
    assert_eq!(answer, Action::Publish(State::Initialising));
    assert_eq!(passive.step(peer(State::Initialising), 1), Action::Wait);
    assert_eq!(active.step(peer(State::InitWait), 1), Action::Offer);
    assert_eq!(active.step(Input::Done, 1), Action::Wait);
    assert_eq!(active.state(), State::Initialised);
    assert_eq!(passive.step(peer(State::Initialised), 2), Action::Map);
    assert_eq!(
        passive.step(Input::Done, 2),
        Action::Publish(State::Connected)
    );
    assert!(!passive.is_connected());
    let ready = active.step(peer(State::Connected), 3);
    assert_eq!(ready, Action::Publish(State::Connected));
    assert_eq!(passive.step(peer(State::Connected), 4), Action::Wait);
    assert!(passive.is_connected() && active.is_connected());
    assert_eq!(passive.deadline(), None);
    assert_eq!(passive.step(Input::Tick, u64::MAX), Action::Wait);
}

#[test]
fn t3_the_first_chart_the_active_side_asks() {
    let (_, connected) = stations(Role::Active).remove(2);
    let (mut active, _) = after(Role::Active, &connected);
    let (_, connected) = stations(Role::Passive).remove(2);
    let (mut passive, _) = after(Role::Passive, &connected);
    let asks = active.step(Input::Close, 2);
    assert_eq!(asks, Action::Publish(State::Closing));
    // Unmap, 6, wait for 6.
    let lets_go = passive.step(peer(State::Closing), 3);
    assert_eq!(lets_go, Action::Release(Some(State::Closed), None));
    // 6: end access, 6.
    let ends = active.step(peer(State::Closed), 4);
    assert_eq!(
        ends,
        Action::Release(Some(State::Closed), Some(Reason::Here))
    );
    let ends = passive.step(peer(State::Closed), 5);
    assert_eq!(ends, Action::Release(None, Some(Reason::Peer)));
    assert!(active.is_over() && passive.is_over());
}

#[test]
fn t3_the_second_chart_the_passive_side_asks() {
    let (_, connected) = stations(Role::Active).remove(2);
    let (mut active, _) = after(Role::Active, &connected);
    let (_, connected) = stations(Role::Passive).remove(2);
    let (mut passive, _) = after(Role::Passive, &connected);
    let lets_go = passive.step(Input::Close, 2);
    assert_eq!(lets_go, Action::Release(Some(State::Closed), None));
    let ends = active.step(peer(State::Closed), 3);
    assert_eq!(
        ends,
        Action::Release(Some(State::Closed), Some(Reason::Peer))
    );
    let ends = passive.step(peer(State::Closed), 4);
    assert_eq!(ends, Action::Release(None, Some(Reason::Here)));
}

#[test]
fn t3_both_ask_at_once() {
    let (_, closing) = stations(Role::Active).remove(3);
    let (mut active, _) = after(Role::Active, &closing);
    let (_, closing) = stations(Role::Passive).remove(3);
    let (mut passive, _) = after(Role::Passive, &closing);
    assert_eq!(passive.step(peer(State::Closing), 3), Action::Wait);
    let ends = active.step(peer(State::Closed), 3);
    assert_eq!(
        ends,
        Action::Release(Some(State::Closed), Some(Reason::Here))
    );
    let ends = passive.step(peer(State::Closed), 4);
    assert_eq!(ends, Action::Release(None, Some(Reason::Here)));
}

#[test]
fn t3_every_state_at_every_station_ends_or_goes_on() {
    for role in [Role::Active, Role::Passive] {
        for (station, inputs) in stations(role) {
            let legal: &[u8] = match (role, station) {
                (Role::Passive, "opening") => &[1, 3, 5, 6],
                (Role::Passive, "agreeing") => &[4, 5, 6],
                (Role::Passive, "connected" | "closing") => &[5, 6],
                (Role::Active, "opening") => &[2, 6],
                (Role::Active, "agreeing") => &[4, 6],
                _ => &[6],
            };
            for state in STATES {
                let (before, _) = after(role, &inputs);
                let (mut fsm, _) = after(role, &inputs);
                let action = fsm.step(peer(state), 2);
                if before.peer() == Some(state) {
                    assert_eq!(action, Action::Wait, "said before");
                } else if legal.contains(&state.number()) {
                    assert_ne!(fsm.peer(), before.peer(), "{role:?} {station} {state:?}");
                } else {
                    let breach = Breach::Order(before.peer(), state);
                    let end = Action::Release(None, Some(Reason::Protocol(breach)));
                    assert_eq!(action, end, "{role:?} {station} {state:?}");
                }
            }
        }
    }
}

#[test]
fn t3_peers_vanish_stall_and_lie_at_every_station() {
    for role in [Role::Active, Role::Passive] {
        for (station, inputs) in stations(role) {
            let (mut fsm, _) = after(role, &inputs);
            let in_order = if station == "closing" {
                Reason::Here
            } else {
                Reason::Gone
            };
            let gone = fsm.step(Input::PeerGone, 2);
            assert_eq!(gone, Action::Release(None, Some(in_order)));

            let (mut fsm, _) = after(role, &inputs);
            if station == "connected" {
                assert_eq!(fsm.deadline(), None);
            } else {
                let deadline = fsm.deadline().unwrap();
                assert_eq!(fsm.step(Input::Tick, deadline - 1), Action::Wait);
                let late = fsm.step(Input::Tick, deadline);
                assert_eq!(late, Action::Release(None, Some(Reason::TimedOut)));
            }

            let (mut fsm, _) = after(role, &inputs);
            let lie = fsm.step(Input::Peer(Err(Breach::Illegal(7))), 2);
            let breach = Reason::Protocol(Breach::Illegal(7));
            assert_eq!(lie, Action::Release(None, Some(breach)));
            assert!(fsm.is_over());
            for input in [
                peer(State::Closed),
                Input::Close,
                Input::PeerGone,
                Input::Tick,
            ] {
                assert_eq!(fsm.step(input, 1000), Action::Wait, "it is over");
            }
        }
    }
}
