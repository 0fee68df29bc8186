//! Which database servers this machine could start, and whether docker answers.
//!
//! It only looks: nothing is started or installed, and no database is contacted.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What to do where `initdb` and its companions are missing.
pub(crate) const INSTALL_POSTGRES: &str = if cfg!(target_os = "macos") {
    "`brew install postgresql` brings them"
} else {
    "`apt-get install postgresql` (or your system's package of that name) brings them"
};

/// What to do where `mariadbd` and its companions are missing.
pub(crate) const INSTALL_MARIADB: &str = if cfg!(target_os = "macos") {
    "`brew install mariadb` brings them"
} else {
    "`apt-get install --no-install-recommends mariadb-server-core mariadb-client` brings them, and no service; \
     elsewhere the package is `mariadb-server`"
};

/// What to do where MySQL's `mysqld` and its companions are missing.
pub(crate) const INSTALL_MYSQL: &str = if cfg!(target_os = "macos") {
    "`brew install mysql` brings them"
} else {
    "MySQL's own packages bring them (Debian's `mysqld` is MariaDB's); or set WITHOUT_MYSQL to leave it out"
};

/// What to do where `pgbouncer` is missing.
pub(crate) const INSTALL_PGBOUNCER: &str = if cfg!(target_os = "macos") {
    "`brew install pgbouncer` brings it"
} else {
    "`apt-get install pgbouncer` (or your system's package of that name) brings it"
};

/// What was found.
#[derive(Debug)]
pub(crate) struct Servers {
    /// The folder of `initdb` and `postgres`.
    pub(crate) postgres: Option<PathBuf>,
    /// The program `mariadbd`, with its companions somewhere.
    pub(crate) mariadb: Option<PathBuf>,
    /// The program `mysqld`, if it is MySQL's own, with its companions somewhere.
    pub(crate) mysql: Option<PathBuf>,
    /// Whether somebody has said to leave it out.
    pub(crate) without_mysql: bool,
    /// The program.
    pub(crate) pgbouncer: Option<PathBuf>,
    pub(crate) docker: Docker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Docker {
    Answers,
    Silent,
    Missing,
}

pub(crate) fn look() -> Servers {
    let path: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    Servers {
        postgres: postgres_in(&path),
        mariadb: mariadb_in(&path),
        mysql: mysql_in(&path),
        without_mysql: env::var_os("WITHOUT_MYSQL").is_some(),
        pgbouncer: kept(&path, "pgbouncer"),
        docker: docker_in(&path),
    }
}

fn postgres_in(path: &[PathBuf]) -> Option<PathBuf> {
    // Debian, Red Hat and Homebrew keep the server's programs off PATH, one folder for each version.
    let kept = [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
    ]
    .into_iter()
    .flat_map(|(parent, prefix, below)| versions(Path::new(parent), prefix, below));
    path.iter().cloned().chain(kept).find_map(|directory| {
        // `initdb` may be a link that leads away from its companions.
        let initdb = fs::canonicalize(program(&directory, "initdb")).ok()?;
        let home = initdb.parent()?.to_path_buf();
        program(&home, "postgres").is_file().then_some(home)
    })
}

fn mariadb_in(path: &[PathBuf]) -> Option<PathBuf> {
    // The server alone, as some packages bring it, can neither be set up nor asked.
    kept(path, "mariadb-install-db").and(kept(path, "mariadb"))?;
    kept(path, "mariadbd")
}

fn mysql_in(path: &[PathBuf]) -> Option<PathBuf> {
    // MariaDB's packages put links with these names beside their own programs.
    let is_own = |it: &Path| {
        let real = fs::canonicalize(it).ok();
        let name = real.as_deref().and_then(Path::file_name);
        name.is_some_and(|it| !it.to_string_lossy().starts_with("mariadb"))
    };
    let find = |name| kept_that(path, name, is_own);
    find("mysql").and(find("mysqldump"))?;
    find("mysqld")
}

/// On PATH, or where Debian, Red Hat and Homebrew keep servers off it.
fn kept(path: &[PathBuf], name: &str) -> Option<PathBuf> {
    kept_that(path, name, |_| true)
}

/// The same, if it is the one that is meant.
fn kept_that(path: &[PathBuf], name: &str, fits: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let elsewhere = ["/usr/local/mysql/bin", "/usr/sbin", "/usr/bin", "/usr/libexec"];
    let elsewhere = elsewhere.map(PathBuf::from).into_iter();
    let homebrew = ["/opt/homebrew/opt", "/usr/local/opt"].into_iter().flat_map(|parent| {
        ["mariadb", "mysql", "pgbouncer"].map(|package| Path::new(parent).join(package).join("bin"))
    });
    path.iter()
        .cloned()
        .chain(elsewhere)
        .chain(homebrew)
        .map(|directory| program(&directory, name))
        .find(|candidate| candidate.is_file() && fits(candidate))
}

fn docker_in(path: &[PathBuf]) -> Docker {
    let Some(docker) =
        path.iter().map(|directory| program(directory, "docker")).find(|it| it.is_file())
    else {
        return Docker::Missing;
    };
    let mut command = Command::new(docker);
    command.args(["version", "--format", "{{.Server.Version}}"]);
    if succeeds_within(&mut command, Duration::from_secs(3)) {
        Docker::Answers
    } else {
        Docker::Silent
    }
}

/// A remote engine that is switched off lets `docker` wait for minutes, so it is given a limit.
fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else { return false };
    let begin = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if begin.elapsed() < limit => thread::sleep(Duration::from_millis(10)),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// The folders `parent/prefix*/below`, the newest version first.
fn versions(parent: &Path, prefix: &str, below: &str) -> Vec<PathBuf> {
    let names = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut names: Vec<String> = names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.starts_with(prefix))
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(version_in(name)));
    names.into_iter().map(|name| parent.join(name).join(below)).collect()
}

/// `postgresql@9.6` → 9, 6: as text, 9 would be newer than 17.
fn version_in(name: &str) -> Vec<u32> {
    name.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

fn program(directory: &Path, name: &str) -> PathBuf {
    directory.join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        let mut names = ["9.6", "17", "postgresql@15", "pgsql-18"];
        names.sort_by_key(|name| std::cmp::Reverse(version_in(name)));
        assert_eq!(names, ["pgsql-18", "17", "postgresql@15", "9.6"]);
    }

    #[test]
    fn initdb_alone_is_not_a_server() {
        let shell = xshell::Shell::new().unwrap();
        let lone = shell.create_temp_dir().unwrap();
        fs::write(program(lone.path(), "initdb"), "").unwrap();
        let whole = shell.create_temp_dir().unwrap();
        fs::write(program(whole.path(), "initdb"), "").unwrap();
        fs::write(program(whole.path(), "postgres"), "").unwrap();
        let found = postgres_in(&[lone.path().to_owned(), whole.path().to_owned()]);
        assert_eq!(found, fs::canonicalize(whole.path()).ok());
    }

    #[test]
    fn a_server_off_path_is_found_there() {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        fs::write(program(folder.path(), "sea-server"), "").unwrap();
        let found = kept(&[folder.path().to_owned()], "sea-server");
        assert_eq!(found, Some(program(folder.path(), "sea-server")));
        assert_eq!(kept(&[], "sea-server"), None);
    }

    #[test]
    fn without_the_program_docker_is_missing() {
        assert_eq!(docker_in(&[]), Docker::Missing);
    }
}
