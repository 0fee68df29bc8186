//! Migrations that try what can go wrong on the way into a script.

use sea_orm::{DbBackend, Statement, TransactionTrait, Value};
use sea_orm_migration::prelude::*;

pub(super) struct Everything;

pub(super) const CHECKSUMS: &[(&str, &str)] = &[
    ("m1_tables", "1a"),
    ("m2_load", "2b"),
    ("m3_raw", "3c"),
    ("m4_open", "4d"),
    ("m5_nested", "5e"),
];

impl MigratorTrait for Everything {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(Tables), Box::new(Load), Box::new(Raw), Box::new(Open), Box::new(Nested)]
    }
}

/// Whatever a shell, a lexer or a server could take for something else.
pub(super) const NASTY: &[&str] = &[
    "it's; -- not a comment",
    "a \"quoted\" `name` [too]",
    "back\\slash \\' \\n \\",
    "two\nlines\n\n;\n.quit\n\\q\n",
    "windows\r\nlines\rand\ttabs",
    "$1 ? ?1 :name @name %s $$ $tag$ {} ${HOME}",
    "/* open",
    "E'\\x41'",
    "ümläut ✓ 日本語 🦀 \u{200b}",
    "\u{1}\u{1b}[31mred",
    "",
    " ",
];

struct Tables;
struct Load;
struct Raw;
struct Open;
struct Nested;

macro_rules! named {
    ($($kind:ident $name:literal),*) => {$(
        impl MigrationName for $kind {
            fn name(&self) -> &'static str {
                $name
            }
        }
    )*};
}

named!(Tables "m1_tables", Load "m2_load", Raw "m3_raw", Open "m4_open", Nested "m5_nested");

#[async_trait::async_trait]
impl MigrationTrait for Tables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let cake = Table::create()
            .table("cake")
            .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
            .col(ColumnDef::new("name").string_len(200).not_null().default("it's; \\ a \"cake\""))
            .col(ColumnDef::new("price").double())
            .col(ColumnDef::new("stock").integer())
            .col(ColumnDef::new("picture").blob())
            .col(ColumnDef::new("is_fresh").boolean().not_null().default(true))
            .to_owned();
        manager.create_table(cake).await?;
        let slice = Table::create()
            .table("slice")
            .col(ColumnDef::new("cake_id").big_integer().not_null())
            .foreign_key(
                ForeignKey::create()
                    .name("fk-slice-cake")
                    .from("slice", "cake_id")
                    .to("cake", "id"),
            )
            .to_owned();
        manager.create_table(slice).await?;
        manager
            .create_index(
                Index::create().name("idx-cake-name").table("cake").col("name").to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("slice").to_owned()).await?;
        manager.drop_table(Table::drop().table("cake").to_owned()).await
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Load {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (number, text) in (0_i32..).zip(NASTY) {
            let insert = Query::insert()
                .into_table("cake")
                .columns(["name", "price", "stock", "picture", "is_fresh"])
                .values_panic([
                    (*text).into(),
                    (-0.1 * f64::from(number)).into(),
                    (-number).into(),
                    vec![0_u8, 39, 92, 255].into(),
                    (number % 2 == 0).into(),
                ])
                .to_owned();
            db.execute(&insert).await?;
        }
        // Placeholders of SQL that nobody built, next to what only looks like one.
        let sql = match db.get_database_backend() {
            DbBackend::MySql => {
                "UPDATE cake SET stock = stock -? /* ? */ WHERE name <> '?' AND name = ?"
            }
            _ => "UPDATE cake SET stock = stock -$1 /* $1 */ WHERE name <> '$1' AND name = $2",
        };
        let values: [Value; 2] = [(-5).into(), NASTY[3].into()];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
            .await?;
        let nulls: [Value; 3] = [Value::Int(None), 1e-300.into(), Value::Char(Some('é'))];
        let mut insert = Query::insert();
        insert
            .into_table("cake")
            .columns(["stock", "price", "name"])
            .values_panic(nulls.map(Expr::from));
        db.execute(&insert).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let delete = Query::delete()
            .from_table("cake")
            .and_where(Expr::col("name").is_in(NASTY.to_vec()))
            .to_owned();
        manager.get_connection().execute(&delete).await?;
        manager.execute(Query::delete().from_table("cake").to_owned()).await
    }
}

const POSTGRES: &str = "
    CREATE FUNCTION bake() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        -- it's a comment; inside
        NEW.name := NEW.name || ';' || E'\\'' || '\\';
        RETURN NEW;
    END;
    $body$;
    CREATE TRIGGER baked BEFORE INSERT ON slice FOR EACH ROW EXECUTE FUNCTION bake(); -- done";

const SQLITE: &str = "
    CREATE TRIGGER baked AFTER INSERT ON slice BEGIN
        UPDATE cake SET name = name || ';' || '''' WHERE id = NEW.cake_id; -- it's; a comment
        UPDATE cake SET stock = stock - 1 WHERE id = NEW.cake_id;
    END;
    CREATE VIEW fresh AS SELECT \"name\", 'a;b' AS \"x;y\" FROM cake WHERE is_fresh -- done";

const MYSQL: &str =
    "CREATE VIEW fresh AS SELECT `name`, 'a;b\\'' AS `x;y` FROM cake WHERE is_fresh # done";

#[async_trait::async_trait]
impl MigrationTrait for Raw {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let sql = match db.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            DbBackend::Sqlite => SQLITE,
            _ => MYSQL,
        };
        db.execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let sql = match db.get_database_backend() {
            DbBackend::Postgres => "DROP TRIGGER baked ON slice; DROP FUNCTION bake();",
            DbBackend::Sqlite => "DROP TRIGGER baked; DROP VIEW fresh",
            _ => "DROP VIEW fresh;",
        };
        db.execute_unprepared(sql).await.map(drop)
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Open {
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let concurrently =
            if db.get_database_backend() == DbBackend::Postgres { "CONCURRENTLY " } else { "" };
        db.execute_unprepared(&format!("CREATE INDEX {concurrently}stock ON cake (stock)")).await?;
        // A part of it may well be one.
        let part = manager.begin().await?;
        part.get_connection()
            .execute_unprepared("UPDATE cake SET stock = 0 WHERE stock IS NULL")
            .await?;
        part.commit().await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("stock").table("cake").to_owned()).await
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Nested {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let tried = db.begin().await?;
        tried.execute_unprepared("DELETE FROM cake").await?;
        tried.rollback().await?;
        let kept = db.begin().await?;
        let inner = kept.begin().await?;
        inner.execute_unprepared("UPDATE cake SET is_fresh = NOT is_fresh").await?;
        inner.commit().await?;
        kept.commit().await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
