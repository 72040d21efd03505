//! Inputs: good ones, changed.

/// The longest input.
const LONGEST: usize = 600;
/// The most inputs that are remembered.
const KEPT: usize = 2048;

/// Bytes and words that mean something to what is fuzzed.
const PIECES: [&[u8]; 24] = [
    b"\x83",
    b"h\x03",
    b"w\x08envelope",
    b"w\x05shell",
    b"w\x04init",
    b"w\x04true",
    b"w\x03new",
    b"d\0\x05shell",
    b"P\0\0\0\x10",
    b"p",
    b"q",
    b"l\0\0\0\x01",
    b"k\0\x02",
    b"t\0\0\0\x01",
    b"m\0\0\0\x01",
    b"X",
    b"\"addr\":",
    b"\"msg\":",
    b"\"init\"",
    b"\"shel",
    b"\\u0073",
    b"[[[[",
    b"1e999",
    b"\xff\xff\xff\xff",
];

/// Makes inputs from those that were good.
pub(crate) struct Mutator {
    corpus: Vec<Vec<u8>>,
    /// How many of them stay for ever.
    first: usize,
    input: Vec<u8>,
    random: u64,
}

impl Mutator {
    pub(crate) fn new(corpus: Vec<Vec<u8>>, seed: u64) -> Self {
        Self {
            first: corpus.len(),
            corpus,
            input: Vec::new(),
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// Makes the next input of a remembered one, by one to four changes; and a random number.
    pub(crate) fn next_input(&mut self) -> (&[u8], u64) {
        let at = self.below(self.corpus.len());
        self.input.clone_from(&self.corpus[at]);
        for _ in 0..=self.below(4) {
            self.change();
        }
        self.input.truncate(LONGEST);
        let random = self.random();
        (&self.input, random)
    }

    /// Remembers the last input as one to be changed further.
    pub(crate) fn keep(&mut self) {
        if self.below(16) > 0 {
            return;
        }
        let input = self.input.clone();
        if self.corpus.len() < KEPT {
            self.corpus.push(input);
        } else {
            let at = self.first + self.below(KEPT - self.first);
            self.corpus[at] = input;
        }
    }

    fn change(&mut self) {
        let length = self.input.len();
        let (at, other) = (self.below(length + 1), self.below(length + 1));
        let (from, to) = (at.min(other), at.max(other));
        let random = self.random();
        match self.below(8) {
            0 => self.set(at, |byte| byte ^ (1 << (random % 8))),
            1 => self.set(at, |_| random as u8),
            2 => self.set(at, |byte| {
                byte.wrapping_add((random % 5) as u8).wrapping_sub(2)
            }),
            3 => self.insert(at, PIECES[random as usize % PIECES.len()]),
            4 => drop(self.input.drain(from..to.min(from + 6))),
            5 if random.is_multiple_of(4) => self.input.truncate(at),
            5 => self.insert(at, &[random as u8]),
            6 => {
                let copy = self.input[from..to].to_vec();
                self.insert(other, &copy);
            }
            _ => {
                let piece = PIECES[random as usize % PIECES.len()];
                let end = length.min(at + piece.len());
                self.input.splice(at..end, piece.iter().copied());
            }
        }
    }

    fn set(&mut self, at: usize, change: impl FnOnce(u8) -> u8) {
        if let Some(byte) = self.input.get_mut(at) {
            *byte = change(*byte);
        }
    }

    fn insert(&mut self, at: usize, bytes: &[u8]) {
        self.input.splice(at..at, bytes.iter().copied());
    }

    /// xorshift64*.
    fn random(&mut self) -> u64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        (self.random() % end.max(1) as u64) as usize
    }
}
