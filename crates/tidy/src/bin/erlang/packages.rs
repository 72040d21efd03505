//! The library as a dependency, for projects of `rebar3` and of `mix`.
//!
//! Each project takes it out of a git repository, as its page says, compiles
//! with it the code of the page, and asks a port under a supervisor. Both tools
//! must make the same application of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::LIBRARY;
use super::pages::{Block, blocks};
use super::project::{Project, copy, quietly};

/// What leads `rebar3` to the library, in a repository that is much more.
const GUIDE: &str = "rebar.config";
/// What stands on the pages for the repository.
const URL: &str = "https://git.example.org/drivers.git";
/// Asks a port under a supervisor, in both languages; the driver is a test's.
const ASK_ERLANG: &str = "Spec = avm_port:child_spec(#{driver => fake, name => faker}), \
    {ok, _} = avm_test_sup:start_link([Spec]), \
    {ok, 7} = avm_port_worker:call(faker, {echo, #{value => 7}}), \
    ok = application:load(avm_port), halt(0).";
const ASK_ELIXIR: &str = "{:ok, _} = Supervisor.start_link([{:avm_port, driver: :fake, name: \
    :faker}], strategy: :one_for_one)\n{:ok, 7} = :avm_port_worker.call(:faker, {:echo, %{value: \
    7}})\n{:ok, _} = Application.ensure_all_started(:avm_port)";
/// Compares two application files.
const COMPARE: &str = "Read = fun(F) -> {ok, [{application, avm_port, K}]} = file:consult(F), \
    [{vsn, proplists:get_value(vsn, K)}, {modules, lists:sort(proplists:get_value(modules, K))}] \
    end, case lists:usort([Read(F) || F <- Files]) of [_] -> halt(0); Differ -> \
    io:format(\"~p~n\", [Differ]), halt(1) end.";

/// Tries both tools, as far as they are there.
pub(crate) fn check(root: &Path, out: &Path) -> io::Result<()> {
    let packages = out.join("packages");
    let tests = out.join("test");
    let (git, mix) = (tool("git", "--version", out), tool("mix", "--version", out));
    let rebar3 = tool("rebar3", "version", out);
    let Some(git) = git else {
        println!("erlang: SKIPPED: packages: git is missing");
        return Ok(());
    };
    let url = repository(root, &packages.join("repository"), &git)?;
    let mut applications = vec![root.join(LIBRARY).join("src/avm_port.app.src")];
    match rebar3 {
        Some(rebar3) => applications.push(by_rebar3(root, &packages, &url, &rebar3, &tests)?),
        None => println!("erlang: SKIPPED: rebar3 is missing; `just setup` fetches it"),
    }
    match mix {
        Some(mix) => applications.push(by_mix(root, &packages, &url, &mix, &tests)?),
        None => println!("erlang: SKIPPED: mix is missing; `just setup` installs it"),
    }
    compare(&applications)
}

/// The tool, if it runs: of the machine, or where `just setup` puts it.
fn tool(name: &str, version: &str, out: &Path) -> Option<PathBuf> {
    let fetched = out.join("tools/usr/bin").join(name);
    let runs = |program: &PathBuf| {
        let mut command = Command::new(program);
        command.arg(version).stdin(Stdio::null());
        command.output().is_ok_and(|said| said.status.success())
    };
    [PathBuf::from(name), fetched].into_iter().find(runs)
}

/// Makes a git repository that holds the library where this one does.
fn repository(root: &Path, folder: &Path, git: &Path) -> io::Result<String> {
    let project = Project::new(folder.to_path_buf())?;
    copy(&root.join(LIBRARY), &folder.join(LIBRARY))?;
    fs::copy(root.join(GUIDE), folder.join(GUIDE))?;
    project.run(git, &["init", "--quiet", "--initial-branch", "main"])?;
    project.run(git, &["add", "crates", GUIDE])?;
    let who = ["-c", "user.name=tidy", "-c", "user.email=tidy@localhost"];
    let commit = ["commit", "--quiet", "--message", "The library"];
    quietly(project.command(git).args(who).args(commit))?;
    Ok(format!("file://{}", folder.display()))
}

/// The code of a page, with the address of the repository.
fn page(root: &Path, name: &str, url: &str) -> io::Result<String> {
    let page = fs::read_to_string(root.join("docs").join(name))?;
    Ok(page.replace(URL, url))
}

