//! Binaries whose bytes a Rust value owns.
#![expect(unsafe_code, reason = "lends the bytes of a held value to the VM")]

use core::fmt;
use core::ops::{Deref, Range};

use avm_term::{BuildError, Builder, IntoTerm};

use crate::arc::{NoMemory, ResourceArc};
use crate::counters::Counters;
use crate::resource::Resource;

/// The owners of binaries, of all types.
pub static BINARIES: Counters = Counters::new();

/// Bytes that Erlang sees as a binary, without a copy where the VM has such binaries; elsewhere
/// the term is a copy. The owner is dropped when the last holder, binaries included, lets go.
///
/// On AtomVM 0.6 a term is a copy; on its main branch the binary refers to the bytes, and is a
/// holder. On the host it is a holder, too.
///
/// ```
/// use avm_resource::ResourceBinary;
/// use avm_term::OwnedEnv;
/// # use vm_host as _;
///
/// let samples = ResourceBinary::new(vec![1, 2, 3, 4]).unwrap();
/// let heap = OwnedEnv::new().unwrap();
/// let term = heap.env().make(&samples.slice(1..3).unwrap()).unwrap();
/// assert_eq!(term.binary(), Some(&[2, 3][..]));
/// ```
pub struct ResourceBinary<B: AsRef<[u8]> + Send + Sync + 'static> {
    owner: ResourceArc<Owner<B>>,
    range: Range<usize>,
}

/// The value that owns the bytes. Its `as_ref` is called while it is shared, so what that
/// returned stays valid until the value is dropped: nobody gets it mutably before.
struct Owner<B>(B);

impl<B: AsRef<[u8]> + Send + Sync + 'static> Resource for Owner<B> {
    const NAME: &'static str = "binary";

    fn counters() -> &'static Counters {
        &BINARIES
    }
}

impl<B: AsRef<[u8]> + Send + Sync + 'static> ResourceBinary<B> {
    /// Hands the owner of some bytes over to the VM.
    ///
    /// # Errors
    ///
    /// The VM has no memory; the value comes back.
    pub fn new(bytes: B) -> Result<Self, NoMemory<B>> {
        let owner =
            ResourceArc::new(Owner(bytes)).map_err(|NoMemory(Owner(bytes))| NoMemory(bytes))?;
        let range = 0..owner.0.as_ref().len();
        Ok(Self { owner, range })
    }

    /// A part of the bytes, of the same owner; `None` if it is not within them.
    pub fn slice(&self, part: Range<usize>) -> Option<Self> {
        self.get(part.clone())?;
        let start = self.range.start;
        Some(Self {
            owner: self.owner.clone(),
            range: start + part.start..start + part.end,
        })
    }

    /// The value that owns the bytes.
    pub fn owner(&self) -> &B {
        &self.owner.0
    }
}

impl<B: AsRef<[u8]> + Send + Sync + 'static> Clone for ResourceBinary<B> {
    fn clone(&self) -> Self {
        Self {
            owner: self.owner.clone(),
            range: self.range.clone(),
        }
    }
}

/// The bytes; none where the owner says less than it did when it was handed over.
impl<B: AsRef<[u8]> + Send + Sync + 'static> Deref for ResourceBinary<B> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        let all = self.owner.0.as_ref();
        all.get(self.range.clone()).unwrap_or_default()
    }
}

impl<B: AsRef<[u8]> + Send + Sync + 'static> fmt::Debug for ResourceBinary<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResourceBinary").field(&self.len()).finish()
    }
}

/// A binary.
impl<B: AsRef<[u8]> + Send + Sync + 'static> IntoTerm for ResourceBinary<B> {
    fn build<Z: Builder>(&self, b: &mut Z) -> Result<Z::Part, BuildError> {
        // SAFETY: this holder has a count for the time of the call. The bytes were borrowed from
        // the owner while it is shared, which it is until the last holder lets go.
        unsafe { b.resource_binary(self.owner.raw(), self) }
    }
}
