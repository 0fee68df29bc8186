//! What is on an engine: containers and images, as far as a deploy asks.
//!
//! The templates name each field that is read, so that no environment of a container, and with it no password, ever
//! comes here.

use serde::Deserialize;

use super::{Call, Ended, How};

/// The label with the newest migration that an image contains.
pub(crate) const SCHEMA_HEAD: &str = "app.schema.head";

/// A container, running or not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Container {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The service it is of, if compose made it.
    pub(crate) service: Option<String>,
    /// The id of its image, and the name under which it was started.
    pub(crate) image: String,
    pub(crate) image_name: String,
    /// `running`, `exited`, `restarting`, …
    pub(crate) state: String,
    /// `healthy`, `unhealthy`, `starting`; nothing without a check.
    pub(crate) health: Option<String>,
    pub(crate) restarts: u64,
    pub(crate) exit_code: i64,
    pub(crate) started: String,
    /// Of the configuration that compose made it from.
    pub(crate) config_hash: Option<String>,
    /// Who deploys, on the container that is the lock.
    pub(crate) owner: Option<String>,
}

impl Container {
    pub(crate) fn runs(&self) -> bool {
        self.state == "running"
    }

    /// The tag of the image's name.
    pub(crate) fn tag(&self) -> Option<&str> {
        // A registry may have a port: what follows the last `:` is a tag only without a `/`.
        let (_, tag) = self.image_name.rsplit_once(':')?;
        (!tag.contains('/') && !self.image_name.starts_with("sha256:")).then_some(tag)
    }

    /// Running, and healthy if it has a check.
    pub(crate) fn is_well(&self) -> bool {
        self.runs() && self.health.as_deref().is_none_or(|health| health == "healthy")
    }

    /// In two words, for people.
    pub(crate) fn condition(&self) -> String {
        match (&self.health, self.runs()) {
            (Some(health), true) => format!("{}, {health}", self.state),
            (None, true) => self.state.clone(),
            (_, false) => format!("{} with code {}", self.state, self.exit_code),
        }
    }
}

/// A tagged image.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Image {
    /// `places-backend:20261122-131502`.
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) schema_head: Option<String>,
}

impl Image {
    /// The tag, if this is an image of the repository named.
    pub(crate) fn tag_in(&self, repository: &str) -> Option<&str> {
        self.name.strip_prefix(repository)?.strip_prefix(':')
    }
}

/// The ids of all containers of a project, and of those that are named.
pub(crate) fn list(project: &str) -> Call {
    let label = format!("label=com.docker.compose.project={project}");
    Call::new(["container", "ls", "--all", "--quiet", "--no-trunc", "--filter", &label])
}

/// The ids of containers with exactly this name: none or one.
pub(crate) fn list_named(name: &str) -> Call {
    let filter = format!("name=^/{name}$");
    Call::new(["container", "ls", "--all", "--quiet", "--no-trunc", "--filter", &filter])
}

// `.ID` and not `.Id`, which inspect has, too: with a field that its own types lack, docker reads the raw answer, in which
// a container without a health check has no `.State.Health`, and then it fails.
const CONTAINER: &str = concat!(
    r#"{"id":{{json .ID}},"name":{{json .Name}},"image":{{json .Image}},"image_name":{{json .Config.Image}},"#,
    r#""service":{{with index .Config.Labels "com.docker.compose.service"}}{{json .}}{{else}}null{{end}},"#,
    r#""config_hash":{{with index .Config.Labels "com.docker.compose.config-hash"}}{{json .}}{{else}}null{{end}},"#,
    r#""owner":{{with index .Config.Labels "app.deploy.owner"}}{{json .}}{{else}}null{{end}},"#,
    r#""state":{{json .State.Status}},"started":{{json .State.StartedAt}},"exit_code":{{json .State.ExitCode}},"#,
    r#""health":{{with .State.Health}}{{json .Status}}{{else}}null{{end}},"restarts":{{json .RestartCount}}}"#,
);

/// Describes containers by name or id, one JSON object a line.
pub(crate) fn describe<I>(names: I) -> Call
where
    I: IntoIterator,
    I::Item: Into<String>,
{
    Call::new(["container", "inspect", "--format", CONTAINER]).words(names)
}

