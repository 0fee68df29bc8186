//! `backend healthcheck`: is the server on this machine alive? For containers that have no curl.
//!
//! It asks `/livez` with nothing but the standard library, so that a check costs milliseconds; it must not ask
//! for readiness, or a container would count as ill until its migrations ran.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::config::Bind;

const PATIENCE: Duration = Duration::from_secs(2);

/// Why the server does not count as alive.
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
    #[error("{bind} answered `{line}`")]
    Answer {
        /// Where it should listen.
        bind: Bind,
        /// Its first line.
        line: String,
    },
}

/// Asks the server that listens on `bind` whether it is alive.
pub fn run(bind: &Bind) -> Result<(), Unhealthy> {
    if bind.port == 0 {
        return Err(Unhealthy::PortZero);
    }
    let line =
        first_line(bind).map_err(|source| Unhealthy::NoAnswer { bind: bind.clone(), source })?;
    if line.split(' ').nth(1) == Some("200") {
        return Ok(());
    }
    Err(Unhealthy::Answer { bind: bind.clone(), line })
}

fn first_line(bind: &Bind) -> io::Result<String> {
    let mut stream = connect(bind)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
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
