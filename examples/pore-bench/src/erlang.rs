//! Two Erlang nodes: distribution over TCP between them, and straws.

use std::cell::RefCell;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use example_support::Error;

use crate::report::{DISTRIBUTION, STRAW};
use crate::second::agree;
use crate::sockets::failed;
use crate::ways::{Cell, Measured};
use crate::work::{Sample, Work};

const MODULES: [(&str, &str); 2] = [
    ("pore_bench.erl", include_str!("../erl/pore_bench.erl")),
    (
        "pore_bench_epmd.erl",
        include_str!("../erl/pore_bench_epmd.erl"),
    ),
];

/// One scheduler, and distribution on this machine without epmd.
const ARGUMENTS: [&str; 18] = [
    "-noshell",
    "-setcookie",
    "pore_bench",
    "-start_epmd",
    "false",
    "-epmd_module",
    "pore_bench_epmd",
    "-kernel",
    "inet_dist_use_interface",
    "{127,0,0,1}",
    "-kernel",
    "logger_level",
    "error",
    "+S",
    "1:1",
    "-pa",
    ".",
    "-pa",
];

/// Both nodes, in a folder of their own.
pub(crate) struct Nodes {
    first: Node,
    _second: Node,
    _folder: Folder,
    has_straws: bool,
}

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _removed = fs::remove_dir_all(&self.0);
    }
}

/// A node, which ends with its standard input.
struct Node {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Nodes {
    /// Starts them; with straws, if there is the folder of a bundle that has them.
    pub(crate) fn start(erl: &Path, bundle: Option<&Path>) -> Result<Self, Error> {
        let folder = env::temp_dir().join(format!("pore-bench-{}", std::process::id()));
        // One that was killed and had this number may have left it.
        let _absent = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).map_err(failed)?;
        let folder = Folder(folder);
        for (name, text) in MODULES {
            fs::write(folder.0.join(name), text).map_err(failed)?;
        }
        compile(erl, &folder.0)?;
        let node = |role| Node::start(erl, bundle, &folder.0, role);
        let (second, first) = (node("second")?, node("first")?);
        Ok(Self {
            first,
            _second: second,
            _folder: folder,
            has_straws: bundle.is_some(),
        })
    }

    /// Has the first node do something, and reads what comes out of it.
    fn ask(&mut self, way: &str, work: &str, messages: u64) -> Result<Vec<u64>, Error> {
        let stdin = self.first.stdin.as_mut().ok_or(Error::Late("a node"))?;
        writeln!(stdin, "{way} {work} {messages}").map_err(failed)?;
        let line = self.first.line()?;
        let numbers = line.split_ascii_whitespace().skip(1);
        numbers
            .map(|number| number.parse().map_err(failed))
            .collect()
    }
}

fn compile(erl: &Path, folder: &Path) -> Result<(), Error> {
    let beside = erl.with_file_name("erlc");
    let erlc = if beside.is_file() {
        beside
    } else {
        "erlc".into()
    };
    let mut command = Command::new(erlc);
    command
        .current_dir(folder)
        .args(MODULES.map(|(name, _)| name));
    let status = command.status().map_err(failed)?;
    let wrong = || Error::Flawed("erlc is not content".into());
    status.success().then_some(()).ok_or_else(wrong)
}

impl Node {
    fn start(erl: &Path, bundle: Option<&Path>, folder: &Path, role: &str) -> Result<Self, Error> {
        let mut command = Command::new(erl);
        command.current_dir(folder).args(ARGUMENTS);
        let ways = match bundle {
            Some(bundle) => {
                let ebin = fs::canonicalize(bundle.join("avm_port/ebin")).map_err(failed)?;
                command.arg(ebin);
                "straw"
            }
            None => {
                command.arg(".");
                "dist"
            }
        };
        command.args(["-name", &format!("{role}@127.0.0.1"), "-eval"]);
        command.arg(format!("pore_bench:{role}({ways}), halt()."));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(failed)?;
        let stdout = child.stdout.take().ok_or(Error::Late("a pipe"))?;
        let mut node = Self {
            stdin: child.stdin.take(),
            stdout: BufReader::new(stdout),
            child,
        };
        match node.line()?.trim() {
            "ready" => Ok(node),
            said => Err(Error::Flawed(format!("the {role} node said {said:?}"))),
        }
    }

    fn line(&mut self) -> Result<String, Error> {
        let mut line = String::new();
        match self.stdout.read_line(&mut line).map_err(failed)? {
            0 => Err(Error::Flawed("a node ended".into())),
            _ => Ok(line),
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.stdin.take());
        for _ in 0..200 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// One way between the nodes.
struct Between {
    nodes: Rc<RefCell<Nodes>>,
    way: &'static str,
}

impl Measured for Between {
    fn lead(&mut self, work: Work, messages: u64) -> Result<Sample, Error> {
        let mut nodes = self.nodes.borrow_mut();
        let name = match work {
            Work::Rate => "rate",
            Work::Large => "large",
            Work::Spin | Work::Blocking | Work::Apart => "trip",
        };
        let numbers = nodes.ask(self.way, name, messages)?;
        let mut sample = Sample {
            messages,
            ..Sample::default()
        };
        if name == "trip" {
            let short = |ns: u64| u32::try_from(ns).unwrap_or(u32::MAX);
            sample.trips = numbers.into_iter().map(short).collect();
            return Ok(sample);
        }
        let [ns, sum] = numbers[..] else {
            return Err(Error::Flawed("a node said something else".into()));
        };
        agree(work, messages * (messages - 1) / 2, sum)?;
        sample.time = Duration::from_nanos(ns);
        Ok(sample)
    }

    fn follow(&mut self, _work: Work, _messages: u64) -> Result<[u64; 2], Error> {
        Err(Error::Input("the nodes do it among themselves".into()))
    }

    fn has_second(&self) -> bool {
        false
    }
}

/// What is measured between them.
pub(crate) fn cells(nodes: Nodes) -> Vec<Cell> {
    let mut ways = vec![("dist", DISTRIBUTION)];
    ways.extend(nodes.has_straws.then_some(("straw", STRAW)));
    let nodes = Rc::new(RefCell::new(nodes));
    let mut cells = Vec::new();
    for work in [Work::Apart, Work::Rate, Work::Large] {
        for (way, name) in &ways {
            let nodes = nodes.clone();
            let way = Box::new(Between { nodes, way });
            cells.push(Cell { work, name, way });
        }
    }
    cells
}
