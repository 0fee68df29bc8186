//! The user that a throw-away server runs as.
//!
//! It only reads who there is; no user is ever made or changed.

use super::ScratchError;

/// A user other than the one who runs this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// The user to run `server` as: ourselves, or, because servers refuse root, the first of `users` that exists.
pub(super) fn find(
    server: &'static str,
    users: &'static [&'static str],
) -> Result<Option<Account>, ScratchError> {
    // Whoever owns a file that we just made is us; the standard library has no other way to ask.
    let probe = tempfile::tempfile()?;
    let is_root = std::os::unix::fs::MetadataExt::uid(&probe.metadata()?) == 0;
    if !is_root {
        return Ok(None);
    }
    let known = std::fs::read_to_string("/etc/passwd")?;
    let found = users.iter().find_map(|user| account_of(user, &known));
    let user = users.first().copied().unwrap_or_default();
    found.map(Some).ok_or(ScratchError::NoUser { server, user })
}

fn account_of(user: &str, known: &str) -> Option<Account> {
    known.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, uid, gid) = (fields.next()?, fields.nth(1)?, fields.next()?);
        (name == user).then_some(())?;
        Some(Account { uid: uid.parse().ok()?, gid: gid.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let known = "root:x:0:0::/root:/bin/sh\nmysqld:x:7:8::/:/bin/false\nmysql:x:101:104:,,,:/:/bin/false\n";
        assert_eq!(account_of("mysql", known), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(account_of("postgres", known), None);
        assert_eq!(account_of("mysql", "mysql:x\n+::::::\n"), None);
    }
}
