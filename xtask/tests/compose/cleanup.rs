//! Whatever a checkout has started goes when its test ends, also when that is by Ctrl-C or a kill.
//!
//! A shell waits for the end of a pipe that only the test holds, and then takes down; nothing else here takes down.

use std::{
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
};

/// Knows projects by their names only: the files may be gone, and may have been anything.
const TAKE_DOWN: &str = "
trap '' HUP INT TERM
cat >/dev/null
for project in \"$0\" \"$0-dev\"; do
    docker compose --project-name \"$project\" --profile '*' \\
        down --volumes --remove-orphans --timeout 1 >/dev/null 2>&1 || echo \"left behind: $project\" >&2
done
docker image rm --force \"places-backend:$0\" \"places-migrations:$0\" \"$0-dev-backend\" \"$0-dev-migrations\" \\
    >/dev/null 2>&1 || true
";

/// Dropping it takes down and waits for that.
pub(crate) struct Cleanup {
    shell: Child,
}

impl Cleanup {
    /// Watches over both stacks of a checkout, and over their images.
    pub(crate) fn of(project: &str) -> Self {
        let shell = Command::new("sh")
            .args(["-c", TAKE_DOWN, project])
            .current_dir("/")
            // Ctrl-C goes to the group of the tests.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self { shell }
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // A panic while one is under way would abort, and hide why the test failed.
        let _ = self.shell.wait();
    }
}
