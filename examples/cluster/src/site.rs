//! What all nodes of a cluster share: code, an epmd of their own, a cookie.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Code;
use crate::process::{Running, bound, start};

const PATIENCE: Duration = Duration::from_secs(20);

/// Where a cluster lives on this machine; ends its epmd when it is dropped.
#[derive(Debug)]
pub struct Site {
    pub(crate) code: Code,
    pub(crate) folder: PathBuf,
    cookie: String,
    port: u16,
    _epmd: Running,
}

impl Site {
    /// Starts an epmd on a port that nobody uses, on the loopback interface alone.
    ///
    /// # Errors
    ///
    /// If the folder cannot be written, or epmd does not start.
    pub fn open(code: Code, folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let port = free_port()?;
        let epmd = start(
            bound("epmd")
                .args(["-address", "127.0.0.1", "-port"])
                .arg(port.to_string())
                .env("ERL_EPMD_PORT", port.to_string())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        let cookie = cookie()?;
        write_cookie(&folder, &cookie)?;
        let site = Self {
            code,
            folder,
            cookie,
            port,
            _epmd: epmd,
        };
        site.wait_for_epmd()?;
        Ok(site)
    }

    /// The port of the epmd.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many nodes epmd knows: `NAMES_REQ` of Erlang/OTP's distribution protocol, whose reply
    /// is epmd's port and a line for each node.
    ///
    /// # Errors
    ///
    /// If epmd is gone.
    pub fn nodes(&self) -> io::Result<usize> {
        let mut epmd = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        epmd.write_all(&[0, 1, b'n'])?;
        let mut reply = Vec::new();
        epmd.read_to_end(&mut reply)?;
        let names = reply.iter().skip(4);
        Ok(names.filter(|byte| **byte == b'\n').count())
    }

    fn wait_for_epmd(&self) -> io::Result<()> {
        let start = Instant::now();
        loop {
            match TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
                Ok(_) => return Ok(()),
                Err(error) if start.elapsed() > PATIENCE => return Err(error),
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// `erl` as a node of this cluster.
    #[must_use]
    pub fn erl(&self, name: &str) -> Command {
        let program = std::env::var_os("ERL").unwrap_or_else(|| "erl".into());
        let mut erl = bound(program);
        erl.args([
            "+Bi",
            "-noshell",
            "-start_epmd",
            "false",
            "-connect_all",
            "false",
        ])
        .args(["-kernel", "inet_dist_use_interface", "{127,0,0,1}"])
        .args(["-sname", name, "-pa"])
        .arg(self.code.beams())
        .arg("-pa")
        .arg(&self.code.ebin);
        self.environment(&mut erl);
        erl
    }

    /// What nodes know of the cluster: the port of epmd, and the cookie, which the list of
    /// processes does not show. Erlang/OTP reads it from the file in its home.
    pub(crate) fn environment(&self, command: &mut Command) {
        command.current_dir(&self.folder);
        command.env("ERL_EPMD_PORT", self.port.to_string());
        command.env("CLUSTER_COOKIE", &self.cookie);
        command.env("HOME", &self.folder);
        command
            .env_remove("ERL_FLAGS")
            .env("ERL_CRASH_DUMP_BYTES", "0");
    }

    /// A file that a node writes to.
    pub(crate) fn log(&self, name: &str) -> io::Result<File> {
        let short: String = name.chars().take(40).collect();
        File::options()
            .append(true)
            .create(true)
            .open(self.folder.join(format!("{short}.log")))
    }
}

fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Random, so that nobody who shares the machine finds a way in.
fn cookie() -> io::Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The file that `erl` takes the cookie from; it is to be for its owner alone.
fn write_cookie(folder: &Path, cookie: &str) -> io::Result<()> {
    let path = folder.join(".erlang.cookie");
    let _ = fs::remove_file(&path);
    let mut options = File::options();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o400)
        .open(path)?;
    file.write_all(cookie.as_bytes())
}
