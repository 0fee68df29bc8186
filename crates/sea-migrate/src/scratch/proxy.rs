//! A TCP proxy in front of a server, whose connections a test can cut and hold up.
//!
//! It knows no protocol: what it counts are chunks, which is what one read gives. A client that waits for each answer
//! before it sends more makes one chunk of each message, however that is called.

mod connections;

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use connections::{Connections, Fate};

/// How long a server may take to answer to a new connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// What becomes of connections that are made after a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewConnections {
    /// They are closed at once: the server is gone.
    Refuse,
    /// They are served: only the old ones broke.
    Accept,
}

/// When a cut happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The server never sees the last chunk.
    BeforeForwarding,
    /// The server sees the last chunk, the client never gets the answer.
    AfterForwarding,
}

/// A running proxy; dropping it closes everything.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    connections: Arc<Connections>,
    listening: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Listens on a free port of the loopback interface, in front of `upstream`.
    ///
    /// # Errors
    /// When the system gives no port.
    pub fn start(upstream: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let connections = Arc::new(Connections::default());
        let shared = Arc::clone(&connections);
        let listening = Some(std::thread::spawn(move || listen(&listener, upstream, &shared)));
        Ok(Self { address, connections, listening })
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many chunks clients have sent, over all connections, the one at which a cut happened included.
    #[must_use]
    pub fn n_chunks(&self) -> u64 {
        self.connections.n_chunks()
    }

    /// How many connections are open.
    #[must_use]
    pub fn n_connections(&self) -> usize {
        self.connections.n_open()
    }

    /// Drops all connections without a word, even while it is paused.
    pub fn cut(&self, then: NewConnections) {
        self.connections.cut(then);
    }

    /// Drops all connections once clients have sent `n` more chunks (at least one); it replaces a cut that was still
    /// to come, and [`Proxy::cut`] calls it off.
    pub fn cut_after(&self, n: u64, moment: Moment, then: NewConnections) {
        self.connections.cut_after(n, moment, then);
    }

    /// From now on new connections are served again, or refused.
    pub fn set_new_connections(&self, new: NewConnections) {
        self.connections.set_new(new);
    }

    /// Holds back whatever comes, in both directions, and closes nothing: a network that hangs.
    pub fn pause(&self) {
        self.connections.pause();
    }

    /// Sends on what was held back, and what comes.
    pub fn resume(&self) {
        self.connections.resume();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.connections.close();
        // Whoever listens only looks up when somebody knocks.
        drop(TcpStream::connect(self.address));
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
    }
}

fn listen(listener: &TcpListener, upstream: SocketAddr, connections: &Arc<Connections>) {
    for client in listener.incoming() {
        if connections.is_closed() {
            return;
        }
        let Ok(client) = client else { continue };
        if !connections.accepts() {
            continue;
        }
        // By itself, so that a server that does not answer holds up no other connection.
        let connections = Arc::clone(connections);
        std::thread::spawn(move || drop(serve(&client, upstream, &connections)));
    }
}

fn serve(client: &TcpStream, upstream: SocketAddr, connections: &Connections) -> io::Result<()> {
    // Known before the server is asked, so that a cut meanwhile reaches it.
    let Some(id) = connections.admit(client.try_clone()?) else { return Ok(()) };
    let served = TcpStream::connect_timeout(&upstream, PATIENCE).and_then(|server| {
        for stream in [client, &server] {
            stream.set_nodelay(true)?;
        }
        if !connections.join(id, server.try_clone()?) {
            return Ok(());
        }
        // One direction may end while the other goes on, but not when it broke or was cut.
        let both = |passed: io::Result<()>| {
            if passed.is_err() {
                close(client);
                close(&server);
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| both(answers(&server, client, id, connections)));
            both(requests(client, &server, id, connections));
        });
        Ok(())
    });
    connections.forget(id);
    served
}

/// Sends on what the client says until it has said all; an error when it broke or is cut off.
fn requests(
    client: &TcpStream,
    server: &TcpStream,
    id: u64,
    connections: &Connections,
) -> io::Result<()> {
    each_chunk(client, |chunk| {
        match connections.count(id) {
            Fate::Forward => return to(server, chunk),
            Fate::ForwardAndEnd => to(server, chunk)?,
            Fate::End => {}
        }
        Err(io::ErrorKind::ConnectionAborted.into())
    })?;
    server.shutdown(Shutdown::Write)
}

/// Sends on what the server says until it has said all; an error when it broke or is cut off.
fn answers(
    server: &TcpStream,
    client: &TcpStream,
    id: u64,
    connections: &Connections,
) -> io::Result<()> {
    each_chunk(server, |chunk| {
        if connections.may_answer(id) {
            return to(client, chunk);
        }
        Err(io::ErrorKind::ConnectionAborted.into())
    })?;
    client.shutdown(Shutdown::Write)
}

fn each_chunk(
    mut from: &TcpStream,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(());
        }
        take(&buffer[..n])?;
    }
}

fn to(mut stream: &TcpStream, chunk: &[u8]) -> io::Result<()> {
    stream.write_all(chunk)
}

/// Both directions, at once; one that is closed already stays so.
fn close(stream: &TcpStream) {
    drop(stream.shutdown(Shutdown::Both));
}
