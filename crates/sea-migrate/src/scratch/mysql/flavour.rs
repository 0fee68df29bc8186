//! What differs between a throw-away MariaDB and a throw-away MySQL: programs, folders and settings.
//!
//! Only words; nothing is started here.

use std::path::Path;

use super::super::programs::Programs;
use super::super::{ScratchError, daemon::Kind, signal::Signal};

/// Which of the two servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// MariaDB.
    MariaDb,
    /// MySQL.
    MySql,
}

const MARIADB: Kind = Kind {
    server: "MariaDB",
    folder: "sea-migrate-maria-",
    // The package with the server's programs alone makes no user.
    users: &["mysql", "nobody"],
    fast: Signal::Terminate,
    at_once: Signal::Kill,
    transient: &[],
};

const MYSQL: Kind = Kind { server: "MySQL", folder: "sea-migrate-mysql-", ..MARIADB };

/// For the setting up and for the server. What is `loose` is not known to every version.
const MARIADB_SETTINGS: &[&str] = &[
    // Creating a table alone takes a dozen fsyncs.
    "--debug-no-sync",
    "--loose-innodb-flush-method=nosync",
    "--innodb-log-file-size=8M",
];

const MYSQL_SETTINGS: &[&str] = &[
    "--innodb-flush-method=nosync",
    "--innodb-doublewrite=OFF",
    "--loose-innodb-redo-log-capacity=16M",
    // 9.7.4 has foreign keys of its own above the engine's, and looks at none of a row's if one of them has a NULL.
    "--loose-innodb-native-foreign-keys=ON",
    // Debian's programs insist on a folder that only the package with the service makes.
    "--secure-file-priv=",
];

impl Flavour {
    /// The server, what sets it up, its client, and what writes a database down.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::MariaDb => &["mariadbd", "mariadb-install-db", "mariadb"],
            Self::MySql => &["mysqld", "mysql", "mysqldump"],
        }
    }

    /// Where distributions put the programs besides what is on PATH.
    fn kept(self) -> &'static [&'static str] {
        match self {
            Self::MariaDb => &[
                "/usr/sbin",
                "/usr/bin",
                "/usr/libexec",
                "/opt/homebrew/opt/mariadb/bin",
                "/usr/local/opt/mariadb/bin",
            ],
            Self::MySql => &[
                "/usr/local/mysql/bin",
                "/usr/sbin",
                "/usr/bin",
                "/usr/libexec",
                "/opt/homebrew/opt/mysql/bin",
                "/usr/local/opt/mysql/bin",
            ],
        }
    }

    pub(super) fn kind(self) -> &'static Kind {
        match self {
            Self::MariaDb => &MARIADB,
            Self::MySql => &MYSQL,
        }
    }

    /// Its programs on this machine.
    pub(super) fn find(self) -> Result<Programs, ScratchError> {
        Programs::apart(self.kind().server, self.programs(), self.kept(), |path| self.owns(path))
    }

    /// MariaDB's packages put links with MySQL's names beside their own programs.
    fn owns(self, program: &Path) -> bool {
        let real = std::fs::canonicalize(program).unwrap_or_else(|_| program.to_path_buf());
        let is_mariadb =
            real.file_name().is_some_and(|it| it.to_string_lossy().starts_with("mariadb"));
        is_mariadb == (self == Self::MariaDb)
    }

    /// The program that serves.
    pub(super) fn server(self) -> &'static str {
        self.programs()[0]
    }

    /// For the setting up and for the server.
    pub(super) fn settings(self) -> &'static [&'static str] {
        match self {
            Self::MariaDb => MARIADB_SETTINGS,
            Self::MySql => MYSQL_SETTINGS,
        }
    }

    /// For the server alone.
    pub(super) fn server_settings(self) -> &'static [&'static str] {
        match self {
            Self::MariaDb => &[],
            // A second port, which nobody asked for.
            Self::MySql => &["--mysqlx=OFF"],
        }
    }

    /// The program that speaks to the server.
    #[must_use]
    pub fn client(self) -> &'static str {
        match self {
            Self::MariaDb => "mariadb",
            Self::MySql => "mysql",
        }
    }

    /// The program that writes a database down.
    #[must_use]
    pub fn dump(self) -> &'static str {
        match self {
            Self::MariaDb => "mariadb-dump",
            Self::MySql => "mysqldump",
        }
    }
}

impl std::fmt::Display for Flavour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().server)
    }
}