fn by_rebar3(
    root: &Path,
    packages: &Path,
    url: &str,
    rebar3: &Path,
    tests: &Path,
) -> io::Result<PathBuf> {
    println!("erlang: rebar3");
    let page = page(root, "erlang.md", url)?;
    let project = Project::new(packages.join("rebar3"))?;
    for block in blocks(&page, "erlang") {
        let (path, text) = erlang(&block)?;
        project.write(&path, &text)?;
    }
    project.write(
        "src/user.app.src",
        "{application, user, [{description, \"\"}, {vsn, \"1\"}, {applications, [kernel, stdlib, avm_port]}]}.\n",
    )?;
    project.run(rebar3, &["compile"])?;
    let built = project.folder.join("_build/default/lib");
    let ebin = built.join("avm_port/ebin");
    let mut erl = project.command(Path::new("erl"));
    erl.args(["-noshell", "-pa"]).arg(&ebin).arg(tests);
    quietly(erl.args(["-eval", ASK_ERLANG]))?;
    Ok(ebin.join("avm_port.app"))
}

/// Where a block of the Erlang page goes: a module, a configuration, or the body of a function.
fn erlang(block: &Block<'_>) -> io::Result<(String, String)> {
    let code = block.code;
    if code.starts_with("{deps,") {
        let strict = "{erl_opts, [debug_info, warnings_as_errors]}.\n";
        return Ok(("rebar.config".to_owned(), format!("{strict}{code}")));
    }
    if code.starts_with("[{") {
        return Ok(("config/sys.config".to_owned(), code.to_owned()));
    }
    if let Some(rest) = code.strip_prefix("-module(") {
        let name = rest.split(')').next().unwrap_or_default();
        return Ok((format!("src/{name}.erl"), code.to_owned()));
    }
    if !code.trim_end().ends_with('.') {
        let says = format!("docs/erlang.md:{}: ends without a full stop", block.line);
        return Err(io::Error::other(says));
    }
    let name = format!("page_{}", block.line);
    let text = format!("-module({name}).\n-export([run/0]).\nrun() ->\n{code}");
    Ok((format!("src/{name}.erl"), text))
}

fn by_mix(
    root: &Path,
    packages: &Path,
    url: &str,
    mix: &Path,
    tests: &Path,
) -> io::Result<PathBuf> {
    println!("erlang: mix");
    let page = page(root, "elixir.md", url)?;
    let project = Project::new(packages.join("mix"))?;
    let mut dependency = "";
    for block in blocks(&page, "elixir") {
        if block.code.starts_with("{:avm_port") {
            dependency = block.code;
            continue;
        }
        let (path, text) = elixir(&block);
        project.write(&path, &text)?;
    }
    let manifest = format!(
        "defmodule User.MixProject do\n  use Mix.Project\n  def project do\n    [app: :user, \
         version: \"1.0.0\", deps: [{}]]\n  end\nend\n",
        dependency.trim()
    );
    project.write("mix.exs", &manifest)?;
    project.run(mix, &["deps.get"])?;
    project.run(mix, &["compile", "--warnings-as-errors"])?;
    let mut asks = project.command(mix);
    asks.env("ELIXIR_ERL_OPTIONS", format!("-pa {}", tests.display()));
    quietly(asks.args(["run", "-e", ASK_ELIXIR]))?;
    let built = project.folder.join("_build/dev/lib");
    Ok(built.join("avm_port/ebin/avm_port.app"))
}

/// Where a block of the Elixir page goes.
fn elixir(block: &Block<'_>) -> (String, String) {
    let code = block.code;
    if code.starts_with("import Config") {
        return ("config/config.exs".to_owned(), code.to_owned());
    }
    let name = format!("page_{}", block.line);
    if code.starts_with("defmodule") {
        return (format!("lib/{name}.ex"), code.to_owned());
    }
    let line = block.line;
    let text = format!("defmodule Page{line} do\n  def run do\n{code}  end\nend\n");
    (format!("lib/{name}.ex"), text)
}

/// All tools must say the same of the application as its own file.
fn compare(applications: &[PathBuf]) -> io::Result<()> {
    let quoted = |path: &PathBuf| format!("{:?}", path.display().to_string());
    let files: Vec<String> = applications.iter().map(quoted).collect();
    let eval = format!("Files = [{}], {COMPARE}", files.join(","));
    quietly(Command::new("erl").args(["-noshell", "-eval", &eval]))
}
