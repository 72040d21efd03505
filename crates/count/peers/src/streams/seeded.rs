//! A stream that copies twice: the counting has to notice it.

use super::{IsrBytes, Stream};

/// Our ring, with a copy of each chunk too many.
pub struct SlowBytes;

impl Stream for SlowBytes {
    const NAME: &'static str = "seeded: bytes copied twice";
    type Home = <IsrBytes as Stream>::Home;
    type Ends<'a> = <IsrBytes as Stream>::Ends<'a>;

    fn home() -> Self::Home {
        IsrBytes::home()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        IsrBytes::ends(home)
    }

    #[inline(always)]
    fn send(ends: &mut Self::Ends<'_>, chunk: &[u8]) -> bool {
        let copy = alloc::vec::Vec::from(chunk);
        IsrBytes::send(ends, &copy)
    }

    #[inline(always)]
    fn receive(ends: &mut Self::Ends<'_>, chunk: &mut [u8]) -> bool {
        IsrBytes::receive(ends, chunk)
    }
}
