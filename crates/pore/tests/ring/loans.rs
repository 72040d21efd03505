//! Room that is claimed and bytes that are granted, in place.

use crate::common::{connected, pattern};

#[test]
fn a_claim_is_published_at_one_blow_or_never() {
    let mut both = connected(5, 0xFFFF_FFF3);
    let mut claim = both.here.producer.claim(20).expect("open");
    assert_eq!((claim.put(&pattern(0, 11)), claim.room()), (11, 9));
    assert_eq!(both.there.consumer.filled(), Ok(0), "not committed yet");
    assert_eq!((claim.put(&pattern(11, 11)), claim.filled()), (9, 20));
    assert_eq!(claim.commit(), 20);
    assert_eq!(both.there.consumer.filled(), Ok(20));

    let mut forgotten = both.here.producer.claim(100).expect("open");
    assert_eq!(forgotten.put(&[0; 100]), 12, "what is free");
    assert_eq!(both.there.consumer.filled(), Ok(20), "never committed");
    let mut bytes = [0; 32];
    assert_eq!(both.there.consumer.read(&mut bytes), Ok(20));
    assert_eq!(bytes[..20], pattern(0, 20));
}

#[test]
fn room_is_filled_in_place_across_the_end() {
    for start in 0..32 {
        let mut both = connected(5, start);
        let mut claim = both.here.producer.claim(32).expect("open");
        claim.put(&[7, 8, 9]);
        let [mut first, mut second] = claim.slices();
        let (here, wrapped) = (first.len() as usize, second.len() as usize);
        assert_eq!(here + wrapped, 29);
        assert_eq!(here, 29.min(32 - (start as usize + 3) % 32));
        let bytes = pattern(0, 29);
        assert_eq!(first.copy_from(0, &bytes), here);
        assert_eq!(second.copy_from(0, &bytes[here..]), wrapped);
        assert_eq!(second.copy_from(u32::MAX, &bytes), 0, "beyond its end");
        claim.fill(29);
        assert_eq!(claim.commit(), 32);

        let grant = both.there.consumer.grant(32).expect("open");
        let mut read = [0; 32];
        let [first, second] = grant.slices();
        let count = first.copy_to(0, &mut read);
        assert_eq!(second.copy_to(0, &mut read[count..]), 32 - count);
        assert_eq!((&read[..3], &read[3..]), (&[7, 8, 9][..], &bytes[..]));
        grant.release(32).expect("open");
    }
}

#[test]
fn addresses_are_for_dma() {
    let mut both = connected(5, 3);
    let mut claim = both.here.producer.claim(8).expect("open");
    let [mut first, _] = claim.slices();
    let written = first.as_mut_ptr() as usize;
    claim.fill(8);
    claim.commit();
    let grant = both.there.consumer.grant(8).expect("open");
    assert_eq!(grant.slices()[0].as_ptr() as usize, written);
    assert_eq!(written % 8, 3, "it begins where the cursor is");
}

#[test]
fn what_is_not_released_is_there_again() {
    let mut both = connected(5, 0);
    both.here.producer.write(b"header and body").expect("open");
    let mut header = [0; 6];
    let kept = both.there.consumer.grant(100).expect("open");
    assert_eq!((kept.len(), kept.peek(0, &mut header)), (15, 6));
    assert_eq!(&header, b"header");
    let grant = both.there.consumer.grant(100).expect("open");
    let mut body = [0; 20];
    assert_eq!(grant.peek(11, &mut body), 4);
    assert_eq!(grant.peek(15, &mut body), 0);
    assert_eq!(grant.peek(u32::MAX, &mut body), 0);
    grant.release(11).expect("open");
    assert_eq!(both.here.producer.free(), Ok(32 - 4));
    assert_eq!(both.there.consumer.read(&mut body), Ok(4));
    assert_eq!(&body[..4], b"body");
}
