//! Enumerated types of `PostgreSQL`, and what takes their place on `MariaDB`: the values of each column.

use sea_migrate::prelude::*;

use super::{carefully, plainly};
use crate::place::Place;

#[test]
fn enumerations_live_and_change() {
    let Some(place) = Place::postgres() else { return };
    let values =
        "SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum GROUP BY enumtypid";
    plainly(&place, async |manager| {
        create_enum(manager, "Mood", &["sad", "it's ok", "happy"]).await
    })
    .unwrap();
    place.sql("CREATE TABLE pet (id integer PRIMARY KEY, mood \"Mood\" NOT NULL DEFAULT 'it''s ok', moods \"Mood\"[] DEFAULT '{sad,happy}');
        CREATE INDEX ix_pet ON pet (mood); INSERT INTO pet (id) VALUES (1)");
    plainly(&place, async |manager| {
        add_enum_value(manager, "Mood", "wild", EnumPlace::Before("happy")).await?;
        add_enum_value(manager, "Mood", "mild", EnumPlace::After("sad")).await?;
        add_enum_value(manager, "Mood", "last", EnumPlace::Last).await?;
        rename_enum_value(manager, "Mood", "mild", "meh").await
    })
    .unwrap();
    assert_eq!(place.rows(values), ["sad,meh,it's ok,wild,happy,last"]);
    carefully(&place, async |manager| {
        set_enum_values(
            manager,
            "Mood",
            &["happy", "sad", "it's ok"],
            &[("pet", "mood"), ("pet", "moods")],
        )
        .await
    })
    .unwrap();
    assert_eq!(place.rows(values), ["happy,sad,it's ok"]);
    place.sql("INSERT INTO pet (id) VALUES (2)");
    let rows = place.rows("SELECT mood::text || moods::text FROM pet ORDER BY id");
    assert_eq!(rows, ["it's ok{sad,happy}", "it's ok{sad,happy}"]);
    // A value in use does not go, a column is not forgotten, and a column must be there.
    let both: &[(&str, &str)] = &[("pet", "mood"), ("pet", "moods")];
    for (list, columns, words) in [
        (&["happy", "sad"][..], both, "it's ok"),
        (&["happy", "sad", "it's ok"], &both[..1], "moods"),
        (&["happy", "sad", "it's ok"], &[("pet", "mud"), ("pet", "moods")], "mud"),
    ] {
        let before = place.dump();
        let done = carefully(&place, async |manager| {
            set_enum_values(manager, "Mood", list, columns).await
        });
        let error = done.unwrap_err();
        assert!(error.contains(words), "{words} in {error}");
        assert_eq!(place.dump(), before);
    }
    place.sql("ALTER TABLE pet ALTER COLUMN mood SET DEFAULT lower('SAD')::\"Mood\"");
    let done = carefully(&place, async |manager| {
        set_enum_values(manager, "Mood", &["sad", "happy", "it's ok"], both).await
    });
    assert!(done.unwrap_err().contains("is computed"));
    place.sql("DROP TABLE pet");
    plainly(&place, async |manager| {
        rename_enum(manager, "Mood", "temper").await?;
        drop_enum(manager, "temper").await
    })
    .unwrap();
    assert_eq!(place.count("pg_enum"), 0);
}

#[test]
fn values_of_each_column_change_on_mariadb() {
    let Some(place) = Place::mariadb() else { return };
    place.sql("CREATE TABLE pet (id integer PRIMARY KEY, mood enum('sad','happy') NOT NULL DEFAULT 'happy' COMMENT 'it''s', was enum('sad','happy'));
        INSERT INTO pet VALUES (1, 'sad', NULL), (2, 'happy', 'sad')");
    let both: &[(&str, &str)] = &[("pet", "mood"), ("pet", "was")];
    plainly(&place, async |manager| {
        set_enum_values(manager, "mood", &["happy", "it's ok", "sad"], both).await
    })
    .unwrap();
    let schema = place.schema();
    let values = "enum('happy','it''s ok','sad')";
    let mood = format!("`mood` {values} NOT NULL DEFAULT 'happy' COMMENT 'it''s'");
    assert!(schema.contains(&mood) && schema.contains(&format!("`was` {values}")), "{schema}");
    assert_eq!(place.count("pet WHERE (id = 1 AND mood = 'sad') OR (id = 2 AND was = 'sad')"), 2);
    // A value in use does not go, whatever the server is set to.
    let before = place.dump();
    let done = plainly(&place, async |manager| {
        set_enum_values(manager, "mood", &["happy", "it's ok"], both).await
    });
    assert!(done.unwrap_err().contains("mood"));
    assert_eq!(place.dump(), before);
}
