//! What QEMU logs of buses and of devices that it does not implement.

use tools::Failure;

use crate::run::Run;

/// Tells QEMU to log I2C and writes to devices that it has not.
pub(super) const ARGS: [&str; 6] = ["-trace", "i2c_*", "-d", "unimp", "-D", "log.txt"];

/// A transaction: the address, and the bytes that were sent.
pub(super) type Transaction = (u8, Vec<u8>);

/// The log of a run.
pub(super) fn read(run: &Run<'_>) -> Result<String, Failure> {
    Ok(std::fs::read_to_string(run.file("log.txt"))?)
}

/// The transactions on I2C.
pub(super) fn transactions(log: &str) -> Vec<Transaction> {
    let mut all: Vec<Transaction> = Vec::new();
    for line in log.lines() {
        if let Some(address) = line.strip_prefix("i2c_event start(addr:") {
            all.extend(byte(address).map(|address| (address, Vec::new())));
        } else if let Some((_, sent)) = line.split_once("data:")
            && let (Some((_, bytes)), Some(sent)) = (all.last_mut(), byte(sent))
        {
            bytes.push(sent);
        }
    }
    all
}

/// Two digits after `0x`.
fn byte(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("0x")?.get(..2)?;
    u8::from_str_radix(digits, 16).ok()
}

/// The values that were written to one register of the device `name`.
pub(super) fn written(log: &str, name: &str, offset: u32) -> Vec<u32> {
    let start = format!("{name}: unimplemented device write");
    let place = format!("offset {offset:#05x}, value 0x");
    let value = |line: &str| {
        let (_, digits) = line.strip_prefix(&start)?.split_once(&place)?;
        u32::from_str_radix(digits.trim_end_matches(')'), 16).ok()
    };
    log.lines().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::{transactions, written};

    const LOG: &str = "\
i2s: unimplemented device write (size 4, offset 0x000, value 0x00000001)
i2c_event start(addr:0x1a)
i2c_send send(addr:0x1a) data:0x1e
i2c_send send(addr:0x1a) data:0x00
i2c_event finish(addr:0x1a)
i2s: unimplemented device write (size 4, offset 0x010, value 0x00078008)
i2c_event start(addr:0x48)
";

    #[test]
    fn buses_and_registers_are_read_from_a_log() {
        let expected = [(0x1A, vec![0x1E, 0]), (0x48, vec![])];
        assert_eq!(transactions(LOG), expected);
        assert_eq!(written(LOG, "i2s", 0x10), [0x0007_8008]);
        assert_eq!(written(LOG, "i2s", 0), [1]);
    }
}
