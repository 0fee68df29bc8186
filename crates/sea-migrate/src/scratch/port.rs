//! A free TCP port of the loopback interface.
//!
//! It is only looked for: between the look and its use somebody else can take it, so who uses one must be ready to
//! ask for another.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::TcpListener;
use std::ops::Range;

/// Below the ports that systems give to outgoing connections: a server that is stopped for a while finds its port
/// still free, and processes that choose at random at the same time rarely meet.
const PORTS: Range<u16> = 20_000..30_000;

pub(super) fn free() -> io::Result<u16> {
    for attempt in 0..100 {
        let random = RandomState::new().hash_one(attempt) % u64::from(PORTS.end - PORTS.start);
        let port = PORTS.start + u16::try_from(random).unwrap_or_default();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    // A machine this busy: the system knows best.
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_is_one_to_listen_on() {
        let port = free().unwrap();
        assert!(PORTS.contains(&port), "{port}");
        TcpListener::bind(("127.0.0.1", port)).unwrap();
    }
}
