//! Inputs: terms that Erlang wrote, changed.

/// Terms and their bytes, in lines by turns.
const TABLES: [&str; 2] = [
    include_str!("../etf/table.txt"),
    include_str!("../etf/table_old.txt"),
];

/// What the tables lack: pids, ports, references, functions, bitstrings, a compressed term.
const OTHERS: [&str; 8] = [
    "8358770d6e6f6e6f6465406e6f686f7374000000090000000000000000",
    "8359770d6e6f6e6f6465406e6f686f73740000000500000000",
    "835a0003770d6e6f6e6f6465406e6f686f737400000000000319481174000216439fa0",
    "837177056c6973747377036d61706102",
    "834d00000002070104",
    "836e0900000000000000000001",
    "8350000002c2789ccb61606048496160490482516a941a72541600c413c16b",
    "6702770178000000010000000201",
];

/// The longest input.
const LONGEST: usize = 600;

/// The most inputs that are remembered.
const KEPT: usize = 4096;

/// Makes inputs from those that were good.
pub(crate) struct Mutator {
    corpus: Vec<Vec<u8>>,
    /// How many of them stay for ever.
    first: usize,
    input: Vec<u8>,
    random: u64,
}

impl Mutator {
    pub(crate) fn new(seed: u64) -> Self {
        let lines = TABLES
            .iter()
            .flat_map(|table| table.lines().skip(1).step_by(2));
        let corpus: Vec<Vec<u8>> = lines.chain(OTHERS).map(hex).collect();
        Self {
            first: corpus.len(),
            corpus,
            input: Vec::new(),
            random: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// Makes the next input of a remembered one, by one to six changes.
    pub(crate) fn next_input(&mut self) -> &[u8] {
        let at = self.below(self.corpus.len());
        self.input.clone_from(&self.corpus[at]);
        for _ in 0..=self.below(6) {
            self.change();
        }
        self.input.truncate(LONGEST);
        &self.input
    }

    /// Remembers the last input, which was a term, as one to be changed further.
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
        match self.below(9) {
            0 => self.set(at, |byte, random| byte ^ (1 << (random % 8))),
            1 => self.set(at, |_, random| random as u8),
            2 => self.set(at, |byte, random| {
                byte.wrapping_add((random % 5) as u8).wrapping_sub(2)
            }),
            3 => self.set(at, |_, random| TAGS[random as usize % TAGS.len()]),
            4 => self.put_length(at),
            5 => drop(self.input.drain(from..to)),
            6 => self.input.truncate(at),
            7 => {
                let copy = self.input[from..to].to_vec();
                self.insert(other, &copy);
            }
            _ => {
                let from = self.below(self.corpus.len());
                let term = self.corpus[from].get(1..).unwrap_or_default().to_vec();
                self.insert(at, &term);
            }
        }
    }

    fn set(&mut self, at: usize, change: impl FnOnce(u8, u64) -> u8) {
        let random = self.random();
        if let Some(byte) = self.input.get_mut(at) {
            *byte = change(*byte, random);
        }
    }

    /// Four bytes that may be a length: small, of the rest, or huge.
    fn put_length(&mut self, at: usize) {
        let rest = self.input.len().saturating_sub(at) as u32;
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
        let length = lengths[self.below(lengths.len())];
        if let Some(place) = self.input.get_mut(at..at + 4) {
            place.copy_from_slice(&length.to_be_bytes());
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

/// All bytes that begin a term, and some that do not.
const TAGS: [u8; 34] = [
    0, 70, 77, 80, 82, 88, 89, 90, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109,
    110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 131, 255,
];

fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.trim();
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits");
    (0..digits.len()).step_by(2).map(byte).collect()
}
