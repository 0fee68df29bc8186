//! A second way to the engine: a TCP port in front of its socket, as a remote engine looks from here.
//!
//! It passes bytes on, both ways, and the end of either side; it counts connections.

use std::{
    io,
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

pub(crate) struct Proxy {
    pub(crate) url: String,
    n: Arc<AtomicUsize>,
}

impl Proxy {
    /// Nothing, if the engine of this machine is itself elsewhere.
    pub(crate) fn start() -> Option<Self> {
        let words = ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
        let output = Command::new("docker").args(words).output().unwrap();
        let socket =
            String::from_utf8(output.stdout).unwrap().trim().strip_prefix("unix://")?.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("tcp://{}", listener.local_addr().unwrap());
        let n = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&n);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                let engine = UnixStream::connect(&socket).unwrap();
                pass_on(client, engine);
            }
        });
        Some(Self { url, n })
    }

    pub(crate) fn n_connections(&self) -> usize {
        self.n.load(Ordering::Relaxed)
    }
}

fn pass_on(client: TcpStream, engine: UnixStream) {
    let (mut from_client, mut to_engine) =
        (client.try_clone().unwrap(), engine.try_clone().unwrap());
    thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_engine);
        let _ = to_engine.shutdown(Shutdown::Write);
    });
    thread::spawn(move || {
        let (mut from_engine, mut to_client) = (engine, client);
        let _ = io::copy(&mut from_engine, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Write);
    });
}
