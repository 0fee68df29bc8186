//! One request to a backend on this machine, and its answer.
//!
//! It speaks as much HTTP as that takes: one connection for each request, and a body of known length.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

/// The status and the body, or why there is none.
pub(crate) fn ask(port: u16, method: &str, path: &str, body: &str) -> io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let broken = || io::Error::other(format!("no answer of HTTP: `{answer}`"));
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).ok_or_else(broken)?;
    Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}

/// The status of a `GET`, if there is an answer.
pub(crate) fn status(port: u16, path: &str) -> Option<u16> {
    ask(port, "GET", path, "").ok().map(|(status, _)| status)
}
