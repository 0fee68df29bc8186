//! A `SeaORM` project that knows nothing of this engine takes it up as `docs/adopt.md` says, and a developer then works
//! in it: for real, with cargo.
//!
//! The edits are those of the document, block by block. Compiling takes minutes the first time, so there is one build for
//! all commands; `SeaORM`'s own runner runs in this process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sea_orm::{ConnectionTrait, Database, Statement};
use sea_orm_migration::MigratorTrait;
use tempfile::TempDir;

use crate::place::block_on;

/// The project's migrations as they were before.
#[path = "../fixtures/shop/migration/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is somebody else's, as `sea-orm-cli migrate init` makes it")]
mod shop;

/// Where the workspace is.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The blocks of the document, in their order.
const MANIFEST: usize = 0;
const MAIN: usize = 1;
const LIST: usize = 2;
const BUILD: usize = 3;
const ENTITIES: usize = 4;

/// A foreign project in a folder of its own.
struct Shop {
    folder: TempDir,
}

/// How a command ended.
struct Ended {
    code: Option<i32>,
    said: String,
}

impl Ended {
    #[track_caller]
    fn exits(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}", self.said);
        self.said
    }
}

impl Shop {
    fn open() -> Self {
        let shop = Self { folder: tempfile::tempdir().unwrap() };
        copy(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/shop")),
            shop.folder.path(),
        );
        // The versions that are tested, which are here already.
        fs::copy(Path::new(ROOT).join("Cargo.lock"), shop.path("Cargo.lock")).unwrap();
        shop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.path("shop.db").display())
    }

    fn cargo(&self, words: &[&str]) -> Ended {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(words)
            .current_dir(self.folder.path())
            // Kept from run to run, beside what this test was built into.
            .env("CARGO_TARGET_DIR", Path::new(ROOT).join("target/adopted"))
            .env("DATABASE_URL", self.url())
            .env_remove("SCRATCH_DATABASE_URL")
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ended { code: output.status.code(), said: text(&output.stdout) + &text(&output.stderr) }
    }

    fn migration(&self, words: &[&str]) -> Ended {
        self.cargo(
            &[&["run", "--quiet", "-p", "migration", "--features", "author", "--"], words].concat(),
        )
    }

    /// The edits of the document.
    fn adopt(&self) {
        let blocks = blocks();
        let manifest = "migration/Cargo.toml";
        let here = |package: &str| {
            format!("path = \"{}\"", Path::new(ROOT).join("crates").join(package).display())
        };
        let mut block = blocks[MANIFEST].replace("\"postgres\"", "\"sqlite\"");
        for package in ["sea-migrate", "sea-migrate-checksum"] {
            block = block.replacen("path = \"…\"", &here(package), 1);
        }
        // It has a section of that name already.
        let (features, rest) = block.split_once("[dependencies]\n").unwrap();
        self.write(manifest, &format!("{}{rest}\n{features}", self.text(manifest)));
        let main = blocks[MAIN].replace("Dialect::Postgres", "Dialect::Sqlite");
        self.write("migration/src/main.rs", &main);
        let list = format!(
            "pub use sea_orm_migration::prelude::*;\n\npub struct Migrator;\n\n{}",
            blocks[LIST]
        );
        self.write("migration/src/lib.rs", &list);
        self.write("migration/build.rs", &blocks[BUILD]);
        self.write("migration/src/entities.rs", &blocks[ENTITIES]);
    }

    /// What `sea-orm-cli migrate up` does.
    fn own_runner(&self) {
        let url = self.url();
        block_on(async move {
            let db = Database::connect(url).await.unwrap();
            shop::Migrator::up(&db, None).await.unwrap();
        });
    }

    fn rows(&self, sql: &str) -> Result<Vec<String>, sea_orm::DbErr> {
        let url = self.url();
        block_on(async move {
            let db = Database::connect(url).await?;
            let rows =
                db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
            rows.iter().map(|it| it.try_get_by_index(0)).collect()
        })
    }
}

/// The code of `docs/adopt.md`.
fn blocks() -> Vec<String> {
    let text = fs::read_to_string(Path::new(ROOT).join("docs/adopt.md")).unwrap();
    let mut blocks = Vec::new();
    for part in text.split("\n```").collect::<Vec<_>>().chunks(2) {
        let [_, block] = part else { continue };
        let (language, code) = block.split_once('\n').unwrap();
        if ["rust", "toml"].contains(&language) {
            blocks.push(format!("{code}\n"));
        }
    }
    blocks
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
}

#[test]
fn a_project_that_is_there_takes_the_engine_up_and_goes_on() {
    let shop = Shop::open();
    shop.own_runner();
    shop.rows("INSERT INTO cake (name) VALUES ('cheese') RETURNING name").unwrap();

    shop.adopt();
    let said = shop.migration(&["status"]).exits(0);
    assert!(said.contains("create_table"), "{said}");
    let said = shop.migration(&["up"]).exits(0);
    assert!(said.contains("nothing to do"), "{said}");
    shop.migration(&["verify", "--all", "--write"]).exits(0);
    shop.migration(&["check"]).exits(0);

    // A developer changes an entity, and forgets the migration.
    let entity = "entity/src/cake.rs";
    let changed = shop
        .text(entity)
        .replace("pub name: String,", "pub name: String,\n    pub price: Option<i32>,");
    shop.write(entity, &changed);
    let said = shop.migration(&["check"]).exits(3);
    assert!(said.contains("price"), "{said}");
    let said = shop.migration(&["new", "add_cake_price"]).exits(0);
    assert!(said.contains("price"), "{said}");
    let list = shop.text("migration/src/lib.rs");
    assert!(list.contains("_add_cake_price::Migration"), "{list}");
    shop.migration(&["check"]).exits(0);

    shop.migration(&["up"]).exits(0);
    assert_eq!(shop.rows("SELECT name || coalesce(price, '') FROM cake").unwrap(), ["cheese"]);
    shop.migration(&["down", "--yes"]).exits(0);
    assert_eq!(shop.rows("SELECT name FROM cake").unwrap(), ["cheese"]);
    shop.rows("SELECT price FROM cake").unwrap_err();

    // And its own runner reads the same history.
    shop.own_runner();
    shop.migration(&["up"]).exits(0);
    assert_eq!(shop.rows("SELECT name || coalesce(price, '') FROM cake").unwrap(), ["cheese"]);
}
