//! Running a call: its output line by line, its time limit, and what a signal to us does to it.
//!
//! The child has a process group of its own, so that Ctrl-C reaches us alone and we decide what becomes of it: a client
//! of docker that is interrupted leaves its container running. Every line goes through the redactor before it is seen.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use super::{Call, Engine, OnSignal, call::Streams};
use crate::{
    redact::Redactor,
    signals::{Signal, Signals},
};

/// How often time limits and signals are looked at.
const BEAT: Duration = Duration::from_millis(40);
/// The same for a child that has closed its streams: it is about to end.
const CLOSED_BEAT: Duration = Duration::from_millis(2);
/// How long a child may take to end when asked.
pub(super) const GRACE: Duration = Duration::from_secs(15);
/// How long a migration may take to stop in an orderly way before the engine ends it; it needs a second.
pub(crate) const STOP_GRACE: u64 = 30;
/// How many of the last lines are kept for a failure.
const TAIL: usize = 40;

/// What is seen while a call runs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen<'l> {
    Line(&'l str),
    /// Nothing new, but time has passed.
    Beat,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Code(i32),
    /// The signal was to us; the child was stopped as the call says.
    Stopped(Signal),
    /// It lasted longer than the call allows and was stopped.
    TooLong,
    /// The program, or a file of the call, is not there.
    NotStarted(String),
}

/// What a call gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) how: How,
    /// As it came, to be read by us; it must not be shown.
    pub(crate) stdout: String,
    /// The last lines of both streams, without secrets.
    pub(crate) tail: Vec<String>,
}

impl Ended {
    pub(crate) fn succeeded(&self) -> bool {
        self.how == How::Code(0)
    }

    /// The last line that says something: what docker's errors are.
    pub(crate) fn last_words(&self) -> &str {
        match &self.how {
            How::NotStarted(why) => why,
            How::TooLong => "there was no answer in time",
            How::Code(_) | How::Stopped(_) => last_words(self.tail.iter().map(String::as_str)),
        }
    }
}

/// Of an answer that failed, the line that says why: docker ends with an advice to read its help.
pub(crate) fn last_words<'l>(lines: impl DoubleEndedIterator<Item = &'l str>) -> &'l str {
    let says_something = |line: &&str| {
        !line.is_empty() && !line.starts_with("Run 'docker") && !line.starts_with("See 'docker")
    };
    lines.rev().map(str::trim).find(says_something).unwrap_or("it said nothing")
}

/// Runs calls on one engine.
#[derive(Debug)]
pub(crate) struct Docker {
    pub(crate) root: PathBuf,
    pub(crate) engine: Engine,
    pub(crate) redactor: Redactor,
    pub(crate) signals: Signals,
}

impl Docker {
    pub(crate) fn new(root: &Path, engine: Engine) -> io::Result<Self> {
        let (redactor, signals) = (Redactor::of(root), Signals::listen()?);
        Ok(Self { root: root.to_path_buf(), engine, redactor, signals })
    }

