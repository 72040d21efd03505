//! Every rule catches its seeded violation, and stays silent where it must.

use tidy::{Rule, Seed, Tree, rules};

fn faults(rule: &Rule, seed: &Seed) -> Vec<String> {
    let found = (rule.check)(&Tree::of(seed.files));
    found.iter().map(tidy::Fault::place).collect()
}

#[test]
fn every_rule_has_a_seeded_violation() {
    for rule in rules::ALL {
        let bad = rule.seeds.iter().filter(|seed| seed.at.is_some()).count();
        assert!(bad > 0, "[{}] has no seed that breaks it", rule.name);
    }
}

#[test]
fn every_rule_catches_its_seeds_and_nothing_else() {
    for rule in rules::ALL {
        for (nth, seed) in rule.seeds.iter().enumerate() {
            let found = faults(rule, seed);
            match seed.at {
                Some(at) => assert!(
                    found.iter().any(|place| place == at),
                    "[{}] seed {nth}: nothing at {at}, only {found:?}",
                    rule.name
                ),
                None => assert_eq!(found, [""; 0], "[{}] seed {nth} is good", rule.name),
            }
        }
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = rules::ALL.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rules::ALL.len());
}
