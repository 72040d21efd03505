//! What stands where: as the sources of the others say.

use std::mem::{align_of, offset_of, size_of};

use pore::legacy::{
    CmdPacket, CmdRing, IonPacket, IonRing, Operation, RpmsgHeader, SOCKMSG_BYTES, SockMsg,
    SockMsgError, StrawPages, VchanHead, XenstorePage, sys_table,
};

#[test]
fn t1_layouts_are_those_of_the_sources() {
    assert_eq!(size_of::<StrawPages>(), 32768);
    assert_eq!(offset_of!(StrawPages, input), 16);
    assert_eq!(offset_of!(StrawPages, output), 16392);
    assert_eq!(offset_of!(XenstorePage, rsp), 1024);
    assert_eq!(offset_of!(XenstorePage, req_cons), 2048);
    assert_eq!(size_of::<IonPacket>(), 24);
    assert_eq!(size_of::<IonRing>(), 6160);
    assert_eq!(offset_of!(IonRing, data), 16);
    assert_eq!((size_of::<CmdPacket>(), align_of::<CmdPacket>()), (32, 8));
    assert_eq!(size_of::<CmdRing>(), 8208);
    assert_eq!(size_of::<VchanHead>(), 24);
    assert_eq!(sys_table::MAGIC.to_be_bytes(), *b"NXUS");
}

#[test]
fn t1_a_store_message_begins_with_four_little_endian_words() {
    let header = SockMsg {
        operation: Operation::Write,
        req_id: 0x0102_0304,
        tx_id: 7,
        len: 4096,
    };
    let bytes = header.to_bytes();
    assert_eq!(bytes.len(), SOCKMSG_BYTES);
    assert_eq!(bytes, *b"\x0b\0\0\0\x04\x03\x02\x01\x07\0\0\0\0\x10\0\0");
    assert_eq!(SockMsg::from_bytes(&bytes), Ok(header));
}

#[test]
fn t1_a_store_header_that_cannot_be_is_refused() {
    let mut bytes = [0; SOCKMSG_BYTES];
    for number in [20, 22, 0x100, u32::MAX] {
        bytes[..4].copy_from_slice(&number.to_le_bytes());
        assert_eq!(
            SockMsg::from_bytes(&bytes),
            Err(SockMsgError::Operation(number))
        );
    }
    for operation in Operation::ALL {
        bytes[..4].copy_from_slice(&(*operation as u32).to_le_bytes());
        bytes[12..].copy_from_slice(&4097_u32.to_le_bytes());
        assert_eq!(SockMsg::from_bytes(&bytes), Err(SockMsgError::Length(4097)));
        bytes[12..].copy_from_slice(&4096_u32.to_le_bytes());
        assert_eq!(
            SockMsg::from_bytes(&bytes).map(|header| header.operation),
            Ok(*operation)
        );
    }
}

#[test]
fn t1_an_rpmsg_header_has_16_bytes_and_its_length_is_checked() {
    let header = RpmsgHeader {
        src: 1024,
        dst: 53,
        reserved: 0,
        len: 3,
        flags: 0x8000,
    };
    let mut buffer = header.to_bytes().to_vec();
    assert_eq!(buffer, b"\0\x04\0\0\x35\0\0\0\0\0\0\0\x03\0\0\x80");
    buffer.extend(b"ab");
    assert_eq!(RpmsgHeader::split(&buffer), None);
    buffer.extend(b"cd");
    assert_eq!(
        RpmsgHeader::split(&buffer),
        Some((header, b"abc".as_slice()))
    );
    assert_eq!(RpmsgHeader::split(&buffer[..15]), None);
}
