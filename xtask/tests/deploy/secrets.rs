//! A password is in no argument, no output and no file that is left behind, whatever docker says.

use crate::server::{M1, M2, PASSWORD, Server};

/// How a program might write it.
fn forms() -> Vec<String> {
    let encoded = PASSWORD.bytes().fold(String::new(), |text, byte| {
        if byte.is_ascii_alphanumeric() {
            text + &char::from(byte).to_string()
        } else {
            text + &format!("%{byte:02X}")
        }
    });
    vec![PASSWORD.to_owned(), PASSWORD.replace('\\', r"\\").replace('"', "\\\""), encoded]
}

fn assert_clean(text: &str, what: &str) {
    for form in forms() {
        assert!(!text.contains(&form), "{what} holds the password: {text}");
    }
    assert!(!text.contains("ss/word%"), "{what} holds a part of the password: {text}");
}

#[test]
fn a_password_is_nowhere_whatever_docker_says_and_however_it_ends() {
    let [plain, quoted, encoded] = <[String; 3]>::try_from(forms()).unwrap();
    let noise = format!(
        "DB_PASSWORD={plain}\n{{\"password\":\"{quoted}\"}}\npostgres://places:{encoded}@db/places refused"
    );
    for (trouble, what, words) in [
        ("fails", "nothing", &["deploy", "--verbose", "--backup"][..]),
        ("fails", "build", &["deploy", "--verbose"]),
        ("fails", "db", &["deploy", "--format", "json"]),
        ("unhealthy", "sha256:b-two", &["deploy", "--timeout", "2s"]),
        ("fails", "config", &["deploy"]),
        ("engine", "down", &["deploy"]),
        ("fails", "nothing", &["deploy", "--dry-run"]),
        ("fails", "nothing", &["deploy", "status"]),
        ("fails", "nothing", &["deploy", "history", "--format", "json"]),
        ("fails", "db", &["migrate", "up", "--prod"]),
    ] {
        let server = Server::deployed();
        server.source("two", &[M1, M2, "m3_bad"]);
        server.say("noise", &noise);
        server.say(trouble, what);
        let output = server.command(words).env("POSTGRES_PASSWORD", PASSWORD).output().unwrap();
        let name = words.join(" ");
        for (stream, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
            assert_clean(
                &String::from_utf8(bytes).unwrap(),
                &format!("{stream} of {name} with {what}"),
            );
        }
        assert_clean(&server.everything_left(), ".deploy");
        for call in server.calls() {
            assert_clean(&call.words, "an argument list");
        }
    }
}
