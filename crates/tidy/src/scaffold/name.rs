//! What a new port or board may be called.

use core::fmt;

/// The longest name, in characters.
const LONGEST: usize = 32;

/// Words that a crate's own name cannot be, as a name in Rust or by Cargo.
const RESERVED: &[&str] = &[
    "alloc", "as", "async", "await", "box", "break", "const", "continue", "core", "crate", "dyn",
    "else", "enum", "extern", "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "std", "struct",
    "super", "test", "trait", "true", "type", "union", "unsafe", "use", "where", "while", "yield",
];

/// Types that the templates use: a port or board of that name would hide one.
const TYPES: &[&str] = &[
    "Board",
    "Call",
    "Device",
    "DeviceError",
    "Error",
    "ExitCode",
    "Flow",
    "Level",
    "Machine",
    "Memory",
    "Option",
    "Options",
    "Part",
    "Platform",
    "Port",
    "PortError",
    "Process",
    "Processor",
    "Program",
    "Request",
    "Result",
    "Send",
    "Sized",
    "Some",
    "None",
    "Ok",
    "Err",
    "String",
    "Value",
    "Vec",
    "Vm",
];

/// A name as folders and packages have it: `led-strip`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// Why a name will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// There is none.
    Empty,
    /// It is longer than 32 characters.
    Long,
    /// It does not begin with a letter from a to z.
    Start,
    /// This is neither a letter from a to z, a digit nor a dash.
    Character(char),
    /// Two dashes stand together, or one at the end.
    Dash,
    /// It is a word of Rust, or means something to Cargo.
    Reserved,
    /// The new type would be called as one that the template uses.
    Type,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no name"),
            Self::Long => write!(f, "it is longer than {LONGEST} characters"),
            Self::Start => f.write_str("it does not begin with a letter from a to z"),
            Self::Character(c) => write!(f, "{c:?} is no letter from a to z, digit or dash"),
            Self::Dash => f.write_str("a dash stands at its end or beside another"),
            Self::Reserved => f.write_str("Rust or Cargo has that word"),
            Self::Type => f.write_str("the skeleton has a type of that name"),
        }
    }
}

impl core::error::Error for NameError {}

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    /// [`NameError`]: the first thing that is wrong with it.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if let Some(wrong) = name.chars().find(|c| !known(*c)) {
            return Err(NameError::Character(wrong));
        }
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(NameError::Start);
        }
        if name.len() > LONGEST {
            return Err(NameError::Long);
        }
        if name.ends_with('-') || name.contains("--") {
            return Err(NameError::Dash);
        }
        if RESERVED.contains(&name) {
            return Err(NameError::Reserved);
        }
        let name = Self(name.to_owned());
        if TYPES.contains(&&*name.camel()) {
            return Err(NameError::Type);
        }
        Ok(name)
    }

    /// As folders and packages have it: `led-strip`.
    #[must_use]
    pub fn kebab(&self) -> &str {
        &self.0
    }

    /// As Rust's modules and Erlang's atoms have it: `led_strip`.
    #[must_use]
    pub fn snake(&self) -> String {
        self.0.replace('-', "_")
    }

    /// As Rust's types have it: `LedStrip`.
    #[must_use]
    pub fn camel(&self) -> String {
        let capital = |part: &str| {
            let (first, rest) = part.split_at(part.len().min(1));
            first.to_ascii_uppercase() + rest
        };
        self.0.split('-').map(capital).collect()
    }

    /// A template with this name in the places of `{{name}}`, `{{snake}}` and
    /// `{{Name}}`.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        template
            .replace("{{name}}", self.kebab())
            .replace("{{snake}}", &self.snake())
            .replace("{{Name}}", &self.camel())
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, NameError};

    #[test]
    fn a_name_has_three_forms() {
        let name = Name::new("led-strip2").expect("a name");
        assert_eq!(
            name.fill("{{name}} {{snake}} {{Name}}"),
            "led-strip2 led_strip2 LedStrip2"
        );
    }

    #[test]
    fn what_no_package_could_be_called_is_refused() {
        for (name, error) in [
            ("", NameError::Empty),
            ("Lamp", NameError::Character('L')),
            ("../up", NameError::Character('.')),
            ("led strip", NameError::Character(' ')),
            ("lämp", NameError::Character('ä')),
            ("2lamps", NameError::Start),
            ("-lamp", NameError::Start),
            ("lamp-", NameError::Dash),
            ("led--strip", NameError::Dash),
            ("match", NameError::Reserved),
            ("test", NameError::Reserved),
            ("port-error", NameError::Type),
            ("a-name-that-does-not-know-an-end-x", NameError::Long),
        ] {
            assert_eq!(Name::new(name), Err(error), "{name}");
        }
    }
}
