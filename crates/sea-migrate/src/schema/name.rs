//! The name of an object of a database: a namespace where it is not the usual one, and its own name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A qualified name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The namespace; nothing for the one in which unqualified names are found, so that two databases can
    /// be compared whose usual namespaces have different names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The object's own name.
    pub name: String,
}

impl Name {
    /// A name in the usual namespace.
    #[must_use]
    pub fn plain(name: &str) -> Self {
        Self { namespace: None, name: name.to_owned() }
    }

    /// Another name in the same namespace.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        Self { namespace: self.namespace.clone(), name: name.to_owned() }
    }

    /// Reads `name` or `namespace.name`, as a person types it.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.split_once('.') {
            Some((namespace, name)) => {
                Self { namespace: Some(namespace.to_owned()), name: name.to_owned() }
            }
            None => Self::plain(text),
        }
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::plain(name)
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self { namespace: None, name }
    }
}

/// A namespace and a name in it.
impl From<(&str, &str)> for Name {
    fn from((namespace, name): (&str, &str)) -> Self {
        Self { namespace: Some(namespace.to_owned()), name: name.to_owned() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}.")?;
        }
        f.write_str(&self.name)
    }
}