    /// Runs the call to its end, however that comes.
    pub(crate) fn run(&self, call: &Call, watch: &mut dyn FnMut(Seen<'_>)) -> Ended {
        let (mut child, lines) = match self.start(call) {
            Ok(started) => started,
            Err(why) => return not_started(why),
        };
        let begin = Instant::now();
        let mut output = Output::default();
        let mut stopping: Option<How> = None;
        let mut asked_at = None;
        loop {
            match lines.recv_timeout(BEAT) {
                Ok(piece) => {
                    if let Some(line) = output.take(piece, &self.redactor) {
                        watch(Seen::Line(&line));
                    }
                }
                Err(RecvTimeoutError::Timeout) => watch(Seen::Beat),
                // Both streams are closed: what is left is the end of the process itself.
                Err(RecvTimeoutError::Disconnected) => {
                    if let Some(code) = ended(&mut child) {
                        if stopping.is_some() {
                            // Once more: the container may have come into being between our asking and the client's end.
                            self.stop_container(call);
                        }
                        return output.ended(stopping.unwrap_or(How::Code(code)));
                    }
                    watch(Seen::Beat);
                    thread::sleep(CLOSED_BEAT);
                }
            }
            if stopping.is_none() {
                let signal = match call.on_signal {
                    OnSignal::Finish => None,
                    OnSignal::Cancel | OnSignal::Stop(_) => self.signals.take(),
                };
                stopping = signal
                    .map(How::Stopped)
                    .or_else(|| (begin.elapsed() > call.limit).then_some(How::TooLong));
                if stopping.is_some() {
                    self.stop(call, &child);
                    asked_at = Some(Instant::now());
                }
            }
            if asked_at.is_some_and(|at| at.elapsed() > GRACE) {
                // It did not do as it was asked. A grandchild may hold the streams open, so nobody waits for them.
                let _ = child.kill();
                let _ = child.wait();
                return output.ended(stopping.unwrap_or(How::TooLong));
            }
        }
    }

    /// Runs a call that only looks.
    pub(crate) fn ask(&self, call: &Call) -> Ended {
        self.run(call, &mut |_| {})
    }

    fn start(&self, call: &Call) -> Result<(Child, mpsc::Receiver<Piece>), String> {
        let mut command = self.engine.command(&self.root, call);
        own_group(&mut command);
        let (sender, lines) = mpsc::channel();
        let (stdin, stdout) =
            self.files(call).map_err(|error| format!("a file of the command: {error}"))?;
        command.stdin(stdin).stdout(stdout).stderr(Stdio::piped());
        if call.streams == Streams::Joined {
            let (output, input) = io::pipe().map_err(|error| format!("a pipe: {error}"))?;
            let twin = input.try_clone().map_err(|error| format!("a pipe: {error}"))?;
            command.stdout(input).stderr(twin);
            read(output, Piece::Err, sender.clone());
        }
        let mut child = command.spawn().map_err(|error| cannot_start(&command, &error))?;
        // With it go our ends of a pipe that is the child's.
        drop(command);
        if let Some(stdout) = child.stdout.take() {
            read(stdout, Piece::Out, sender.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            read(stderr, Piece::Err, sender);
        }
        Ok((child, lines))
    }

    fn files(&self, call: &Call) -> io::Result<(Stdio, Stdio)> {
        let stdin = match &call.input {
            Some(path) => Stdio::from(File::open(self.root.join(path))?),
            None => Stdio::null(),
        };
        let stdout = match &call.output {
            Some(path) => Stdio::from(private_file(&self.root.join(path))?),
            None => Stdio::piped(),
        };
        Ok((stdin, stdout))
    }

    pub(super) fn stop(&self, call: &Call, child: &Child) {
        // Without a container, or none yet, or none any more, the client is all that there is to stop.
        if !self.stop_container(call) {
            terminate_group(child);
        }
    }

    /// Whether there was one to stop. Not through `run`: that would take the next signal for its own.
    pub(super) fn stop_container(&self, call: &Call) -> bool {
        let OnSignal::Stop(container) = &call.on_signal else { return false };
        // The short form: the long one has another name in newer versions.
        let stop = Call::new(["stop", "-t", &STOP_GRACE.to_string(), container]);
        let mut stop = self.engine.command(&self.root, &stop);
        own_group(&mut stop);
        let quiet = stop.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }
}

/// A new file that others can't read; what is in the way stays as it is.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(crate) fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// The group, because `docker compose` is two processes and `ssh` would be a third. A child without a group of its own
/// has ours, which the terminal has told already.
fn terminate_group(child: &Child) {
    let group = format!("-{}", child.id());
    let mut kill = Command::new("kill");
    kill.args(["-INT", "--", &group]);
    let _ = kill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn ended(child: &mut Child) -> Option<i32> {
    // No code: a signal ended it, and which one makes no difference to us.
    child.try_wait().ok().flatten().map(|status| status.code().unwrap_or(-1))
}

fn not_started(why: String) -> Ended {
    Ended { how: How::NotStarted(why), stdout: String::new(), tail: Vec::new() }
}

pub(crate) fn cannot_start(command: &Command, error: &io::Error) -> String {
    format!("`{}` can't be started: {error}", command.get_program().display())
}

enum Piece {
    Out(Vec<u8>),
    Err(Vec<u8>),
}

fn read(stream: impl Read + Send + 'static, kind: fn(Vec<u8>) -> Piece, sender: Sender<Piece>) {
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        loop {
            let mut line = Vec::new();
            match stream.read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if sender.send(kind(line)).is_err() => return,
                Ok(_) => {}
            }
        }
    });
}

#[derive(Default)]
struct Output {
    stdout: Vec<u8>,
    tail: VecDeque<String>,
}

impl Output {
    /// Keeps the piece, and gives the line that may be shown.
    fn take(&mut self, piece: Piece, redactor: &Redactor) -> Option<String> {
        let bytes = match piece {
            Piece::Out(bytes) => {
                self.stdout.extend_from_slice(&bytes);
                bytes
            }
            Piece::Err(bytes) => bytes,
        };
        let text = String::from_utf8_lossy(&bytes);
        // Of what overwrites itself on a terminal, the last state.
        let text = text.trim_end().rsplit('\r').next().unwrap_or_default();
        let line = redactor.clean(&without_escapes(text));
        if line.trim().is_empty() {
            return None;
        }
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(line.clone());
        Some(line)
    }

    fn ended(self, how: How) -> Ended {
        let stdout = String::from_utf8_lossy(&self.stdout).into_owned();
        Ended { how, stdout, tail: self.tail.into() }
    }
}

/// Colours and movements of the cursor are for the terminal of the program that wrote them.
fn without_escapes(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => {
                if chars.next() == Some('[') {
                    chars.by_ref().find(char::is_ascii_alphabetic);
                }
            }
            c if c.is_control() && c != '\t' => {}
            c => kept.push(c),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_a_person_would_see() {
        assert_eq!(without_escapes("\u{1b}[31mred\u{1b}[0m \u{1b}[2Kx"), "red x");
        let mut output = Output::default();
        let piece = Piece::Err(b"10%\r20%\r\n".to_vec());
        assert_eq!(output.take(piece, &Redactor::default()).as_deref(), Some("20%"));
        assert_eq!(output.take(Piece::Out(b"\n".to_vec()), &Redactor::default()), None);
        assert_eq!(output.stdout, b"\n");
    }

    #[test]
    fn the_tail_has_a_length() {
        let mut output = Output::default();
        for n in 0..100 {
            output.take(Piece::Out(format!("{n}\n").into_bytes()), &Redactor::default());
        }
        let ended = output.ended(How::Code(1));
        assert_eq!((ended.tail.len(), ended.last_words()), (TAIL, "99"));
        let said = [
            "Unable to find image 'x'",
            "pull access denied",
            "",
            "Run 'docker run --help' for more",
        ];
        assert_eq!(last_words(said.into_iter()), "pull access denied");
    }
}
