//! `docker …`: containers and images of the stand-in.
//!
//! What compose adds is in `compose`.

use std::{
    io::{self, BufRead as _, Write as _},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::state::{Container, Image, World};

pub(crate) fn compose_version(world: &World) -> u8 {
    match world.said("compose").as_deref() {
        Some("missing") => {
            eprintln!("docker: 'compose' is not a docker command.");
            1
        }
        version => {
            println!("{}", version.unwrap_or("2.26.1-4"));
            0
        }
    }
}

pub(crate) fn run(world: &World, words: &[&str]) -> u8 {
    match words {
        ["version", ..] => {
            println!("{}", world.said("engine").unwrap_or_else(|| "20.10.24+dfsg1".into()));
        }
        ["info", ..] => println!("/nowhere/docker"),
        ["context", ..] => println!("unix:///var/run/docker.sock"),
        ["container", "ls", .., "--filter", filter] => list(world, filter),
        ["container", "inspect", ..] if world.names("fails", "inspect") => {
            eprintln!("template parsing error: map has no entry for key");
            return 1;
        }
        ["container", "inspect", "--format", _, names @ ..] => return inspect(world, names),
        ["container", "rm", name] => world.change(|state| state.remove(name)),
        ["image", "ls", ..] => world.change(|state| {
            for name in state.images.keys().filter(|name| {
                words.iter().any(|word| name.starts_with(&word.replace("reference=", "")))
            }) {
                println!("{name}");
            }
        }),
        ["image", "inspect", "--format", _, name] => return inspect_image(world, name),
        ["image", "tag", from, to] => return tag(world, from, to),
        ["image", "rm", names @ ..] => world.change(|state| {
            for name in names {
                state.images.remove(*name);
            }
        }),
        ["logs", "--tail", ..] => println!("error: relation does not exist"),
        ["stop", "-t", _, name] => return stop(world, name),
        ["run", "--label", label, rest @ ..] => return hold(world, label, rest),
        _ => {
            eprintln!("the stand-in does not know: docker {}", words.join(" "));
            return 64;
        }
    }
    0
}

fn list(world: &World, filter: &str) {
    world.change(|state| {
        for it in &state.containers {
            let by_project = it
                .project
                .as_ref()
                .is_some_and(|it| filter == format!("label=com.docker.compose.project={it}"));
            if by_project || filter == format!("name=^/{}$", it.name) {
                println!("{}", it.id);
            }
        }
    });
}

fn inspect(world: &World, names: &[&str]) -> u8 {
    world.change(|state| {
        let mut code = 0;
        for name in names {
            let Some(it) = state.containers.iter().find(|it| it.id == *name || it.name == *name) else {
                eprintln!("Error: No such container: {name}");
                code = 1;
                continue;
            };
            println!(
                "{}",
                json!({ "id": it.id, "name": format!("/{}", it.name), "service": it.service, "image": it.image,
                    "image_name": it.image_name, "state": it.state, "health": it.health, "restarts": it.restarts,
                    "exit_code": it.exit_code, "started": "2026-11-22T13:15:02Z", "config_hash": it.config_hash, "owner": it.owner })
            );
        }
        code
    })
}

fn inspect_image(world: &World, name: &str) -> u8 {
    world.change(|state| {
        let Some(it) = state.images.get(name) else {
            eprintln!("Error: No such image: {name}");
            return 1;
        };
        println!("{}", json!({ "name": name, "id": it.id, "schema_head": it.head }));
        0
    })
}

fn tag(world: &World, from: &str, to: &str) -> u8 {
    world.change(|state| {
        let by_id = state.images.values().find(|it| it.id == from).cloned();
        let Some(image) = state.images.get(from).cloned().or(by_id) else {
            // An image without a name is still there as long as a container uses it.
            if state.containers.iter().any(|it| it.image == from) {
                state
                    .images
                    .insert(to.to_owned(), Image { id: from.to_owned(), ..Image::default() });
                return 0;
            }
            eprintln!("Error: No such image: {from}");
            return 1;
        };
        state.images.insert(to.to_owned(), image);
        0
    })
}

/// The program in the container is told, and the container is gone when it has ended.
fn stop(world: &World, name: &str) -> u8 {
    let found = world
        .change(|state| state.named(name).map(|it| "stopping".clone_into(&mut it.state)).is_some());
    if !found {
        eprintln!("Error: No such container: {name}");
        return 1;
    }
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(3) {
        if world.change(|state| state.named(name).is_none()) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    world.change(|state| state.remove(name));
    println!("{name}");
    0
}

/// `docker run --interactive … cat`: alive as long as its input.
fn hold(world: &World, label: &str, words: &[&str]) -> u8 {
    let at = words.iter().position(|word| *word == "--name").unwrap();
    let name = words[at + 1];
    if words.last() != Some(&"postgres:17-bookworm") {
        eprintln!("Unable to find image\n\nRun 'docker run --help' for more information");
        return 125;
    }
    let owner = label.strip_prefix("app.deploy.owner=").unwrap();
    let taken = world.change(|state| {
        if state.named(name).is_some() {
            return true;
        }
        state.add(Container {
            name: name.to_owned(),
            owner: Some(owner.to_owned()),
            ..Container::default()
        });
        false
    });
    if taken {
        eprintln!(
            "docker: Error response from daemon: Conflict. The container name \"/{name}\" is already in use by container \"id1\"."
        );
        return 125;
    }
    for line in io::stdin().lock().lines() {
        // An engine that is restarted takes its containers along.
        if world.said("lock").as_deref() == Some("lost") {
            break;
        }
        println!("{}", line.unwrap());
        io::stdout().flush().unwrap();
    }
    world.change(|state| state.remove(name));
    0
}
