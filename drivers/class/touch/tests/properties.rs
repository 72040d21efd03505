//! The sampler under reports that no controller would make.

use std::collections::HashMap;

use class_touch::{
    Contact, Contacts, MAX_CONTACTS, MAX_EVENTS, PanelSize, Phase, Sampler, TouchEvent, TouchKind,
};
use proptest::prelude::*;

const PANEL: PanelSize = PanelSize {
    width: 300,
    height: 200,
};

fn phase() -> impl Strategy<Value = Phase> {
    prop_oneof![
        Just(Phase::Unknown),
        Just(Phase::Down),
        Just(Phase::Moved),
        Just(Phase::Held),
        Just(Phase::Up),
    ]
}

fn contact(phase: impl Strategy<Value = Phase>) -> impl Strategy<Value = Contact> {
    (0..12u8, 0..400u16, 0..400u16, any::<u8>(), phase).prop_map(|(id, x, y, pressure, phase)| {
        Contact {
            id,
            x,
            y,
            pressure,
            phase,
        }
    })
}

fn reports(of: impl Strategy<Value = Phase>) -> impl Strategy<Value = Vec<Vec<Contact>>> {
    let report = prop::collection::vec(contact(of), 0..=MAX_CONTACTS);
    prop::collection::vec(report, 0..40)
}

/// Where each finger is that is down; fails if an event cannot follow.
#[derive(Default)]
struct Fingers(HashMap<u8, (u16, u16)>);

impl Fingers {
    fn take(&mut self, event: TouchEvent) -> Result<(), TestCaseError> {
        let at = (event.x, event.y);
        prop_assert!(at.0 < PANEL.width && at.1 < PANEL.height);
        match event.kind {
            TouchKind::Down => prop_assert_eq!(self.0.insert(event.id, at), None),
            TouchKind::Move => prop_assert!(self.0.insert(event.id, at).is_some()),
            TouchKind::Up => prop_assert!(self.0.remove(&event.id).is_some()),
        }
        Ok(())
    }
}

/// The fingers on the glass after a report, as it says itself: the first
/// point of an id counts.
fn on_the_glass(report: &[Contact]) -> HashMap<u8, (u16, u16)> {
    let mut fingers = HashMap::new();
    for contact in report.iter().rev() {
        let at = (contact.x.min(299), contact.y.min(199));
        fingers.insert(contact.id, (contact.phase, at));
    }
    let down = fingers
        .into_iter()
        .filter(|(_, (phase, _))| *phase != Phase::Up);
    down.map(|(id, (_, at))| (id, at)).collect()
}

proptest! {
    /// Whatever is reported: events are well-formed, few, and leave the
    /// fingers where the report has them; what was amiss is counted.
    #[test]
    fn events_follow_any_reports(reports in reports(phase())) {
        let mut sampler = Sampler::new(PANEL);
        let mut fingers = Fingers::default();
        for report in &reports {
            let contacts = Contacts::from_slice(report).expect("ten at most");
            let mut events = Vec::new();
            let amiss = sampler.sample(0, &contacts, |event| events.push(event));
            prop_assert!(events.len() <= MAX_EVENTS);
            for event in events {
                fingers.take(event)?;
            }
            prop_assert_eq!(&fingers.0, &on_the_glass(report));
            let ids: std::collections::HashSet<_> = report.iter().map(|c| c.id).collect();
            prop_assert_eq!(amiss.duplicates as usize, report.len() - ids.len());
        }
    }

    /// A report that says nothing new becomes nothing.
    #[test]
    fn a_report_twice_is_a_report_once(reports in reports(Just(Phase::Unknown))) {
        let mut sampler = Sampler::new(PANEL);
        for report in &reports {
            let contacts = Contacts::from_slice(report).expect("ten at most");
            sampler.sample(0, &contacts, |_| {});
            let mut again = 0;
            sampler.sample(1, &contacts, |_| again += 1);
            prop_assert_eq!(again, 0);
        }
    }
}
