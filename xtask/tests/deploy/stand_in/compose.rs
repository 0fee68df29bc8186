//! `docker compose …` of the stand-in: services, and a database that remembers which migrations ran.
//!
//! Plain containers and images are `engine`'s.

use std::{env, io::Write as _, thread, time::Duration};

use serde_json::{Value, json};

use crate::state::{Container, Image, State, World};

pub(crate) fn run(world: &World, project: &str, words: &[&str]) -> u8 {
    let stack =
        Stack { world, project, tag: env::var("APP_TAG").unwrap_or_else(|_| "latest".into()) };
    // The compose file says `pull_policy: ${APP_PULL_POLICY:-build}`.
    let starts = matches!(words, ["up", .., "backend"] | ["run", ..]);
    if starts && env::var("APP_PULL_POLICY").as_deref() != Ok("never") {
        let _ = stack.build();
    }
    let done = match words {
        ["config", "--quiet"] => stack.config(),
        ["config", "--services"] => stack.say("db\nbackend\nmigrations"),
        ["config", "--images"] => stack.say(&format!(
            "postgres:17-bookworm\n{0}-backend:{1}\n{0}-migrations:{1}",
            world.said("image-names").as_deref().unwrap_or(project),
            stack.tag
        )),
        ["config", "--hash", "db"] => stack.say(&format!("db {}", stack.db_hash())),
        ["build", "--quiet", ..] | ["build", ..] => stack.build(),
        ["up", .., "db"] => stack.db(words),
        ["up", .., "backend"] => stack.backend(),
        ["run", "--rm", "--no-deps", rest @ ..] => stack.migrations(rest),
        ["exec", "-T", "backend", "/backend", "healthcheck", "--ready"] => stack.ready(),
        ["exec", "-T", "db", "sh", "-c", script] if script.contains("pg_dump") => {
            world.trouble("backup").and_then(|()| stack.say("PGDMP"))
        }
        ["exec", "-T", "db", "sh", "-c", script, ..] if script.contains("--tuples-only") => {
            stack.say(&world.said("tables").unwrap_or_else(|| "0".into()))
        }
        ["exec", "-T", "db", "pg_restore", "--list"] => stack.check_backup(),
        ["logs", ..] => stack.say("a line of the log"),
        ["ps" | "down" | "port", ..] | ["exec", "-T", "db", ..] => Ok(()),
        _ => {
            eprintln!("the stand-in does not know: docker compose {}", words.join(" "));
            Err(64)
        }
    };
    done.err().unwrap_or(0)
}

struct Stack<'w> {
    world: &'w World,
    project: &'w str,
    tag: String,
}

