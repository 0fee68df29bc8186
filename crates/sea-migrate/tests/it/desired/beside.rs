//! What stands beside an entity, because `SeaORM` has no words for it.

use sea_migrate::dialect::Dialect;
use sea_migrate::entities::{entities, table_of};
use sea_migrate::schema::{ColumnValue, IdentityWhen, KeyPart, Kind, Order, Rule, Storage, Timing};
use sea_orm::sea_query::{
    ConditionalStatement, Expr, ExprTrait, Func, Index, IndexOrder, IndexType,
};

use super::models::{author, post, seat};
use super::{column, constraint, on, on_each, table, where_keys_have_names};

#[test]
fn keys_have_names_and_an_order_of_their_own() {
    let entities = entities![
        author::Entity,
        table_of(seat::Entity)
            .primary_key("seat_key")
            .primary_key_order([seat::Column::Number, seat::Column::Row])
            .foreign_key("neighbour", [seat::Column::BesideRow, seat::Column::BesideNumber])
            .foreign_key_timing(
                [seat::Column::BesideRow, seat::Column::BesideNumber],
                Timing::Deferred
            )
            .match_full([seat::Column::BesideRow, seat::Column::BesideNumber]),
        table_of(post::Entity)
            .primary_key("post_key")
            .unique("post_slug", [post::Column::Slug])
            .unique("post_number", [post::Column::Number, post::Column::AuthorId]),
    ];
    where_keys_have_names(&entities, |schema| {
        let columns = |of: &str, name: &str| constraint(schema, of, name).key().unwrap().to_vec();
        assert_eq!(columns("seat", "seat_key"), ["number", "row"]);
        assert_eq!(columns("post", "post_slug"), ["slug"]);
        assert_eq!(columns("post", "post_number"), ["number", "author_id"]);
        // The entity's own `unique` and `unique_key` are these, and not beside them.
        let uniques =
            table(schema, "post").constraints.iter().filter(|it| it.kind() == Kind::Unique);
        assert_eq!(uniques.count(), 2);
        assert!(table(schema, "post").indexes.iter().all(|it| !it.is_unique));
        let mut keys = table(schema, "seat").constraints.iter();
        let key = keys.find(|it| it.kind() == Kind::ForeignKey).unwrap();
        assert_eq!(key.timing, Timing::Deferred);
    });
    on(Dialect::Postgres, &entities, |schema| {
        assert_eq!(constraint(schema, "post", "post_key").kind(), Kind::PrimaryKey);
        let neighbour = constraint(schema, "seat", "neighbour");
        assert!(neighbour.foreign_key().unwrap().is_match_full);
    });
}

#[test]
fn indexes_of_every_kind() {
    // `MariaDB` has neither.
    let some = || {
        Index::create()
            .name("some")
            .unique()
            .col(post::Column::Title)
            .and_where(Expr::col(post::Column::Number).gt(3))
            .to_owned()
    };
    let computed = || {
        let lower = Func::lower(Expr::col(post::Column::Title));
        Index::create().name("computed").col(Expr::expr(lower)).to_owned()
    };
    let entities = entities![
        author::Entity,
        table_of(post::Entity)
            .index(
                Index::create()
                    .name("many")
                    .col((post::Column::Title, IndexOrder::Desc))
                    .col(post::Column::Number)
                    .to_owned()
            )
            .index_on(Dialect::Sqlite, some())
            .index_on(Dialect::Postgres, some())
            .index_on(Dialect::Sqlite, computed())
            .index_on(Dialect::Postgres, computed())
            .index_on(
                Dialect::Postgres,
                Index::create()
                    .name("special")
                    .col(post::Column::Number)
                    .include(post::Column::Title)
                    .to_owned()
            )
            .index_on(
                Dialect::Postgres,
                Index::create()
                    .name("hashed")
                    .index_type(IndexType::Hash)
                    .col(post::Column::Slug)
                    .to_owned()
            ),
    ];
    on_each(&entities, |schema| {
        let index = |name: &str| {
            let indexes = &table(schema, "post").indexes;
            indexes.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("{indexes:?}"))
        };
        assert_eq!(index("many").keys.len(), 2);
        assert_eq!(index("many").keys[0].order, Order::Descending);
        if schema.dialect == Dialect::MySql {
            let there = |name: &str| table(schema, "post").indexes.iter().any(|it| it.name == name);
            assert!(!there("some") && !there("computed") && !there("special"));
            return;
        }
        assert!(index("some").is_unique);
        assert!(index("some").predicate.as_ref().unwrap().mentions("number"));
        assert!(matches!(index("computed").keys[0].on, KeyPart::Expression(_)));
        let has_special = schema.dialect == Dialect::Postgres;
        let is_there = table(schema, "post").indexes.iter().any(|it| it.name == "special");
        assert_eq!(is_there, has_special);
        if has_special {
            assert_eq!(index("special").include, ["title"]);
            assert_eq!(index("hashed").method, "hash");
        }
    });
}

