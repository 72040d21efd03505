//! What the code of a function contains, callees included: read, not run.

mod traits;

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::build::Image;
use crate::readings::Place;
use tools::{Failure, command, output};
use traits::{COPY, FORBIDDEN, TRAITS, Trait};

/// A mnemonic with its operands.
type Instruction = (String, String);

/// The calls of our ring that must be free of [`FORBIDDEN`] traits.
const OURS: [&str; 4] = ["push", "pop", "fill", "drain"];

/// What objdump calls an instruction that it does not know.
const UNREAD: [&str; 3] = [".2byte", ".4byte", ".insn"];

/// A program as its disassembler shows it, by the addresses of its functions.
pub(super) struct Listing<'a> {
    image: &'a Image,
    functions: BTreeMap<u32, Vec<Instruction>>,
}

impl<'a> Listing<'a> {
    /// Disassembles an image.
    pub(super) fn read(image: &'a Image) -> Result<Self, Failure> {
        let objdump = format!("{}-objdump", image.core.binutils);
        let text = output(command(objdump, ["-d", "--no-show-raw-insn"]).arg(&image.elf))?;
        let functions = functions(&text);
        let mut all = functions.values().flatten();
        if let Some((word, value)) = all.find(|(name, _)| UNREAD.contains(&name.as_str())) {
            return Err(Failure::new(format!("objdump cannot read {word} {value}")));
        }
        Ok(Self { image, functions })
    }

    /// Prints what the calls of each ring contain.
    pub(super) fn show(&self, place: Place, rings: &[Subject]) {
        println!("\n{place}: code, its own bytes and what it contains with its callees");
        print!("  {:<34}{:>6}", "", "bytes");
        TRAITS
            .iter()
            .for_each(|found| print!("{:>11}", found.heading));
        println!();
        for (prefix, name) in rings {
            for call in ["push", "pop"] {
                self.show_function(&format!("{prefix}_{call}"), &format!("{name} {call}"));
            }
        }
        self.show_function("isr_ring_fill", "isr-ring push_slice");
        self.show_function("isr_ring_drain", "isr-ring drain");
        for call in ["get", "insert", "remove"] {
            self.show_function(&format!("port_state_{call}"), &format!("port-state {call}"));
        }
        for seeded in TRAITS.iter().filter_map(|found| found.seeded) {
            self.show_function(seeded, seeded);
        }
    }

    fn show_function(&self, function: &str, title: &str) {
        let Some(symbol) = self.image.symbol(function) else {
            return;
        };
        print!("  {title:<34}{:>6}", symbol.bytes);
        for found in &TRAITS {
            print!("{:>11}", self.count(symbol.address, found));
        }
        println!();
    }

    /// Fails when our ring has what it must not have, or a seeded fault is
    /// not found.
    pub(super) fn check(&self, place: Place) -> Result<(), Failure> {
        for seeded in TRAITS.iter().filter(|found| found.seeded.is_some()) {
            self.check_seeded(place, seeded)?;
        }
        for call in OURS {
            for forbidden in &FORBIDDEN {
                self.check_absent(place, call, forbidden)?;
            }
        }
        self.check_absent(place, "push", &COPY)?;
        self.check_absent(place, "pop", &COPY)
    }

    fn check_seeded(&self, place: Place, found: &Trait) -> Result<(), Failure> {
        let symbol = found.seeded.and_then(|name| self.image.symbol(name));
        let noticed = symbol.map(|symbol| self.count(symbol.address, found) > 0);
        let heading = found.heading;
        let unnoticed = format!("the seeded {heading} went unnoticed on {place}");
        let possible = noticed.is_some() || found.needs_cas;
        let fine = possible && noticed.unwrap_or(true);
        fine.then_some(()).ok_or_else(|| Failure::new(unnoticed))
    }

    fn check_absent(&self, place: Place, call: &str, found: &Trait) -> Result<(), Failure> {
        let symbol = self.image.symbol(&format!("isr_ring_{call}"));
        let symbol = symbol.ok_or_else(|| Failure::new(format!("no isr_ring_{call} to list")))?;
        let heading = found.heading;
        let sentence = format!("isr-ring {call} contains {heading} on {place}");
        let absent = self.count(symbol.address, found) == 0;
        absent.then_some(()).ok_or_else(|| Failure::new(sentence))
    }

    /// Counts the instructions that show a trait, in a function and in all
    /// that it may call.
    fn count(&self, address: u32, found: &Trait) -> usize {
        let reached = self.reached(address);
        let instructions = reached
            .iter()
            .filter_map(|at| self.functions.get(at))
            .flatten();
        instructions
            .filter(|(name, operands)| (found.shows)(name, operands))
            .count()
    }

    /// The function at `address` and all that it may call.
    fn reached(&self, address: u32) -> BTreeSet<u32> {
        let mut reached = BTreeSet::new();
        let mut open = vec![address];
        while let Some(at) = open.pop() {
            if reached.insert(at) {
                let instructions = self.functions.get(&at).into_iter().flatten();
                open.extend(instructions.filter_map(|(_, operands)| target(operands)));
            }
        }
        reached
    }
}

/// The function that an operand such as `10010 <name>` means.
///
/// `10012 <name+0x2>` is a jump inside a function.
fn target(operands: &str) -> Option<u32> {
    let (before, name) = operands.rsplit_once(" <")?;
    let address = before.rsplit([' ', ',']).next()?;
    let whole = !name.contains('+');
    u32::from_str_radix(address, 16).ok().filter(|_| whole)
}

/// Splits `objdump -d`: `ADDRESS <NAME>:`, then `  ADDRESS:\tNAME\tOPERANDS`.
fn functions(text: &str) -> BTreeMap<u32, Vec<Instruction>> {
    let mut functions: BTreeMap<u32, Vec<Instruction>> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        let header = line
            .strip_suffix(">:")
            .and_then(|line| line.split_once(" <"));
        if let Some((address, _)) = header {
            current = u32::from_str_radix(address, 16).ok();
        } else if let (Some(at), Some((_, code))) = (current, line.split_once(":\t")) {
            let (name, operands) = code.split_once('\t').unwrap_or((code, ""));
            let instruction = (name.trim().to_owned(), operands.to_owned());
            functions.entry(at).or_default().push(instruction);
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::{functions, target};

    #[test]
    fn reads_functions_and_targets() {
        let text = "00010000 <a>:\n   10000:\tpush\t{r7, lr}\n   10002:\tbl\t10010 <b>\n   10006:\tnop\n\n00010010 <b>:\n   10010:\tbx\tlr\n";
        let functions = functions(text);
        assert_eq!(functions[&0x10000].len(), 3);
        assert_eq!(functions[&0x10010].len(), 1);
        assert_eq!(target(&functions[&0x10000][1].1), Some(0x10010));
        assert_eq!(target("a0,10010 <b>"), Some(0x10010));
        assert_eq!(target("10002 <a+0x2>"), None);
    }
}
