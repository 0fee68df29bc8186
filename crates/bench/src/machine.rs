//! What the figures were measured with: they mean nothing without it.

use std::process::{Command, Stdio};

/// A line each.
pub(crate) fn lines() -> Vec<String> {
    let mut lines = vec![
        format!("sea-migrate {}, {}", env!("CARGO_PKG_VERSION"), compiler()),
        "built with opt-level 3, without LTO, in 16 codegen units (profile bench-run)".to_owned(),
        format!("{}, {} cores{}", std::env::consts::ARCH, cores(), load()),
    ];
    if cfg!(debug_assertions) {
        "THIS IS A DEBUG BUILD, its figures mean nothing: use `cargo xtask bench`"
            .clone_into(&mut lines[1]);
    }
    lines
}

/// The compiler that answers here, which with `cargo xtask bench` is the one that was used.
fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").stdin(Stdio::null()).output();
    let version = output.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    version
        .map(|version| version.trim().to_owned())
        .filter(|version| !version.is_empty())
        .unwrap_or_else(|| "rustc unknown".to_owned())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Who reads the figures of a busy machine should know that it was.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace()
        .next()
        .map(|load| format!(", load {load} at the start"))
        .unwrap_or_default()
}
