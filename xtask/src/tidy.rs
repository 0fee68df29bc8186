//! `cargo xtask tidy`: the law of the repository, for what no compiler checks.
//!
//! One rule a file, each a pure function of a tree read once; only `Tree::read` touches the disk, and only this file prints.

mod code;
mod manifest;
pub(crate) mod tree;

// The rules.
mod dialects;
mod file_length;
mod frozen_migrations;
mod layers;
mod links;
mod lints_inherited;
mod migration_list;
mod module_docs;
mod open_ends;
mod printing;
mod unwraps;
mod white_space;
mod xtask_dependencies;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use self::tree::{Finding, Tree};
use crate::{failure, workspace::Workspace};

/// One paragraph of the law.
struct Rule {
    name: &'static str,
    why: &'static str,
    check: fn(&Tree) -> Vec<Finding>,
}

/// In the order in which they report: what a file looks like, what is in it, how files fit together.
const RULES: &[Rule] = &[
    module_docs::RULE,
    file_length::RULE,
    white_space::RULE,
    open_ends::RULE,
    unwraps::RULE,
    printing::RULE,
    layers::RULE,
    dialects::RULE,
    frozen_migrations::RULE,
    migration_list::RULE,
    lints_inherited::RULE,
    xtask_dependencies::RULE,
    links::RULE,
];

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<ExitCode> {
    let tree = Tree::read(workspace.root())?;
    let (report, n_findings) = report(&tree);
    // A reader that has seen enough (`| head`) closes the pipe; that is not our failure.
    let _ = io::stdout().write_all(report.as_bytes());
    if n_findings == 0 {
        eprintln!("tidy: {} rules, {} files, nothing found", RULES.len(), tree.n_files());
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("tidy: {n_findings} to mend");
    Ok(failure::findings())
}

/// Every finding with its hint, rule by rule, and the reason behind each rule that was broken.
fn report(tree: &Tree) -> (String, usize) {
    let mut paragraphs = Vec::new();
    let mut n_findings = 0;
    for rule in RULES {
        let mut findings = (rule.check)(tree);
        findings.sort();
        n_findings += findings.len();
        if !findings.is_empty() {
            paragraphs.extend(findings.iter().map(Finding::lines));
            paragraphs.push(format!("rule {}: {}\n\n", rule.name, rule.why));
        }
    }
    (paragraphs.concat(), n_findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_keeps_its_law() {
        let xtask = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let tree = Tree::read(xtask.parent().expect("xtask is inside the workspace")).unwrap();
        let (report, n_findings) = report(&tree);
        assert_eq!(n_findings, 0, "\n{report}");
    }

    #[test]
    fn a_report_names_place_remedy_and_reason() {
        let tree = Tree::of([("a.rs", "fn main() {}\n")]);
        let (report, n_findings) = report(&tree);
        assert_eq!(n_findings, 1);
        assert!(report.starts_with("a.rs:1: does not open with `//!`\nhint: "), "{report}");
        assert!(report.contains("\nrule module_docs: "), "{report}");
    }

    #[test]
    fn every_rule_has_its_own_name_and_a_sentence() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        assert!(RULES.iter().all(|rule| rule.why.len() > 30 && !rule.why.ends_with('.')));
    }
}
