//! A map by name, written down as the list of its values, which know their names.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Name;

/// Something with a qualified name.
pub trait Named {
    /// Its name.
    fn name(&self) -> &Name;
}

pub(super) fn serialize<S: Serializer, T: Serialize>(
    map: &BTreeMap<Name, T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(map.values())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>, T: DeserializeOwned + Named>(
    deserializer: D,
) -> Result<BTreeMap<Name, T>, D::Error> {
    let values = Vec::<T>::deserialize(deserializer)?;
    Ok(values.into_iter().map(|value| (value.name().clone(), value)).collect())
}
