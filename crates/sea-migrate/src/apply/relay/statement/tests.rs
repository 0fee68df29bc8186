//! Statements and what they are taken for. Nothing here sends one.

use super::*;

#[test]
fn a_statement_is_what_its_first_words_say() {
    let temporary = BTreeSet::from(["scrap".to_owned()]);
    for (sql, effect) in [
        ("select 1", Effect::Question),
        (" -- why\n(SELECT 1) UNION SELECT 'DELETE'", Effect::Question),
        ("SELECT a INTO @a FROM b", Effect::Session),
        ("SELECT @a := a FROM b", Effect::Session),
        ("WITH a AS (SELECT 1) DELETE FROM b", Effect::Rows),
        ("SET NAMES utf8mb4", Effect::Session),
        ("SET STATEMENT max_statement_time = 1 FOR INSERT INTO a VALUES (1)", Effect::Rows),
        ("SET STATEMENT max_statement_time = 1 FOR ALTER TABLE a ADD b int", Effect::Schema),
        ("ANALYZE FORMAT=JSON UPDATE a SET b = b + 1", Effect::Rows),
        ("DO SLEEP(1)", Effect::Session),
        ("DO changes_rows()", Effect::Rows),
        ("ANALYZE TABLE a", Effect::Upkeep),
        ("CREATE TABLE a (b int)", Effect::Schema),
        ("CREATE TABLE a AS SELECT 1", Effect::Other),
        ("CREATE TABLE a AS TABLE b", Effect::Other),
        ("CREATE TABLE a LIKE b", Effect::Schema),
        ("CREATE OR REPLACE TABLE a (b int)", Effect::Other),
        ("CREATE OR REPLACE VIEW a AS SELECT 1", Effect::Schema),
        ("CREATE UNIQUE INDEX a ON b (c)", Effect::Schema),
        ("DROP TABLE a", Effect::Schema),
        ("DROP TABLE a, b", Effect::DropMany),
        ("ALTER TABLE a ADD b int, ADD c int", Effect::Schema),
        ("ALTER TABLE a TRUNCATE PARTITION p", Effect::Unseen),
        ("ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b", Effect::Unseen),
        ("RENAME TABLE a TO b", Effect::Schema),
        ("RENAME TABLE a TO old, new TO a", Effect::Schema),
        ("RENAME TABLE a TO c, b TO a, c TO b", Effect::Unseen),
        ("CREATE USER a", Effect::Other),
        ("TRUNCATE a", Effect::Unseen),
        ("INSERT IGNORE INTO a SELECT * FROM scrap", Effect::Rows),
        ("UPDATE a JOIN scrap SET a.b = 1", Effect::Rows),
        ("LOCK TABLES a WRITE", Effect::Lock),
        ("START TRANSACTION READ ONLY", Effect::Begin),
        ("BEGIN NOT ATOMIC DELETE FROM a; END", Effect::Other),
        ("ROLLBACK TO SAVEPOINT a", Effect::Savepoint),
        ("CALL a()", Effect::Other),
    ] {
        assert_eq!(Effect::of(sql, &temporary), effect, "{sql}");
    }
}

#[test]
fn what_is_temporary_ends_with_the_session() {
    let temporary = BTreeSet::from(["scrap".to_owned()]);
    for (sql, effect) in [
        ("CREATE TEMPORARY TABLE a (b int)", Effect::Session),
        ("CREATE OR REPLACE TEMPORARY TABLE a (b int)", Effect::Session),
        ("CREATE INDEX a ON scrap (c)", Effect::Session),
        ("DROP TABLE `Scrap`", Effect::Session),
        ("DROP TABLE scrap, a", Effect::DropMany),
        ("TRUNCATE TABLE scrap", Effect::Upkeep),
        ("INSERT INTO scrap SELECT * FROM a", Effect::Session),
        ("LOAD DATA LOCAL INFILE 'x' INTO TABLE scrap", Effect::Session),
        // A column of that name, and a table that is to last.
        ("ALTER TABLE a DROP COLUMN scrap", Effect::Schema),
        ("CREATE TABLE a (scrap int)", Effect::Schema),
        ("CREATE TABLE scrap (a int)", Effect::Schema),
    ] {
        assert_eq!(Effect::of(sql, &temporary), effect, "{sql}");
    }
}

#[test]
fn a_comment_that_a_server_runs_is_read() {
    let of = |sql| Effect::of(sql, &BTreeSet::new());
    assert_eq!(of("/*!40101 SET NAMES utf8 */"), Effect::Session);
    assert_eq!(of("/*!40000 INSERT INTO a VALUES (1) */"), Effect::Rows);
    assert_eq!(of("/*M!100100 DROP TABLE a */"), Effect::Schema);
    assert_eq!(of("CREATE TABLE a (b int) /*!50100 PARTITION BY KEY (b) */"), Effect::Schema);
    assert_eq!(of("CREATE /*! OR REPLACE */ TABLE a (b int)"), Effect::Other);
    assert_eq!(of("/* a comment */"), Effect::Upkeep);
}

#[test]
fn what_follows_a_body_is_not_taken_for_a_part_of_it() {
    let trigger = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @x = 1; END";
    let of = |sql: &str| Effect::of(sql, &BTreeSet::new());
    assert_eq!(of(trigger), Effect::Schema);
    assert_eq!(of(&format!("{trigger}; INSERT INTO a VALUES (1)")), Effect::Other);
}
