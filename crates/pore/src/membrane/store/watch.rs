//! Watches, and what they have to tell.

use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::change::Change;
use super::{Access, DomId, Event, Quota, StoreError, path, perms};

/// The most bytes of a token: with the longest path it fits into a message.
const MAX_TOKEN: usize = 1000;

/// One watch.
#[derive(Debug)]
struct Watch {
    /// From the root.
    path: String,
    /// As it was asked for.
    asked: String,
    token: String,
}

impl Watch {
    fn is(&self, asked: &str, token: &str) -> bool {
        self.asked == asked && self.token == token
    }
}

/// The watches of one connection.
#[derive(Debug, Default)]
pub(super) struct Watches {
    watches: Vec<Watch>,
    events: VecDeque<Event>,
}

impl Watches {
    pub(super) fn add(
        &mut self,
        domid: DomId,
        asked: &str,
        token: &str,
        quota: &Quota,
    ) -> Result<(), StoreError> {
        let path = path::resolve_watched(domid, asked)?;
        if token.len() > MAX_TOKEN || token.contains('\0') {
            return Err(StoreError::Invalid);
        }
        if self.watches.iter().any(|watch| watch.is(asked, token)) {
            return Err(StoreError::Exists);
        }
        if self.watches.len() >= quota.watches {
            return Err(StoreError::NoSpace);
        }
        let watch = Watch {
            path,
            asked: asked.to_string(),
            token: token.to_string(),
        };
        self.watches.push(watch);
        let event = Event {
            path: asked.to_string(),
            token: token.to_string(),
        };
        self.events.push_back(event);
        Ok(())
    }

    pub(super) fn remove(&mut self, asked: &str, token: &str) -> Result<(), StoreError> {
        let position = self.watches.iter().position(|watch| watch.is(asked, token));
        let Watch { path, .. } = self.watches.remove(position.ok_or(StoreError::NoEntry)?);
        // Another watch may have the same token.
        let others: Vec<_> = self
            .watches
            .iter()
            .filter(|watch| watch.token == token)
            .collect();
        let is_other = |event: &Event| {
            let told = told_path(&event.path, asked, &path);
            others
                .iter()
                .any(|watch| path::is_at_or_below(&told, &watch.path))
        };
        self.events
            .retain(|event| event.token != token || is_other(event));
        Ok(())
    }

    pub(super) fn clear(&mut self) {
        self.watches.clear();
        self.events.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.watches.len()
    }

    pub(super) fn next(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Takes note of a change, if the domain may know.
    pub(super) fn tell(&mut self, domid: DomId, change: &Change, quota: &Quota) {
        if !perms::allow(&change.perms, domid, Access::Read) {
            return;
        }
        for watch in &self.watches {
            let concerns = if change.exact {
                change.path == watch.path
            } else {
                path::is_at_or_below(&change.path, &watch.path)
            };
            if concerns {
                let full = self.events.len() >= quota.events;
                let path = if full { &watch.path } else { &change.path };
                let event = Event {
                    path: written_as(path, watch),
                    token: watch.token.clone(),
                };
                // What is told already need not be told twice.
                if !self.events.contains(&event) {
                    self.events.push_back(event);
                }
            }
        }
    }
}

/// A path from the root, as a watch is written: from the root, or from the domain's directory.
fn written_as(path: &str, watch: &Watch) -> String {
    let home = watch.path.strip_suffix(watch.asked.as_str());
    let relative = home.and_then(|home| path.strip_prefix(home));
    relative.unwrap_or(path).to_string()
}

/// The opposite, for what a watch of this path told.
fn told_path(told: &str, asked: &str, path: &str) -> String {
    let home = path.strip_suffix(asked).unwrap_or_default();
    alloc::format!("{home}{told}")
}
