//! Inputs: good ones, changed.

use crate::Random;

/// The longest input, in bytes.
const LONGEST: usize = 600;
/// The most inputs that are remembered beside the first.
const KEPT: usize = 4096;

/// Makes inputs of those that were good.
#[derive(Debug)]
pub struct Mutator {
    corpus: Vec<Vec<u8>>,
    /// How many of them stay for ever.
    first: usize,
    pieces: &'static [&'static [u8]],
    input: Vec<u8>,
    random: Random,
}

impl Mutator {
    /// Begins with good inputs, and with bytes that mean something in their format.
    #[must_use]
    pub fn new(corpus: Vec<Vec<u8>>, pieces: &'static [&'static [u8]], seed: u64) -> Self {
        Self {
            first: corpus.len(),
            corpus,
            pieces,
            input: Vec::new(),
            random: Random::new(seed),
        }
    }

    /// Makes the next input of a remembered one, by one to five changes; and a random number.
    pub fn next_input(&mut self) -> (&[u8], u64) {
        let at = self.random.below(self.corpus.len());
        if let Some(remembered) = self.corpus.get(at) {
            self.input.clone_from(remembered);
        }
        for _ in 0..=self.random.below(5) {
            self.change();
        }
        self.input.truncate(LONGEST);
        (&self.input, self.random.next_number())
    }

    /// Remembers the last input, which was good, as one to be changed further; one in 16.
    pub fn keep(&mut self) {
        if self.random.below(16) > 0 {
            return;
        }
        let input = self.input.clone();
        if self.corpus.len() < self.first + KEPT {
            self.corpus.push(input);
        } else {
            let at = self.first + self.random.below(KEPT);
            self.corpus[at] = input;
        }
    }

    fn change(&mut self) {
        let length = self.input.len();
        let (at, other) = (self.random.below(length + 1), self.random.below(length + 1));
        let (from, to) = (at.min(other), at.max(other));
        let number = self.random.next_number();
        match self.random.below(11) {
            0 => self.set(at, |byte| byte ^ (1 << (number % 8))),
            1 => self.set(at, |_| number as u8),
            2 => self.set(at, |byte| {
                byte.wrapping_add((number % 5) as u8).wrapping_sub(2)
            }),
            3 => self.overwrite(at, self.piece(number)),
            4 => self.insert(at, self.piece(number)),
            5 => self.overwrite(at, &length_word(number, length - at)),
            6 => drop(self.input.drain(from..to)),
            7 => drop(self.input.drain(from..to.min(from + 6))),
            8 if number.is_multiple_of(4) => self.input.truncate(at),
            8 => self.insert(at, &[number as u8]),
            9 => self.repeat(from, to, other),
            _ => self.graft(at),
        }
    }

    fn piece(&self, number: u64) -> &'static [u8] {
        let index = number as usize % self.pieces.len().max(1);
        self.pieces.get(index).copied().unwrap_or_default()
    }

    fn set(&mut self, at: usize, change: impl FnOnce(u8) -> u8) {
        if let Some(byte) = self.input.get_mut(at) {
            *byte = change(*byte);
        }
    }

    fn insert(&mut self, at: usize, bytes: &[u8]) {
        self.input.splice(at..at, bytes.iter().copied());
    }

    fn overwrite(&mut self, at: usize, bytes: &[u8]) {
        let end = self.input.len().min(at + bytes.len());
        self.input.splice(at..end, bytes.iter().copied());
    }

    fn repeat(&mut self, from: usize, to: usize, at: usize) {
        let copy = self.input[from..to].to_vec();
        self.insert(at, &copy);
    }

    /// Puts another input there, often without its first byte, which may say the version only.
    fn graft(&mut self, at: usize) {
        let from = self.random.below(self.corpus.len());
        let first = self.random.below(3).min(1);
        let bytes = self.corpus.get(from).and_then(|other| other.get(first..));
        let bytes = bytes.unwrap_or_default().to_vec();
        self.insert(at, &bytes);
    }
}

/// Four bytes that may be a length: small, of the rest, or huge.
fn length_word(number: u64, rest: usize) -> [u8; 4] {
    let rest = rest as u32;
    let lengths = [
        0,
        1,
        2,
        rest,
        rest + 1,
        rest / 2,
        255,
        256,
        65_535,
        65_536,
        1 << 31,
        !0,
    ];
    let index = number as usize % lengths.len();
    lengths[index].to_be_bytes()
}
