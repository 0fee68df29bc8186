//! Why a connection attempt failed, as the error a person can act on.
//!
//! The driver's pool retries a refused connection in silence until its time-out and then forgets the
//! reason; so the address is tried first, and what the server answers is told apart by its code.

use std::path::Path;
use std::time::Duration;

use sea_orm::{DbErr, SqlxError};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Target;
use crate::Error;
use crate::error::{ServerMessage, sqlx_error};

const TCP_TIMEOUT: Duration = Duration::from_secs(5);

/// Fails at once where connecting can't succeed: nothing listens, the name is unknown, the path is a folder.
pub(super) async fn before_connecting(target: &Target) -> Result<(), Error> {
    if let Some((host, port)) = &target.address {
        let unreachable = |reason: String| Error::Unreachable { place: target.to_string(), reason };
        match timeout(TCP_TIMEOUT, TcpStream::connect((host.as_str(), *port))).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(unreachable(plain(&error))),
            Err(_) => {
                return Err(unreachable(format!("no answer within {} s", TCP_TIMEOUT.as_secs())));
            }
        }
    }
    if let Some(file) = target.file() {
        let not_a_database = |reason: &str| Error::NotADatabase {
            place: target.to_string(),
            reason: reason.to_owned(),
        };
        if file.is_dir() {
            return Err(not_a_database("it is a directory"));
        }
        let folder =
            file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(not_a_database(&format!("the folder {} does not exist", folder.display())));
        }
    }
    Ok(())
}

/// The system's words without Rust's "(os error 111)".
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// What the driver's error means, by SQLSTATE or `SQLite` result code.
pub(super) fn connect_error(target: &Target, error: &DbErr) -> Error {
    let place = target.to_string();
    let server = ServerMessage::of(error);
    let reason = match sqlx_error(error) {
        Some(SqlxError::Io(error)) => plain(error),
        _ => server.message.clone(),
    };
    match server.code.as_deref() {
        // invalid_authorization_specification, invalid_password; MySQL's access denied.
        Some("28000" | "28P01") => return Error::LoginRefused { place, reason },
        // invalid_catalog_name; MySQL's unknown database.
        Some("3D000" | "42000") if reason.to_lowercase().contains("database") => {
            return Error::NoDatabase { place, reason };
        }
        // SQLITE_CANTOPEN: no file and no leave to create it, or no rights.
        Some("14") if target.is_missing_file() => {
            return Error::NoDatabase { place, reason: "there is no such file".to_owned() };
        }
        // SQLITE_NOTADB, SQLITE_CANTOPEN.
        Some("26" | "14") => return Error::NotADatabase { place, reason },
        _ => {}
    }
    match sqlx_error(error) {
        Some(SqlxError::Configuration(_)) => {
            Error::BadUrl { source_name: target.source_name, reason }
        }
        _ => Error::Unreachable { place, reason },
    }
}
