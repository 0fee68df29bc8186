//! `backend healthcheck`: is the server on this machine alive, or ready? For containers that have no curl.
//!
//! It asks with nothing but the standard library, so that a check costs milliseconds. A container's own check must
//! not ask for readiness, or it would count as ill until its migrations ran; a deploy does.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::config::Bind;

const PATIENCE: Duration = Duration::from_secs(2);

/// What the server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// `/livez`: does it answer at all?
    Alive,
    /// `/readyz`: can it do its work?
    Ready,
}

/// How much of an answer is read.
const ANSWER_LIMIT: u64 = 64 * 1024;

/// Why the server does not count as alive, or as ready.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    /// Nobody knows where the server listens.
    #[error(
        "the port is 0, which lets the system choose; set BIND or PORT to the port of the server"
    )]
    PortZero,
    /// It does not answer.
    #[error("no answer from {bind}: {source}")]
    NoAnswer {
        /// Where it should listen.
        bind: Bind,
        /// What the system says.
        source: io::Error,
    },
    /// It answers something else.
    #[error("{bind} answered `{line}`{}{body}", if body.is_empty() { "" } else { ": " })]
    Answer {
        /// Where it should listen.
        bind: Bind,
        /// Its first line.
        line: String,
        /// What it has to say about it.
        body: String,
    },
}

/// Asks the server that listens on `bind`.
pub fn run(bind: &Bind, question: Question) -> Result<(), Unhealthy> {
    if bind.port == 0 {
        return Err(Unhealthy::PortZero);
    }
    let answer = answer(bind, question)
        .map_err(|source| Unhealthy::NoAnswer { bind: bind.clone(), source })?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let line = head.lines().next().unwrap_or_default();
    if line.split(' ').nth(1) == Some("200") {
        return Ok(());
    }
    let (line, body) = (line.to_owned(), body.trim().to_owned());
    Err(Unhealthy::Answer { bind: bind.clone(), line, body })
}

fn answer(bind: &Bind, question: Question) -> io::Result<String> {
    let path = match question {
        Question::Alive => "/livez",
        Question::Ready => "/readyz",
    };
    let mut stream = connect(bind)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // HTTP/1.0: an answer in one piece, ended by the end of the connection.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(ANSWER_LIMIT).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn connect(bind: &Bind) -> io::Result<TcpStream> {
    let mut latest = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in (bind.host.as_str(), bind.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&reachable(address), PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => latest = error,
        }
    }
    Err(latest)
}

/// "Every address" is where one listens, not where one calls.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