#[test]
fn checks_comments_collations_and_computed_columns() {
    let entities = entities![
        author::Entity,
        table_of(post::Entity)
            .check("ck-post-number", Expr::col(post::Column::Number).between(1, 9))
            .enum_check("ck-post-state", post::Column::State)
            .comment("It's beside")
            .column_comment(post::Column::Number, "from 1")
            .collation(post::Column::Slug, "C")
            .generated(post::Column::Body, Expr::col(post::Column::Title), Storage::Stored),
    ];
    on(Dialect::Postgres, &entities, |schema| {
        assert_eq!(constraint(schema, "post", "ck-post-number").kind(), Kind::Check);
        let names = table(schema, "post").constraints.iter().filter_map(|it| it.name.as_deref());
        assert!(!names.into_iter().any(|it| it == "ck-post-state"), "its type says so already");
        assert_eq!(table(schema, "post").comment.as_deref(), Some("It's beside"));
        assert_eq!(column(schema, "post", "number").comment.as_deref(), Some("from 1"));
        assert!(column(schema, "post", "slug").collation.as_deref().unwrap().contains('C'));
        assert!(column(schema, "post", "body").generated().is_some());
    });
    let entities = entities![
        author::Entity,
        table_of(post::Entity)
            .check("ck-post-number", Expr::col(post::Column::Number).between(1, 9))
            .enum_check("ck-post-state", post::Column::State)
            .collation(post::Column::Slug, "NOCASE")
            .generated(post::Column::Body, Expr::col(post::Column::Title), Storage::Virtual),
    ];
    on(Dialect::Sqlite, &entities, |schema| {
        assert_eq!(constraint(schema, "post", "ck-post-number").kind(), Kind::Check);
        let Rule::Check { expression, .. } = &constraint(schema, "post", "ck-post-state").rule
        else {
            panic!()
        };
        assert!(expression.sql.contains("'it''s out'"), "{expression:?}");
        assert!(column(schema, "post", "slug").collation.is_some());
        assert!(column(schema, "post", "body").generated().is_some());
    });
}

#[test]
fn what_only_postgres_has() {
    let entities = entities![
        table_of(author::Entity).identity_always(author::Column::Id),
        table_of(post::Entity).exclusion("ex-post", "USING gist (int8range(id, number) WITH &&)"),
    ]
    .after(
        Dialect::Postgres,
        "CREATE INDEX nulls ON post (body NULLS FIRST) WITH (fillfactor = 70)",
    )
    .before(Dialect::Sqlite, "CREATE TABLE only_here (a integer)");
    on(Dialect::Postgres, &entities, |schema| {
        assert_eq!(constraint(schema, "post", "ex-post").kind(), Kind::Exclusion);
        let ColumnValue::Identity { when, .. } = column(schema, "author", "id").value else {
            panic!()
        };
        assert_eq!(when, IdentityWhen::Always);
        assert!(table(schema, "post").indexes.iter().any(|it| it.name == "nulls"));
        assert_eq!(schema.tables.len(), 2);
    });
    on(Dialect::Sqlite, &entities, |schema| assert_eq!(schema.tables.len(), 3));
}
