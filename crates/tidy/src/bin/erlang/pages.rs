//! The code of a page, so that it is compiled as it stands there.

/// A piece of code of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block<'p> {
    /// Line of its fence, counted from 1.
    pub(crate) line: usize,
    /// The code.
    pub(crate) code: &'p str,
}

/// The blocks of a page in one language.
pub(crate) fn blocks<'p>(page: &'p str, language: &str) -> Vec<Block<'p>> {
    let mut blocks = Vec::new();
    let mut start: Option<(usize, usize, bool)> = None;
    let mut at = 0;
    for (nth, line) in page.split_inclusive('\n').enumerate() {
        let next = at + line.len();
        if let Some(info) = line.trim().strip_prefix("```") {
            start = match start {
                None => Some((nth + 1, next, info == language)),
                Some((line, from, true)) => {
                    let code = &page[from..at];
                    blocks.push(Block { line, code });
                    None
                }
                Some(_) => None,
            };
        }
        at = next;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_of_the_language_is_taken() {
        let page = "a\n```elixir\none\ntwo\n```\n\n```sh\nmix\n```\n```elixir\n```\n";
        let expected = [
            Block {
                line: 2,
                code: "one\ntwo\n",
            },
            Block { line: 10, code: "" },
        ];
        assert_eq!(blocks(page, "elixir"), expected);
    }
}
