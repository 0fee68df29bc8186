//! Entities on `MariaDB` and `MySQL`: enumerations behind their column, comments in the statement, foreign keys in a circle.

use sea_migrate::dialect::Dialect;
use sea_migrate::entities::{entities, table_of};
use sea_migrate::schema::{Action, ColumnValue, Kind, Rule, Storage};
use sea_orm::sea_query::{ConditionalStatement, Expr, ExprTrait, Index};

use super::models::{author, post, seat, types};
use super::{column, constraint, on, refusal, table};

#[test]
fn an_entity_asks_for_what_its_fields_say_on_mysql() {
    on(Dialect::MySql, &entities![post::Entity, author::Entity, seat::Entity], |schema| {
        let ty = |name| column(schema, "post", name).ty.sql.clone();
        assert_eq!(ty("title"), "varchar(80)");
        assert_eq!(ty("state"), "enum('draft','it''s out')");
        assert_eq!(column(schema, "post", "id").value, ColumnValue::AutoIncrement);
        // One of the servers keeps it behind its column, the other makes it the table's.
        let price = column(schema, "post", "price").extras.check.is_some();
        let of_table = table(schema, "post").constraints.iter().any(|it| it.kind() == Kind::Check);
        assert!(price != of_table, "{:?}", table(schema, "post"));
        assert_eq!(table(schema, "post").comment.as_deref(), Some("What people wrote"));
        let title = column(schema, "post", "title");
        assert_eq!(title.comment.as_deref(), Some("It's the headline"));
        let caption = column(schema, "seat", "caption");
        assert_eq!(caption.comment.as_deref(), Some("For people"));
        let default = column(schema, "post", "Weird Name").default().unwrap();
        assert_eq!(default.sql, "'o''clock'");
        let indexes: Vec<(&str, bool)> = table(schema, "post")
            .indexes
            .iter()
            .map(|it| (it.name.as_str(), it.is_unique))
            .collect();
        assert!(indexes.contains(&("idx-post-author-number", true)), "{indexes:?}");
        assert!(indexes.contains(&("idx-post-state", false)), "{indexes:?}");
        let Rule::ForeignKey(key) = &constraint(schema, "post", "fk-post-author_id").rule else {
            panic!("it is no foreign key")
        };
        assert_eq!((key.on_delete, key.on_update), (Action::Cascade, Action::NoAction));
        assert!(table(schema, "author").constraints.iter().any(|it| it.foreign_key().is_some()));
        let key = table(schema, "seat").primary_key().unwrap();
        assert_eq!(key, ["row", "number"]);
    });
}

#[test]
fn what_stands_beside_an_entity_is_made_on_mysql() {
    let entities = entities![
        author::Entity,
        table_of(seat::Entity)
            .foreign_key("neighbour", [seat::Column::BesideRow, seat::Column::BesideNumber]),
        table_of(post::Entity)
            .unique("post_slug", [post::Column::Slug])
            .unique("post_number", [post::Column::Number, post::Column::AuthorId])
            .check("ck-post-number", Expr::col(post::Column::Number).between(1, 9))
            .comment("It's beside")
            .column_comment(post::Column::Number, "from 1")
            .collation(post::Column::Slug, "latin1_bin")
            .generated(post::Column::Body, Expr::col(post::Column::Title), Storage::Stored),
    ];
    on(Dialect::MySql, &entities, |schema| {
        let post = table(schema, "post");
        let unique = post.indexes.iter().filter(|it| it.is_unique).map(|it| it.name.as_str());
        // The entity's own `unique` and `unique_key` are these, and not beside them.
        let mut unique: Vec<&str> = unique.collect();
        unique.sort_unstable();
        assert_eq!(unique, ["post_number", "post_slug"]);
        assert_eq!(constraint(schema, "post", "ck-post-number").kind(), Kind::Check);
        assert_eq!(constraint(schema, "seat", "neighbour").kind(), Kind::ForeignKey);
        assert_eq!(post.comment.as_deref(), Some("It's beside"));
        assert_eq!(column(schema, "post", "number").comment.as_deref(), Some("from 1"));
        assert_eq!(column(schema, "post", "slug").collation.as_deref(), Some("latin1_bin"));
        assert!(column(schema, "post", "body").generated().is_some());
    });
}

#[test]
fn every_type_can_be_made_on_mysql() {
    on(Dialect::MySql, &entities![types::Entity], |schema| {
        let ty = |name| column(schema, "types", name).ty.sql.clone();
        assert_eq!(table(schema, "types").columns.len(), 18);
        assert_eq!(ty("natural"), "int unsigned");
        assert_eq!(ty("document"), "json");
        assert_eq!(ty("id"), "binary(16)");
        assert_eq!(ty("instant"), "timestamp");
    });
}

#[test]
fn an_index_on_some_rows_is_no_index_on_all_of_them() {
    let mut index = Index::create().name("some").to_owned();
    index.col(author::Column::Id).cond_where(Expr::col(author::Column::Id).gt(1));
    let author = table_of(author::Entity).index(index);
    let Some(said) = refusal(&entities![author, post::Entity], Dialect::MySql) else { return };
    assert!(said.contains("`some`") && said.contains("rows"), "{said}");
}
