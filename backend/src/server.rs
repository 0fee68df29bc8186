//! From a configuration to a server that listens, and from a signal to one that has stopped.
//!
//! The database is not waited for: the server listens first, and [`crate::readiness`] tells when all of it works.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::Duration;

use sea_orm::SqlxError;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::config::{Bind, Config, Origin};
use crate::http::{self, App};
use crate::readiness::Readiness;
use crate::{database, entity};

/// Why the server stopped, other than that it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// An option in the URL that the driver does not know.
    #[error("DATABASE_URL has an option that cannot be used: {0}")]
    Database(SqlxError),
    /// The address cannot be had.
    #[error("cannot listen on {bind}: {source}{}", hint(source))]
    Bind {
        /// The address.
        bind: Bind,
        /// What the system says.
        source: io::Error,
    },
    /// The system took something away.
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
    /// Some requests were still unfinished when the time to stop was over.
    #[error("stopped with requests unfinished, {0:?} after the signal")]
    Unfinished(Duration),
    /// A second signal came.
    #[error("stopped at once by a second signal")]
    Interrupted,
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "\nhint: another server has this port; stop it, or set BIND or PORT to another"
        }
        io::ErrorKind::PermissionDenied => {
            "\nhint: ports below 1024 need a privilege; set BIND or PORT to another"
        }
        _ => "",
    }
}

/// Serves until a signal, and then until the requests in flight are answered.
pub async fn run(config: Config) -> Result<(), ServerError> {
    // Before the first line of output, so that whoever sees it may already send a signal.
    let mut signals = Signals::listen()?;
    let (db, recycle) = database::pool(&config.database).map_err(ServerError::Database)?;
    let needs = entity::requirements().to_vec();
    let readiness = Readiness::new(db.clone(), needs, config.database.acquire_timeout);
    let app = App {
        db: db.clone(),
        recycle,
        readiness: readiness.clone(),
        revision: config.revision.clone(),
    };

    let (host, port) = (config.bind.host.as_str(), config.bind.port);
    let listener = TcpListener::bind((host, port))
        .await
        .map_err(|source| ServerError::Bind { bind: config.bind.clone(), source })?;
    announce(&config, listener.local_addr()?);
    let watch = tokio::spawn(readiness.watch());

    let (stop, stopped) = oneshot::channel::<()>();
    let router = http::router(app, &config.limits);
    let mut serving = tokio::spawn(
        axum::serve(listener, router)
            .with_graceful_shutdown(async {
                // An error means that the sender is gone, and so is the reason to go on.
                let _ = stopped.await;
            })
            .into_future(),
    );
    tokio::select! {
        ended = &mut serving => return ended.map_err(io::Error::other)?.map_err(ServerError::Io),
        () = signals.next() => {}
    }
    let patience = config.limits.shutdown;
    tracing::info!(?patience, "stopping: no new requests, finishing those in flight");
    let _ = stop.send(());
    watch.abort();
    tokio::select! {
        ended = &mut serving => ended.map_err(io::Error::other)??,
        () = tokio::time::sleep(patience) => return Err(ServerError::Unfinished(patience)),
        () = signals.next() => return Err(ServerError::Interrupted),
    }
    if let Err(error) = db.close().await {
        tracing::debug!(%error, "the pool did not close cleanly");
    }
    tracing::info!("stopped");
    Ok(())
}

/// One line on stdout for whoever started the server on port 0, and the same in the log.
fn announce(config: &Config, address: SocketAddr) {
    let database = &config.database;
    if database.origin == Origin::Default {
        tracing::info!(
            "DATABASE_URL is not set: using the embedded database {} of this directory",
            database.url
        );
    }
    tracing::info!(%address, database = %database.url, environment = ?config.environment, "listening");
    // Nobody has to read it.
    let mut stdout = io::stdout();
    let _ = writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush());
}

/// The signals that ask a server to stop.
#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The signals that ask a server to stop.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    // The same shape as on Unix, where it can fail.
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
