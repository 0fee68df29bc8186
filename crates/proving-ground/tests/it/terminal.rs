//! A terminal with a person at it: what is shown there, and what is typed.
//!
//! It is nobody's controlling terminal: a signal is sent to the process, as the terminal would.

use std::fmt::from_fn;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::patience::eventually;

pub(crate) struct Terminal {
    keyboard: File,
    /// The other end, kept open so that the screen outlives the program.
    line: File,
    screen: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let keyboard = openpt(flags).unwrap();
        grantpt(&keyboard).unwrap();
        unlockpt(&keyboard).unwrap();
        let name = ptsname(&keyboard, Vec::new()).unwrap();
        let line = File::from(open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap());
        let (keyboard, screen) = (File::from(keyboard), Arc::<Mutex<Vec<u8>>>::default());
        let (mut output, seen) = (keyboard.try_clone().unwrap(), Arc::clone(&screen));
        thread::spawn(move || {
            let mut piece = [0; 1024];
            loop {
                match output.read(&mut piece) {
                    Ok(n @ 1..) => {
                        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                        seen.extend_from_slice(&piece[..n]);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Ok(_) | Err(_) => break,
                }
            }
        });
        Self { keyboard, line, screen }
    }

    pub(crate) fn stdio(&self) -> Stdio {
        self.line.try_clone().unwrap().into()
    }

    /// All that has been shown.
    pub(crate) fn screen(&self) -> String {
        let bytes = self.screen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[track_caller]
    pub(crate) fn until_shown(&self, text: &str) {
        let what = from_fn(|f| write!(f, "the terminal shows {text}; it shows: {}", self.screen()));
        eventually(what, || self.screen().contains(text).then_some(()));
    }

    pub(crate) fn type_line(&self, line: &str) {
        writeln!(&self.keyboard, "{line}").unwrap();
    }
}
