//! A proxy that kills the process behind it when its n-th message passes.
//!
//! The throw-away proxy of the engine cuts connections, which a process notices; SIGKILL it must not notice.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use sea_migrate::scratch::Moment;

/// The proxy. Its threads end with their connections, and the one that listens with the tests.
#[derive(Debug)]
pub(crate) struct Tap {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    upstream: SocketAddr,
    at: u64,
    moment: Moment,
    state: Mutex<State>,
    /// The process is known.
    known: Condvar,
}

#[derive(Debug, Default)]
struct State {
    n_messages: u64,
    victim: Option<Arc<Mutex<Child>>>,
    open: Vec<TcpStream>,
    is_over: bool,
}

impl Tap {
    /// In front of `upstream`, deadly at the message with this number.
    pub(crate) fn start(upstream: SocketAddr, at: u64, moment: Moment) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (state, known) = (Mutex::default(), Condvar::new());
        let shared = Arc::new(Shared { upstream, at, moment, state, known });
        let listening = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if listening.state().is_over {
                    return;
                }
                let shared = Arc::clone(&listening);
                std::thread::spawn(move || drop(serve(client, &shared)));
            }
        });
        Self { port, shared }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Whom to kill.
    pub(crate) fn aim(&self, victim: Arc<Mutex<Child>>) {
        self.shared.state().victim = Some(victim);
        self.shared.known.notify_all();
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        self.shared.end();
        // Whoever listens only looks up when somebody knocks.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes everything, for ever.
    fn end(&self) {
        let mut state = self.state();
        state.is_over = true;
        for stream in state.open.drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    /// Counts a message; whether it is the last one.
    fn is_last(&self) -> bool {
        let mut state = self.state();
        state.n_messages += 1;
        state.n_messages == self.at
    }

    fn kill(&self) {
        let waiting = self.known.wait_while(self.state(), |state| state.victim.is_none());
        let victim = waiting.unwrap_or_else(PoisonError::into_inner).victim.take();
        let victim = victim.unwrap();
        // One that has ended by itself is none to kill any more.
        drop(victim.lock().unwrap_or_else(PoisonError::into_inner).kill());
        self.end();
    }
}

fn serve(client: TcpStream, shared: &Arc<Shared>) -> std::io::Result<()> {
    let server = TcpStream::connect(shared.upstream)?;
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
        shared.state().open.push(stream.try_clone()?);
    }
    let (answers, to) = (server.try_clone()?, client.try_clone()?);
    std::thread::spawn(move || drop(pass(answers, to, |_, _| true)));
    pass(client, server, |chunk, server| {
        if !shared.is_last() {
            return true;
        }
        if shared.moment == Moment::AfterForwarding {
            drop(server.write_all(chunk));
        }
        shared.kill();
        false
    })
}

/// Passes on what `from` says, as long as `goes_on` agrees.
fn pass(
    mut from: TcpStream,
    mut to: TcpStream,
    mut goes_on: impl FnMut(&[u8], &mut TcpStream) -> bool,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return to.shutdown(Shutdown::Write);
        }
        if !goes_on(&buffer[..n], &mut to) {
            return Ok(());
        }
        to.write_all(&buffer[..n])?;
    }
}
