//! Which connections go through a proxy, and what is to become of them.
//!
//! Every decision is made under one lock, so that a cut is one moment for all connections; nothing is read, written
//! or waited for under it but the end of a pause.

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{Moment, NewConnections, close};

/// What becomes of a chunk and of its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Forward,
    ForwardAndEnd,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Runs,
    Paused,
}

/// A cut that is still to come.
#[derive(Debug)]
struct Planned {
    n_left: u64,
    moment: Moment,
    then: NewConnections,
}

#[derive(Debug)]
struct State {
    /// Both ends, the second one as soon as there is one.
    open: BTreeMap<u64, Vec<TcpStream>>,
    next_id: u64,
    n_chunks: u64,
    new: NewConnections,
    flow: Flow,
    planned: Option<Planned>,
    is_closed: bool,
}

#[derive(Debug)]
pub(super) struct Connections {
    state: Mutex<State>,
    changed: Condvar,
}

impl Default for Connections {
    fn default() -> Self {
        let state = State {
            open: BTreeMap::new(),
            next_id: 0,
            n_chunks: 0,
            new: NewConnections::Accept,
            flow: Flow::Runs,
            planned: None,
            is_closed: false,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }
}

impl Connections {
    pub(super) fn n_chunks(&self) -> u64 {
        self.state().n_chunks
    }

    pub(super) fn n_open(&self) -> usize {
        self.state().open.len()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state().is_closed
    }

    pub(super) fn accepts(&self) -> bool {
        self.state().new == NewConnections::Accept
    }

    pub(super) fn set_new(&self, new: NewConnections) {
        self.state().new = new;
    }

    pub(super) fn pause(&self) {
        self.state().flow = Flow::Paused;
    }

    pub(super) fn resume(&self) {
        self.state().flow = Flow::Runs;
        self.changed.notify_all();
    }

    pub(super) fn cut(&self, then: NewConnections) {
        self.state().cut(then);
        self.changed.notify_all();
    }

    pub(super) fn cut_after(&self, n: u64, moment: Moment, then: NewConnections) {
        self.state().planned = Some(Planned { n_left: n.max(1), moment, then });
    }

    /// For ever.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.cut(NewConnections::Refuse);
        self.changed.notify_all();
    }

    /// A new connection; its number, unless new ones are refused by now.
    pub(super) fn admit(&self, client: TcpStream) -> Option<u64> {
        let mut state = self.state();
        if state.new == NewConnections::Refuse {
            return None;
        }
        let id = state.next_id;
        state.next_id += 1;
        state.open.insert(id, vec![client]);
        Some(id)
    }

    /// The other end of a connection, unless it was cut meanwhile.
    pub(super) fn join(&self, id: u64, server: TcpStream) -> bool {
        let mut state = self.state();
        let Some(ends) = state.open.get_mut(&id) else { return false };
        ends.push(server);
        true
    }

    pub(super) fn forget(&self, id: u64) {
        self.state().open.remove(&id);
    }

    /// Counts a chunk of a client, once no pause holds it, and says what becomes of it.
    pub(super) fn count(&self, id: u64) -> Fate {
        let mut state = self.once_it_runs(id);
        if !state.open.contains_key(&id) {
            return Fate::End;
        }
        state.n_chunks += 1;
        let Some(planned) = &mut state.planned else { return Fate::Forward };
        planned.n_left -= 1;
        let (n_left, moment, then) = (planned.n_left, planned.moment, planned.then);
        if n_left > 0 {
            return Fate::Forward;
        }
        if moment == Moment::AfterForwarding {
            // Its own connection is spared for the last chunk, but as it is no longer known, gets no answer.
            state.open.remove(&id);
        }
        state.cut(then);
        self.changed.notify_all();
        match moment {
            Moment::BeforeForwarding => Fate::End,
            Moment::AfterForwarding => Fate::ForwardAndEnd,
        }
    }

    /// Whether an answer may still reach the client, once no pause holds it.
    pub(super) fn may_answer(&self, id: u64) -> bool {
        self.once_it_runs(id).open.contains_key(&id)
    }

    /// Waits for the end of a pause, or of the connection: what is cut meanwhile must not wait any longer.
    fn once_it_runs(&self, id: u64) -> MutexGuard<'_, State> {
        let held = |state: &mut State| state.flow == Flow::Paused && state.open.contains_key(&id);
        self.changed.wait_while(self.state(), held).unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn cut(&mut self, then: NewConnections) {
        self.new = then;
        self.planned = None;
        for stream in std::mem::take(&mut self.open).values().flatten() {
            close(stream);
        }
    }
}
