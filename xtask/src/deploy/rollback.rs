//! `cargo xtask deploy rollback [TAG]`: an older version's images again, and nothing of the database.
//!
//! It finds the version and says what it doesn't know; the steps are `plan`'s and their performance is `perform`'s.

use super::{
    Common, Exit, Printer, carry_out, config, event::Event, facts::Facts, machine,
    options::RollbackOptions, plan, refuse, survey,
};
use crate::{docker::Stack, failure::Failure, workspace::Workspace};

pub(super) fn run(
    workspace: &Workspace,
    common: &Common,
    wanted: &RollbackOptions,
) -> anyhow::Result<Exit> {
    let mut machine = machine(workspace, common)?;
    let mut config = config(workspace, common, machine.owner.tag.clone())?;
    let mut printer = Printer::new(common.format, common.detail());
    let facts = survey::facts(&config, workspace.root(), &mut |call| machine.docker.ask(call));
    if let Some(exit) = refuse(&config, &facts, &machine, &mut printer) {
        return Ok(exit);
    }
    config.tag = target(&config.stack, &facts, wanted.tag.as_deref())?;
    machine.owner.tag.clone_from(&config.tag);
    if let Some(what) = unknown_by_label(workspace, &config.stack, &facts, &config.tag) {
        let hint = "its migrations' image is not here, so the database can't be asked; the label of the backend's was read";
        printer.tell(&Event::Warned { what: &what, hint });
    }
    Ok(carry_out(
        &config,
        facts,
        &plan::rollback,
        wanted.dry_run(),
        common,
        &mut machine,
        &mut printer,
    ))
}

/// The version to go back to.
fn target(stack: &Stack, facts: &Facts, wanted: Option<&str>) -> Result<String, Failure> {
    let versions = facts.state.versions(stack);
    let names: Vec<&str> = versions.iter().map(|(tag, _)| *tag).collect();
    let here = if names.is_empty() {
        "there is none here".to_owned()
    } else {
        format!("here: {}", names.join(", "))
    };
    let running = facts.state.running_version(stack);
    let image = facts.state.backend().map(|it| it.image.as_str());
    if let Some(tag) = wanted {
        let Some((tag, found)) = versions.iter().find(|(it, _)| *it == tag) else {
            return Err(Failure::usage(
                format!("there is no version `{tag}` on this engine"),
                here,
            ));
        };
        if image == Some(found.id.as_str()) {
            return Err(Failure::usage(format!("`{tag}` is the version that runs"), here));
        }
        return Ok((*tag).to_owned());
    }
    let is_older = |tag: &str| running.is_none_or(|running| tag < running);
    let older = versions.iter().find(|(tag, it)| is_older(tag) && Some(it.id.as_str()) != image);
    older.map(|(tag, _)| (*tag).to_owned()).ok_or_else(|| {
        let running = running.unwrap_or("what runs");
        Failure::usage(format!("there is no version older than {running} to go back to"), here)
    })
}

/// The migrations of the source that are newer than what the version's label says, where only the label can be asked.
fn unknown_by_label(
    workspace: &Workspace,
    stack: &Stack,
    facts: &Facts,
    tag: &str,
) -> Option<String> {
    if facts.state.migrations_image(stack, tag).is_some() {
        return None;
    }
    let (_, image) = facts.state.versions(stack).into_iter().find(|(it, _)| *it == tag)?;
    let head = image.schema_head.as_ref()?;
    let newest = survey::newest(workspace.root())?;
    (newest > *head).then(|| {
        format!("{tag} knows the migrations up to {head}; the newest in the source is {newest}")
    })
}

#[cfg(test)]
mod tests {
    use super::{super::facts::fixture, *};

    #[test]
    fn without_a_name_it_is_the_version_before_the_running_one() {
        let (stack, facts) = fixture::running(
            "20260103-000000",
            &["20260101-000000", "20260102-000000", "20260103-000000", "20260104-000000"],
        );
        assert_eq!(target(&stack, &facts, None).unwrap(), "20260102-000000");
        assert_eq!(target(&stack, &facts, Some("20260104-000000")).unwrap(), "20260104-000000");
        let (stack, facts) = fixture::running("20260101-000000", &["20260101-000000"]);
        assert!(
            target(&stack, &facts, None)
                .unwrap_err()
                .to_string()
                .contains("older than 20260101-000000")
        );
    }

    #[test]
    fn what_is_not_here_or_runs_already_is_refused() {
        let (stack, facts) =
            fixture::running("20260102-000000", &["20260101-000000", "20260102-000000"]);
        let refused = target(&stack, &facts, Some("latest")).unwrap_err();
        assert!(refused.hint.contains("20260102-000000, 20260101-000000"), "{}", refused.hint);
        assert!(
            target(&stack, &facts, Some("20260102-000000"))
                .unwrap_err()
                .to_string()
                .contains("that runs")
        );
    }
}
