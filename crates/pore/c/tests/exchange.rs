//! A C program and this one exchange packets through shared memory, both ways.

mod c;

use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use pore::channel::{Channel, CmdPacket, IonPacket, PopError, PushError, Regions, Slot};
use pore::doorbell::{TimerFd, Wait};
use pore::memory::{OwnMapping, PeerMapping};
use pore::ring::{Closed, Opening, Wake};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};

type Side<S> = Channel<S, Arc<OwnMapping>, Arc<PeerMapping>, TimerFd>;

/// Longer than anything here takes.
const LONG: Option<Duration> = Some(Duration::from_secs(60));
/// As many as the C program sends of each.
const ROUNDS: u64 = 5000;

fn receive(socket: &UnixStream) -> [OwnedFd; 2] {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    let mut data = [IoSliceMut::new(&mut byte)];
    recvmsg(socket, &mut data, &mut control, RecvFlags::CMSG_CLOEXEC).expect("a message");
    let rights = control.drain().find_map(|message| match message {
        RecvAncillaryMessage::ScmRights(fds) => Some(fds.collect::<Vec<_>>()),
        _ => None,
    });
    let fds = rights.expect("the program says what failed, on its output");
    fds.try_into().expect("two descriptors")
}

fn send(socket: &UnixStream, region: &OwnMapping, bell: &TimerFd) {
    let fds = [region.as_fd(), bell.as_fd()];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    assert!(control.push(SendAncillaryMessage::ScmRights(&fds)));
    let data = [IoSlice::new(b"x")];
    sendmsg(socket, &data, &mut control, SendFlags::empty()).expect("sent");
}

/// Meets the C program's side of the next channel.
fn meet<S: Slot>(socket: &UnixStream) -> (Side<S>, TimerFd) {
    let [region, bell] = receive(socket);
    let mine = Arc::new(OwnMapping::new(10).expect("memory"));
    let my_bell = TimerFd::new().expect("a descriptor");
    let peer = Arc::new(PeerMapping::new(region).expect("a region"));
    let bell = TimerFd::of_peer(bell).expect("a bell");
    let opened = Opening::new(Arc::clone(&mine), peer, bell, S::config(0));
    let mut opening = opened.expect("a size");
    // The program looks once for its peer, and then for the next one.
    send(socket, &mine, &my_bell);
    while !opening.poll().expect("an honest peer") {
        assert!(
            my_bell.wait(LONG).expect("a descriptor"),
            "rung for in time"
        );
    }
    let link = opening.link().expect("connected");
    (Channel::new(link).expect("the same slots"), my_bell)
}

fn sleep(wake: Result<Wake, Closed>, bell: &TimerFd) {
    if wake == Ok(Wake::Armed) {
        assert!(bell.wait(LONG).expect("a descriptor"), "rung for in time");
    }
}

/// Sends back what comes, changed, until `last` comes; how many.
fn echo<S: Slot>(side: &mut Side<S>, bell: &TimerFd, change: impl Fn(S) -> Option<S>) -> u64 {
    let mut count = 0;
    loop {
        let slot = match side.receiver.pop() {
            Ok(slot) => slot,
            Err(PopError::Empty) => {
                sleep(side.receiver.notify_when(1), bell);
                continue;
            }
            Err(why) => {
                assert_eq!(why, PopError::Closed(Closed::Peer));
                return count;
            }
        };
        let Some(answer) = change(slot) else {
            side.sender.push(slot).expect("room for one");
            return count;
        };
        while let Err(why) = side.sender.push(answer) {
            assert_eq!(why, PushError::Full);
            sleep(side.sender.notify_when(1), bell);
        }
        count += 1;
    }
}

fn answer_packet(packet: IonPacket) -> Option<IonPacket> {
    let id = !packet.id;
    Some(IonPacket { id, ..packet })
}

fn answer_command(command: CmdPacket) -> Option<CmdPacket> {
    (command.kind != 3).then(|| CmdPacket {
        kind: command.kind + 1,
        arg: !command.arg,
        id: command.id.map(|byte| !byte),
        ..command
    })
}

#[test]
fn a_c_program_exchanges_packets_both_ways() {
    let (ours, theirs) = UnixStream::pair().expect("sockets");
    ours.set_read_timeout(LONG).expect("a time");
    let program = c::program("peer");
    let child = Command::new(&program)
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let (mut ion, ion_bell) = meet::<IonPacket>(&ours);
    let (mut cmd, cmd_bell) = meet::<CmdPacket>(&ours);
    let mut regions = Regions::new();
    regions.set(1, 8 * ROUNDS).expect("a number");
    ion.set_regions(&regions);
    let packets = thread::spawn(move || (echo(&mut ion, &ion_bell, answer_packet), ion.stats()));
    let commands = echo(&mut cmd, &cmd_bell, answer_command);
    drop(cmd.into_link().finish());
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said, "5000 packets and 5000 commands, ended for 2\n");
    assert!(output.status.success());
    let (packets, stats) = packets.join().expect("no panic");
    assert_eq!((packets, commands), (ROUNDS, ROUNDS));
    assert_eq!(
        (stats.pushed, stats.popped, stats.rejected),
        (ROUNDS, ROUNDS, 0)
    );
    std::fs::remove_file(program).expect("it is there");
}