/// The names of the images of these repositories.
pub(crate) fn list_images<'r>(repositories: impl IntoIterator<Item = &'r String>) -> Call {
    let filters =
        repositories.into_iter().flat_map(|it| ["--filter".to_owned(), format!("reference={it}")]);
    Call::new(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]).words(filters)
}

/// Describes one image, under the name by which it is asked for.
pub(crate) fn describe_image(name: &str) -> Call {
    let labels = format!(
        r#"{{{{with .Config.Labels}}}}{{{{with index . "{SCHEMA_HEAD}"}}}}{{{{json .}}}}{{{{else}}}}null{{{{end}}}}{{{{else}}}}null{{{{end}}}}"#
    );
    let format = format!(r#"{{"name":"{name}","id":{{{{json .ID}}}},"schema_head":{labels}}}"#);
    Call::new(["image", "inspect", "--format", &format, name])
}

/// The objects, one a line; what is no such object is left out.
pub(crate) fn objects<T: for<'d> Deserialize<'d>>(ended: &Ended) -> Vec<T> {
    ended.stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Words, one a line.
pub(crate) fn words(ended: &Ended) -> Vec<String> {
    let lines = ended.stdout.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// All containers of a project and those named, by way of whatever runs calls.
pub(crate) fn containers(
    ask: &mut dyn FnMut(&Call) -> Ended,
    project: &str,
    named: &[String],
) -> Result<Vec<Container>, String> {
    let mut ids = Vec::new();
    for call in std::iter::once(list(project)).chain(named.iter().map(|name| list_named(name))) {
        let ended = ask(&call);
        if !ended.succeeded() {
            return Err(ended.last_words().to_owned());
        }
        ids.extend(words(&ended));
    }
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Container> = described(&ask(&describe(ids)))?;
    for it in &mut found {
        it.name = it.name.trim_start_matches('/').to_owned();
    }
    Ok(found)
}

/// One that has gone between two calls makes docker fail, and is not among the objects: that is right. Any other failure
/// must not look as if nothing were there.
fn described<T: for<'d> Deserialize<'d>>(ended: &Ended) -> Result<Vec<T>, String> {
    let only_gone = || {
        let mut errors = ended.tail.iter().filter(|line| !line.starts_with('{'));
        errors.all(|line| line.to_ascii_lowercase().contains("no such"))
    };
    if ended.succeeded() || (matches!(ended.how, How::Code(_)) && only_gone()) {
        Ok(objects(ended))
    } else {
        Err(ended.last_words().to_owned())
    }
}

/// All tagged images of the repositories.
pub(crate) fn images(
    ask: &mut dyn FnMut(&Call) -> Ended,
    repositories: &[String],
) -> Result<Vec<Image>, String> {
    let listed = ask(&list_images(repositories));
    if !listed.succeeded() {
        return Err(listed.last_words().to_owned());
    }
    let mut names = words(&listed);
    names.retain(|name| !name.ends_with(":<none>"));
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    for name in &names {
        found.extend(described(&ask(&describe_image(name)))?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(image_name: &str) -> Container {
        let text = format!(
            r#"{{"id":"c","name":"n","image":"sha256:1","image_name":"{image_name}","service":null,"config_hash":null,
            "owner":null,"state":"running","started":"","exit_code":0,"health":null,"restarts":0}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_tag_is_not_the_port_of_a_registry() {
        assert_eq!(container("places-backend:20261122-131502").tag(), Some("20261122-131502"));
        assert_eq!(container("registry:5000/places").tag(), None);
        assert_eq!(container("registry:5000/places:x").tag(), Some("x"));
        assert_eq!(container("sha256:abc").tag(), None);
        assert_eq!(container("places").tag(), None);
    }

    #[test]
    fn a_container_is_well_if_it_runs_and_its_check_says_so() {
        let with = |state: &str, health: Option<&str>| Container {
            state: state.into(),
            health: health.map(str::to_owned),
            ..container("x")
        };
        assert!(with("running", None).is_well());
        assert!(with("running", Some("healthy")).is_well());
        assert!(!with("running", Some("starting")).is_well());
        assert!(!with("restarting", Some("healthy")).is_well());
    }

    #[test]
    fn templates_read_no_environment() {
        let image = describe_image("places-backend:t");
        for word in image.words.iter().map(String::as_str).chain([CONTAINER]) {
            assert!(!word.contains("Env"), "{word}");
        }
    }
}
