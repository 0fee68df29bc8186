//! The command line: three words and three flags, so that no parser is worth its build time.
//!
//! Settings come from the environment; see the help text.

use backend::healthcheck::Question;

/// What the command line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Nothing: serve.
    Serve,
    /// `healthcheck`, and with `--ready`.
    Healthcheck(Question),
    /// `--help`, `-h`, `help`.
    Help,
    /// `--version`, `-V`.
    Version,
}

/// What `--help` prints.
pub(crate) const HELP: &str = "\
The places service: countries, regions and locations over HTTP.

Usage: backend [COMMAND]

Commands:
  (none)       Serve until SIGTERM or Ctrl-C
  healthcheck  Ask the server on BIND whether it is alive; exit code 0 or 1
               [--ready: whether the schema fits as well]

Options:
  -h, --help     Print this help
  -V, --version  Print the version

Environment (also read from `.env` here or above; the environment wins):
  DATABASE_URL                postgres://USER:PASSWORD@HOST:5432/DATABASE or sqlite://FILE
                              [default outside production: sqlite://places.sqlite]
  DATABASE_URL_FILE           A file that holds it
  DB_HOST, DB_PORT, DB_USER, DB_PASSWORD or DB_PASSWORD_FILE, DB_NAME
                              The same in parts, where any character may stand in the password
  BIND                        Address and port [default: 127.0.0.1:8080]; or HOST and PORT
  APP_ENV                     development or production [default: development]
  APP_LOG                     text or json [default: text on a terminal, else json]
  RUST_LOG                    What to log [default: info]
  APP_REVISION                Shown by /version
  DATABASE_MAX_CONNECTIONS    [default: 10]
  DATABASE_ACQUIRE_TIMEOUT    Seconds a request waits for a connection [default: 2]
  DATABASE_STATEMENT_TIMEOUT  Seconds a statement may take, on PostgreSQL [default: 10]
  HTTP_REQUEST_TIMEOUT        Seconds a request may take [default: 15]
  HTTP_BODY_LIMIT             Bytes a request may send [default: 65536]
  SHUTDOWN_TIMEOUT            Seconds requests in flight may take after SIGTERM [default: 10]

The server starts without its database and without its tables: /readyz says what is missing,
and what can be served is served.
";

/// Reads the arguments after the program's name; an error is a sentence.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut command = Command::Serve;
    for argument in arguments {
        match argument.as_str() {
            "-h" | "--help" | "help" => return Ok(Command::Help),
            "-V" | "--version" => return Ok(Command::Version),
            "healthcheck" if command == Command::Serve => {
                command = Command::Healthcheck(Question::Alive);
            }
            "--ready" if command == Command::Healthcheck(Question::Alive) => {
                command = Command::Healthcheck(Question::Ready);
            }
            other => return Err(format!("unexpected argument `{other}`")),
        }
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_words_mean_what_the_help_says() {
        assert_eq!(command(""), Ok(Command::Serve));
        assert_eq!(command("healthcheck"), Ok(Command::Healthcheck(Question::Alive)));
        assert_eq!(command("healthcheck --ready"), Ok(Command::Healthcheck(Question::Ready)));
        assert_eq!(command("healthcheck --help"), Ok(Command::Help));
        assert_eq!(command("-V"), Ok(Command::Version));
        assert_eq!(command("--port 1"), Err("unexpected argument `--port`".to_owned()));
        assert_eq!(command("healthcheck x"), Err("unexpected argument `x`".to_owned()));
        assert!(command("healthcheck healthcheck").is_err());
        assert!(command("--ready").is_err());
    }
}
