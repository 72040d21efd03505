//! Questions and answers through a straw: numbered messages to exported names.

use std::ops::ControlFlow;

use avm_term::etf::Limits;
use example_support::Error;
use pore::membrane::unix::{UnixPore, Wanted};
use pore::ring::Closed;
use pore::straw::{self, Exports, Inbound, Message, SendError, Straw, Terms};

use crate::bytes::LONG;

const QUESTIONS: &str = "questions";
const ANSWERS: &str = "answers";
/// Questions that wait for an answer at a time.
const AT_ONCE: i64 = 64;
/// Bytes that are moved before something else is done.
const BUDGET: usize = 64 << 10;

/// One end, with one name that the other may send to.
pub(crate) struct End {
    straw: Straw<UnixPore>,
    exports: Exports<()>,
    to: &'static str,
}

/// What is known when the asking ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The number of the first question without an answer.
    pub(crate) next: i64,
    /// The number of the first question that was not asked.
    pub(crate) unasked: i64,
    /// Why no more can be asked.
    pub(crate) closed: Option<Closed>,
}

/// What the answer has to be.
const fn answer(question: i64) -> i64 {
    question.wrapping_mul(3) + 1
}

impl End {
    /// The end that asks.
    pub(crate) fn asking(pore: UnixPore) -> Result<Self, Error> {
        Self::new(pore, ANSWERS, QUESTIONS)
    }

    /// The end that answers.
    pub(crate) fn answering(pore: UnixPore) -> Result<Self, Error> {
        Self::new(pore, QUESTIONS, ANSWERS)
    }

    fn new(pore: UnixPore, name: &str, to: &'static str) -> Result<Self, Error> {
        let mut exports = Exports::new(1);
        let exported = exports.export(name, ());
        exported.map_err(|error| Error::Flawed(error.to_string()))?;
        let straw = Straw::new(pore, Terms::DEFAULT);
        Ok(Self { straw, exports, to })
    }

    /// Moves what can be moved: the numbers that came, or why it is over.
    fn turn(&mut self) -> Result<Result<Vec<i64>, Closed>, Error> {
        let inbound = Inbound::new(&self.exports);
        let mut numbers = Vec::new();
        let turned = self.straw.turn(BUDGET, &inbound, |(), message| {
            if let Message::Term(term) = message {
                numbers.extend(term.get::<i64>(&Limits::DEFAULT));
            }
            ControlFlow::Continue(())
        });
        match turned {
            Ok(_) => Ok(Ok(numbers)),
            Err(straw::Closed::Pipe(closed)) if numbers.is_empty() => Ok(Err(closed)),
            Err(straw::Closed::Pipe(_)) => Ok(Ok(numbers)),
            Err(error) => Err(Error::Flawed(error.to_string())),
        }
    }

    /// Queues a number; false if there is no room for now.
    fn send(&mut self, number: i64) -> Result<bool, Error> {
        match self.straw.send_term(self.to, &number) {
            Ok(()) => Ok(true),
            Err(SendError::Busy | SendError::Closed) => Ok(false),
            Err(error) => Err(Error::Flawed(error.to_string())),
        }
    }

    fn sleep(&mut self) -> Result<Result<bool, Closed>, Error> {
        let free = u32::from(self.straw.queued() > 0);
        match self
            .straw
            .pipe()
            .wait(Wanted { filled: 1, free }, Some(LONG))
        {
            Ok(false) => Err(Error::Late("an answer of the other process")),
            woken => Ok(woken),
        }
    }

    /// Asks from one number up to another, and checks each answer; calls `each` after every one.
    pub(crate) fn ask(
        &mut self,
        from: i64,
        to: i64,
        mut each: impl FnMut(i64),
    ) -> Result<Asked, Error> {
        let (mut next, mut unasked) = (from, from);
        let over = |next, unasked, closed| Asked {
            next,
            unasked,
            closed,
        };
        while next < to {
            while unasked < to.min(next + AT_ONCE) && self.send(unasked)? {
                unasked += 1;
            }
            let answers = match self.turn()? {
                Ok(answers) => answers,
                Err(closed) => return Ok(over(next, unasked, Some(closed))),
            };
            for got in &answers {
                if *got != answer(next) {
                    let says = format!("question {next} was answered {got}");
                    return Err(Error::Flawed(says));
                }
                next += 1;
                each(next);
            }
            if answers.is_empty() && self.sleep()?.is_err() {
                // Why is what the next turn says.
                let _over = self.straw.pipe().look();
            }
        }
        Ok(over(next, unasked, None))
    }

    /// Answers until it is over.
    pub(crate) fn serve(&mut self) -> Result<Closed, Error> {
        loop {
            let questions = match self.turn()? {
                Ok(questions) => questions,
                Err(closed) => return Ok(closed),
            };
            for question in &questions {
                // There is room: few are asked at a time.
                self.send(answer(*question))?;
            }
            if questions.is_empty() && self.sleep()?.is_err() {
                let _over = self.straw.pipe().look();
            }
        }
    }

    /// Ends it in order.
    pub(crate) fn close(&mut self) {
        self.straw.pipe().close();
    }
}
