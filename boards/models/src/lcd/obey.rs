//! What each command does, once it and its data have come.

use super::command::{self as cmd, Takes};
use super::{Ili9341, LcdComplaint, Pending, Scroll};

impl Ili9341 {
    pub(super) fn command(&mut self, code: u8, now: u64) {
        self.high = None;
        let ended = self.end();
        self.complain(ended);
        let begun = self.begin(code, now);
        self.deaf = begun.is_err();
        self.complain(begun);
    }

    /// The command before is over, complete or not.
    fn end(&mut self) -> Result<(), LcdComplaint> {
        match self.pending.take() {
            Some(Pending {
                takes: Takes::Pixels,
                ..
            }) if self.memory.odd_bytes() > 0 => Err(LcdComplaint::OddBytes),
            Some(Pending {
                code,
                takes: Takes::Parameters(needed, _),
                got,
                ..
            }) if got < needed => Err(LcdComplaint::Missing {
                command: code,
                got,
                needed,
            }),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, code: u8, now: u64) -> Result<(), LcdComplaint> {
        self.power.check(code, now)?;
        if [cmd::SWRESET, cmd::SLPIN, cmd::DISPOFF].contains(&code) {
            self.remember();
        }
        let takes = cmd::takes(code).ok_or(LcdComplaint::Unknown(code))?;
        match takes {
            Takes::Answer => return Err(LcdComplaint::Read(code)),
            Takes::Pixels => {
                if code == cmd::RAMWR {
                    self.memory.start();
                }
                self.memory.check()?;
            }
            Takes::Parameters(..) => self.simple(code, now)?,
        }
        self.pending = Some(Pending {
            code,
            takes,
            parameters: [0; 16],
            got: 0,
        });
        Ok(())
    }

    /// Commands that need no parameters.
    fn simple(&mut self, code: u8, now: u64) -> Result<(), LcdComplaint> {
        match code {
            cmd::SWRESET => {
                self.power.reset(now);
                self.reset_registers();
            }
            cmd::SLPIN => self.power.turn(false, code, now)?,
            cmd::SLPOUT => self.power.turn(true, code, now)?,
            cmd::NORON => self.scroll = Scroll::still(self.kind.rows),
            cmd::INVOFF | cmd::INVON => self.inverted = code == cmd::INVON,
            cmd::DISPOFF | cmd::DISPON => self.display_on = code == cmd::DISPON,
            cmd::IDMOFF | cmd::IDMON => self.idle = code == cmd::IDMON,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn data(&mut self, byte: u8) -> Result<(), LcdComplaint> {
        if self.power.is_in_reset() {
            return Err(LcdComplaint::InReset);
        }
        if self.deaf {
            return Ok(());
        }
        let Some(pending) = &mut self.pending else {
            return Err(LcdComplaint::Data { command: None });
        };
        let code = pending.code;
        let Takes::Parameters(needed, most) = pending.takes else {
            return self.memory.push(byte);
        };
        let command = Some(code);
        if self.is_parallel {
            let Some(high) = self.high.take() else {
                self.high = Some(byte);
                return Ok(());
            };
            if high != 0 {
                return Err(LcdComplaint::Data { command });
            }
        }
        let place = pending.parameters.get_mut(pending.got);
        let place = place.filter(|_| pending.got < most);
        *place.ok_or(LcdComplaint::Data { command })? = byte;
        pending.got += 1;
        let parameters = pending.parameters;
        if pending.got == needed {
            self.obey(code, parameters)?;
        }
        Ok(())
    }

    /// A command with all its parameters.
    fn obey(&mut self, code: u8, parameters: [u8; 16]) -> Result<(), LcdComplaint> {
        let [a, b, c, d, e, f, ..] = parameters;
        let (first, second, third) = (word(a, b), word(c, d), word(e, f));
        let command = code;
        let wrong = |value| LcdComplaint::Value { command, value };
        match code {
            cmd::CASET | cmd::PASET if first > second => {
                return Err(LcdComplaint::Backwards {
                    command,
                    start: first,
                    end: second,
                });
            }
            cmd::CASET => self.memory.set_columns(first, second),
            cmd::PASET => self.memory.set_pages(first, second),
            cmd::MADCTL if a & 0x03 != 0 => return Err(wrong(a.into())),
            cmd::MADCTL => self.memory.order.bits = a,
            cmd::COLMOD => {
                // Bits 6:4 are for the RGB interface; 2:0 for this one.
                self.memory.pixel_bytes = match a & 0x07 {
                    0x05 if self.kind.has_16_bits => 2,
                    0x06 => 3,
                    _ => return Err(wrong(a.into())),
                };
            }
            cmd::VSCRDEF => {
                let area = [first, second, third];
                self.scroll = scroll_area(area, self.kind.rows).map_err(wrong)?;
            }
            cmd::VSCRSADD => {
                let Scroll { top, rows, .. } = self.scroll;
                if first < top || first >= top + rows {
                    return Err(wrong(first));
                }
                self.scroll.start = first;
            }
            _ => {}
        }
        Ok(())
    }
}

/// The fixed rows above, those that scroll, the fixed rows below; or their
/// sum, if that is not the glass.
fn scroll_area([top, rows, bottom]: [u16; 3], all: u16) -> Result<Scroll, u16> {
    let sum = [top, rows, bottom].map(u32::from).iter().sum::<u32>();
    if sum != u32::from(all) || rows == 0 {
        return Err(u16::try_from(sum).unwrap_or(u16::MAX));
    }
    let start = top;
    Ok(Scroll { top, rows, start })
}

const fn word(high: u8, low: u8) -> u16 {
    u16::from_be_bytes([high, low])
}
