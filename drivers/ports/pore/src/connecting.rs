//! A pore that is not there yet.

use avm_port::{Call, Flow, PortError, Reply};
use avm_term::{IntoTerm, StaticAtom, atom};

use crate::options::Mode;
use crate::source::{Source, Step};

/// A pore that is being negotiated, and who waits for it.
pub(crate) struct Connecting<S: Source> {
    /// Why nothing came of it, if nobody has asked yet.
    opening: Result<S::Opening, PortError>,
    mode: Mode,
    waiting: Option<Reply>,
}

/// How far it is.
pub(crate) enum Progress<S: Source> {
    Waiting(Connecting<S>),
    Done(S::End, Mode, Option<Reply>),
    /// Nothing came of it, and who waited was told.
    Over,
}

#[derive(IntoTerm)]
struct Info {
    state: &'static StaticAtom,
}

impl<S: Source> Connecting<S> {
    pub(crate) fn new(opening: S::Opening, mode: Mode) -> Self {
        Self {
            opening: Ok(opening),
            mode,
            waiting: None,
        }
    }

    /// Has the caller wait.
    pub(crate) fn wait(&mut self, call: Call<'_>) -> Flow {
        if let Err(why) = &self.opening {
            let _ = call.error(why);
            return Flow::Terminate;
        }
        if self.waiting.is_some() {
            return call.error(&atom!("busy"));
        }
        // A call that could not be deferred has been told so.
        self.waiting = call.defer().ok();
        Flow::Continue
    }

    /// Nothing else can be asked so early.
    pub(crate) fn refuse(&self, call: Call<'_>) -> Flow {
        match &self.opening {
            Ok(_) => call.error(&atom!("not_connected")),
            Err(why) => call.error(why),
        }
    }

    pub(crate) fn get_info(&self, call: Call<'_>) -> Flow {
        let state = atom!("connecting");
        call.reply(&(atom!("ok"), Info { state }))
    }

    /// Does what can be done now.
    pub(crate) fn advance(self) -> Progress<S> {
        let Self {
            opening,
            mode,
            waiting,
        } = self;
        let opening = match opening.and_then(S::step) {
            Ok(Step::Done(end)) => return Progress::Done(end, mode, waiting),
            Ok(Step::Waiting(opening)) => Ok(opening),
            Err(why) => Err(why),
        };
        let waiting = match (&opening, waiting) {
            (Err(why), Some(reply)) => {
                reply.error(why);
                return Progress::Over;
            }
            (_, waiting) => waiting,
        };
        Progress::Waiting(Self {
            opening,
            mode,
            waiting,
        })
    }
}
