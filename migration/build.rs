//! Puts the checksum of each migration's source into the program. Must not do anything else.

use std::{env, path::Path};

fn main() {
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let embedded =
        sea_migrate_checksum::embed(Path::new("src"), &Path::new(&out).join("checksums.rs"));
    print!("{}", embedded.unwrap_or_else(|error| format!("cargo::error={error}\n")));
}
