//! Our own ring of bytes.

use isr_ring::{ByteConsumer, ByteProducer, ByteRing};

use super::{CAPACITY, Stream};

/// isr-ring's bytes.
pub struct IsrBytes;

impl Stream for IsrBytes {
    const NAME: &'static str = "isr-ring bytes";
    type Home = ByteRing<CAPACITY>;
    type Ends<'a> = (ByteProducer<'a, CAPACITY>, ByteConsumer<'a, CAPACITY>);

    fn home() -> Self::Home {
        ByteRing::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        home.split_mut()
    }

    #[inline(always)]
    fn send((producer, _): &mut Self::Ends<'_>, chunk: &[u8]) -> bool {
        let Some(mut grant) = producer.grant(chunk.len()) else {
            return false;
        };
        grant.copy_from_slice(chunk);
        grant.commit(chunk.len());
        true
    }

    #[inline(always)]
    fn receive((_, consumer): &mut Self::Ends<'_>, chunk: &mut [u8]) -> bool {
        let Some(grant) = consumer.read() else {
            return false;
        };
        let Some(row) = grant.get(..chunk.len()) else {
            return false;
        };
        chunk.copy_from_slice(row);
        grant.release(chunk.len());
        true
    }
}
