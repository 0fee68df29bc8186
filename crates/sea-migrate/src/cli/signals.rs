//! SIGTERM and SIGINT, as a message to the run.
//!
//! The first signal stops the run in an orderly way; the second one is obeyed by the system's default.

use std::time::Duration;

use tokio::sync::watch;

use crate::apply::{Interrupt, Signal};

/// How long a run may take to stop in an orderly way.
const GRACE: Duration = Duration::from_millis(950);

/// Listens from now on, on a thread of its own: while a person is asked, the run waits for the keyboard.
pub(super) fn listen() -> std::io::Result<Interrupt> {
    let (sender, receiver) = watch::channel(None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let signal = {
        let _inside = runtime.enter();
        incoming()?
    };
    let listener = move || {
        runtime.block_on(async {
            let signal = signal.await;
            // Nobody may be listening any more: then the run is over anyway.
            let _ = sender.send(Some(signal));
            // Kept alive: a closed channel would look like no signal at all.
            std::future::pending::<()>().await;
        });
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(listener)?;
    Ok(Interrupt::from(receiver))
}

/// Ends some time after the signal: whoever is still at work then does not answer.
pub(super) async fn last_resort(interrupt: Interrupt) -> Signal {
    let signal = interrupt.received().await;
    tokio::time::sleep(GRACE).await;
    signal
}

#[cfg(unix)]
fn incoming() -> std::io::Result<impl Future<Output = Signal>> {
    use tokio::signal::unix::{SignalKind, signal};
    // Registered before anything runs: a container's process 1 ignores what it has no handler for.
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Signal::Interrupt,
            _ = terminate.recv() => Signal::Terminate,
        }
    })
}

#[cfg(not(unix))]
fn incoming() -> std::io::Result<impl Future<Output = Signal>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    })
}
