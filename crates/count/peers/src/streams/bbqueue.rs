//! bbqueue as it comes, coordinated by compare-and-swap.

use bbqueue::BBQueue;
use bbqueue::prod_cons::stream::{StreamConsumer, StreamProducer};
use bbqueue::traits::coordination::cas::AtomicCoord;
use bbqueue::traits::notifier::polling::Polling;
use bbqueue::traits::storage::Inline;

use super::{CAPACITY, Stream};

type Queue = BBQueue<Inline<CAPACITY>, AtomicCoord, Polling>;

/// bbqueue's stream.
pub struct BbqueueBytes;

impl Stream for BbqueueBytes {
    const NAME: &'static str = "bbqueue bytes, atomic";
    type Home = Queue;
    type Ends<'a> = (StreamProducer<&'a Queue>, StreamConsumer<&'a Queue>);

    fn home() -> Self::Home {
        BBQueue::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        (home.stream_producer(), home.stream_consumer())
    }

    #[inline(always)]
    fn send((producer, _): &mut Self::Ends<'_>, chunk: &[u8]) -> bool {
        let Ok(mut grant) = producer.grant_exact(chunk.len()) else {
            return false;
        };
        grant.copy_from_slice(chunk);
        grant.commit(chunk.len());
        true
    }

    #[inline(always)]
    fn receive((_, consumer): &mut Self::Ends<'_>, chunk: &mut [u8]) -> bool {
        let Ok(grant) = consumer.read() else {
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
