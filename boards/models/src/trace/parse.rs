//! CSV in, rows out; and the rules that rows obey.

use std::str::FromStr;

use class_touch::{TouchEvent, TouchKind};

use super::{HEADER, MAX_COORDINATE, MAX_ID, TraceError, TraceFault};

pub(super) fn parse(text: &str) -> Result<Vec<TouchEvent>, TraceError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines());
    if lines.next().is_none_or(|(_, header)| header != HEADER) {
        return Err(TraceFault::Header.at(1));
    }
    let mut check = Check::default();
    let mut rows = Vec::new();
    for (line, text) in lines {
        let row = row(text).map_err(|fault| fault.at(line))?;
        check.row(row).map_err(|fault| fault.at(line))?;
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(TraceFault::Empty.at(2));
    }
    Ok(rows)
}

fn row(line: &str) -> Result<TouchEvent, TraceFault> {
    let mut fields = [""; 6];
    let mut given = line.split(',');
    for field in &mut fields {
        *field = given.next().ok_or(TraceFault::Fields)?;
    }
    if given.next().is_some() {
        return Err(TraceFault::Fields);
    }
    let [time_us, kind, id, x, y, pressure] = fields;
    let time_us = number(time_us).ok_or(TraceFault::Time)?;
    let kind = match kind {
        "down" => TouchKind::Down,
        "move" => TouchKind::Move,
        "up" => TouchKind::Up,
        _ => return Err(TraceFault::Kind),
    };
    let id = number(id).ok_or(TraceFault::Id)?;
    let x = number(x).ok_or(TraceFault::X)?;
    let y = number(y).ok_or(TraceFault::Y)?;
    let pressure = number(pressure).ok_or(TraceFault::Pressure)?;
    Ok(TouchEvent::new(time_us, kind, id, x, y).with_pressure(pressure))
}

/// Digits only: Rust's own parser would take a sign as well.
fn number<T: FromStr>(field: &str) -> Option<T> {
    let digits = field.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| field.parse().ok()).flatten()
}

/// What an FT6x36 can have reported, given what it reported before.
#[derive(Default)]
pub(super) struct Check {
    last_us: u64,
    down: Vec<u8>,
}

impl Check {
    pub(super) fn row(&mut self, row: TouchEvent) -> Result<(), TraceFault> {
        let wrong = [
            (row.id > MAX_ID, TraceFault::Id),
            (row.x > MAX_COORDINATE, TraceFault::X),
            (row.y > MAX_COORDINATE, TraceFault::Y),
            (row.time_us < self.last_us, TraceFault::Backwards),
        ];
        if let Some((_, fault)) = wrong.into_iter().find(|(wrong, _)| *wrong) {
            return Err(fault);
        }
        self.last_us = row.time_us;
        self.finger(row)
    }

    fn finger(&mut self, row: TouchEvent) -> Result<(), TraceFault> {
        let is_down = self.down.contains(&row.id);
        match row.kind {
            TouchKind::Down if is_down => Err(TraceFault::AlreadyDown),
            TouchKind::Down if self.down.len() == 2 => Err(TraceFault::ThirdFinger),
            TouchKind::Down => {
                self.down.push(row.id);
                Ok(())
            }
            _ if !is_down => Err(TraceFault::NotDown),
            TouchKind::Move => Ok(()),
            TouchKind::Up => {
                self.down.retain(|id| *id != row.id);
                Ok(())
            }
        }
    }
}