impl Stack<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "one shape for all commands")]
    fn say(&self, text: &str) -> Result<(), u8> {
        let _ = self.project;
        println!("{text}");
        Ok(())
    }

    fn name(&self, service: &str) -> String {
        format!("{}-{service}:{}", self.project, self.tag)
    }

    fn db_hash(&self) -> String {
        self.world.said("db-config").unwrap_or_else(|| "hash".into())
    }

    fn config(&self) -> Result<(), u8> {
        if self.world.names("hangs", "config") {
            self.world.trouble("config")?;
        }
        if self.world.names("fails", "config") {
            eprintln!("required variable POSTGRES_PASSWORD is missing a value: set it in .env");
            return Err(15);
        }
        Ok(())
    }

    fn build(&self) -> Result<(), u8> {
        self.world.trouble("build")?;
        let source: Vec<String> = self
            .world
            .said("migrations")
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let head = env::var("SCHEMA_HEAD").ok();
        let (backend, migrations) =
            (self.world.said("backend").unwrap_or_default(), source.join("+"));
        self.world.change(|state| {
            let image = |id: String, migrations| Image { id, head: head.clone(), migrations };
            state
                .images
                .insert(self.name("backend"), image(format!("sha256:b-{backend}"), Vec::new()));
            state
                .images
                .insert(self.name("migrations"), image(format!("sha256:m-{migrations}"), source));
        });
        eprintln!("#1 building");
        Ok(())
    }

    fn container(&self, service: &str, image_name: &str, image: &str) -> Container {
        Container {
            name: format!("{}-{service}-1", self.project),
            project: Some(self.project.to_owned()),
            service: Some(service.to_owned()),
            image: image.to_owned(),
            image_name: image_name.to_owned(),
            health: Some("healthy".to_owned()),
            ..Container::default()
        }
    }

    fn db(&self, words: &[&str]) -> Result<(), u8> {
        self.world.trouble("db")?;
        let hash = self.db_hash();
        self.world.change(|state| {
            let name = format!("{}-db-1", self.project);
            let is_other =
                state.named(&name).is_some_and(|it| it.config_hash.as_ref() != Some(&hash));
            if is_other && !words.contains(&"--no-recreate") {
                state.remove(&name);
            }
            if state.named(&name).is_none() {
                let db = self.container("db", "postgres:17-bookworm", "sha256:pg");
                state.add(Container { config_hash: Some(hash), ..db });
            }
        });
        Ok(())
    }

    fn backend(&self) -> Result<(), u8> {
        let (name, image_name) = (format!("{}-backend-1", self.project), self.name("backend"));
        let image = self.world.change(|state| {
            let image = state.images.get(&image_name)?.id.clone();
            if state.named(&name).is_some_and(|it| {
                it.image_name == image_name && it.image == image && it.state == "running"
            }) {
                return Some((image, false));
            }
            // As the real one: the old container is gone before the new one starts.
            state.remove(&name);
            Some((image, true))
        });
        let Some((image, is_new)) = image else {
            eprintln!("No such image: {image_name}");
            return Err(1);
        };
        if !is_new {
            return Ok(());
        }
        self.world.trouble("switch")?;
        let is_ill = self.world.names("unhealthy", &image);
        let backend = self.container("backend", &image_name, &image);
        let health = Some(if is_ill { "unhealthy" } else { "healthy" }.to_owned());
        self.world.change(|state| state.add(Container { health, ..backend }));
        if is_ill {
            eprintln!("container {name} is unhealthy");
            return Err(1);
        }
        Ok(())
    }

    fn ready(&self) -> Result<(), u8> {
        self.world.trouble("gate")?;
        let image = self.world.change(|state| {
            let crashes = |it: &Container| self.world.names("crashes", &it.image);
            let it =
                state.containers.iter_mut().find(|it| it.service.as_deref() == Some("backend"))?;
            if crashes(it) {
                it.restarts += 1;
            }
            Some(it.image.clone())
        });
        if image.is_none_or(|image| self.world.names("not-ready", &image)) {
            eprintln!("503: locations.rating is missing");
            return Err(1);
        }
        Ok(())
    }

    fn check_backup(&self) -> Result<(), u8> {
        let input = std::io::read_to_string(std::io::stdin()).unwrap();
        if input != "PGDMP\n" || self.world.names("fails", "check") {
            eprintln!("pg_restore: error: input file does not appear to be a valid archive");
            return Err(1);
        }
        self.say("; Archive\n1; TABLE places\n2; TABLE countries")
    }

    fn migrations(&self, words: &[&str]) -> Result<(), u8> {
        let at = words.iter().position(|word| *word == "--name").unwrap();
        let service = words.iter().position(|word| *word == "migrations").unwrap();
        let (name, verb) = (words[at + 1], words[service + 1..].to_vec());
        let image = self.world.change(|state| {
            if state.named(name).is_some() {
                eprintln!("Error response from daemon: Conflict. The container name \"/{name}\" is already in use");
                return Err(1);
            }
            let Some(image) = state.images.get(&self.name("migrations")).cloned() else {
                eprintln!("No such image: {}", self.name("migrations"));
                return Err(1);
            };
            state.add(Container { name: name.to_owned(), ..Container::default() });
            Ok(image)
        })?;
        let done = match verb.first() {
            Some(&"status") => self.status(name, &image, &verb),
            Some(&"up") => self.up(name, &image),
            _ => {
                println!("{}", verb.join("|"));
                Err(self.world.said("code").and_then(|code| code.parse().ok()).unwrap_or(0))
            }
        };
        self.world.change(|state| state.remove(name));
        done
    }

    fn status(&self, name: &str, image: &Image, verb: &[&str]) -> Result<(), u8> {
        self.until_stopped(name, "pending")?;
        self.world.trouble("pending")?;
        if self.world.names("fails", "unreachable") {
            eprintln!("error: the database can't be reached");
            return Err(5);
        }
        let standing = self.world.change(|state| standing(state, image));
        if verb.contains(&"json") {
            println!("{standing}");
        } else {
            println!("status for people");
        }
        Ok(())
    }

    fn up(&self, name: &str, image: &Image) -> Result<(), u8> {
        for migration in &image.migrations {
            if self.world.change(|state| state.applied.contains(migration)) {
                continue;
            }
            eprintln!("applying {migration} …");
            self.until_stopped(name, "migrate")?;
            if migration.contains("bad") {
                eprintln!("error: {migration}: relation \"nowhere\" does not exist");
                return Err(1);
            }
            self.world.change(|state| state.applied.push(migration.clone()));
            eprintln!("applied  {migration} in 3 ms");
        }
        Ok(())
    }

    /// At work until the engine stops the container; the end of the client changes nothing for it.
    fn until_stopped(&self, name: &str, step: &str) -> Result<(), u8> {
        if !self.world.names("hangs", step) {
            return Ok(());
        }
        self.world.hang_once(step);
        std::io::stderr().flush().unwrap();
        while self.world.is_to_wait() {
            if self.world.change(|state| state.named(name).is_none_or(|it| it.state == "stopping"))
            {
                eprintln!("stopped by SIGTERM; nothing is half done");
                self.world.change(|state| state.remove(name));
                return Err(143);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

fn standing(state: &State, image: &Image) -> Value {
    let entry = |name: &String, state: &str| json!({ "name": name, "state": state, "edited": false, "unfinished": name.contains("half") });
    let known = image
        .migrations
        .iter()
        .map(|name| entry(name, if state.applied.contains(name) { "applied" } else { "pending" }));
    let unknown = state
        .applied
        .iter()
        .filter(|name| !image.migrations.contains(name))
        .map(|name| entry(name, "unknown"));
    let migrations: Vec<Value> = known.chain(unknown).collect();
    let has = |word: &str| migrations.iter().any(|it| it["state"] == word);
    let status = if has("pending") {
        "behind"
    } else if has("unknown") {
        "ahead"
    } else {
        "current"
    };
    json!({ "status": status, "current": state.applied.last(), "database": "postgres://places@db/places", "migrations": migrations })
}
