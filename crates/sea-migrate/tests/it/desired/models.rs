//! Entities as people write them, and what each asks for.

use sea_migrate::dialect::Dialect;
use sea_migrate::entities::entities;
use sea_migrate::schema::{Action, ColumnValue, Kind};

use super::{column, constraint, on, on_each, table, where_keys_have_names};

/// Everything that a field can say.
pub(super) mod post {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post", comment = "What people wrote")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "String(StringLen::N(80))", comment = "It's the headline")]
        pub title: String,
        #[sea_orm(unique)]
        pub slug: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub body: Option<String>,
        #[sea_orm(indexed)]
        pub state: State,
        #[sea_orm(unique_key = "author-number")]
        pub author_id: i32,
        #[sea_orm(unique_key = "author-number", default_value = 1)]
        pub number: i32,
        #[sea_orm(column_type = "Decimal(Some((8, 2)))", extra = "CHECK (price >= 0)")]
        pub price: Decimal,
        #[sea_orm(default_expr = "Expr::current_timestamp()")]
        pub written_at: DateTimeUtc,
        #[sea_orm(column_name = "Weird Name", default_value = "o'clock")]
        pub weird: String,
    }

    #[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "PostState")]
    pub enum State {
        #[sea_orm(string_value = "draft")]
        Draft,
        #[sea_orm(string_value = "it's out")]
        Out,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::author::Entity",
            from = "Column::AuthorId",
            to = "super::author::Column::Id",
            on_delete = "Cascade",
            on_update = "Restrict"
        )]
        Author,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod author {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "author")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub best_post_id: Option<i64>,
    }

    /// With [`super::post`] a circle.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::post::Entity",
            from = "Column::BestPostId",
            to = "super::post::Column::Id",
            on_delete = "SetNull"
        )]
        BestPost,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A key of two columns, and a row that refers to another of its table.
pub(crate) mod seat {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "seat")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub row: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub beside_row: Option<i32>,
        pub beside_number: Option<i32>,
        #[sea_orm(renamed_from = "label", comment = "For people")]
        pub caption: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "Entity",
            from = "(Column::BesideRow, Column::BesideNumber)",
            to = "(Column::Row, Column::Number)"
        )]
        Beside,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A field for each type that all databases have.
pub(super) mod types {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "types")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub tiny: i8,
        pub small: i16,
        pub whole: i32,
        pub big: i64,
        pub natural: u32,
        pub single: f32,
        pub double: f64,
        pub is_there: bool,
        pub bytes: Vec<u8>,
        pub day: Date,
        pub time: Time,
        pub moment: DateTime,
        pub instant: DateTimeWithTimeZone,
        pub exact: Decimal,
        pub document: Json,
        #[sea_orm(column_type = "JsonBinary")]
        pub binary_document: Json,
        #[sea_orm(column_type = "Char(Some(2))")]
        pub code: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

#[test]
fn an_entity_asks_for_what_its_fields_say() {
    where_keys_have_names(&entities![post::Entity, author::Entity], |schema| {
        let is_postgres = schema.dialect == Dialect::Postgres;
        let ty = |name| column(schema, "post", name).ty.sql.clone();
        assert_eq!(ty("title"), if is_postgres { "character varying(80)" } else { "varchar(80)" });
        assert_eq!(ty("body"), "text");
        assert_eq!(ty("state"), if is_postgres { "\"PostState\"" } else { "enum_text" });
        assert!(column(schema, "post", "body").is_nullable);
        assert!(!column(schema, "post", "title").is_nullable);
        assert!(matches!(column(schema, "post", "number").value, ColumnValue::Default(_)));
        let default = column(schema, "post", "Weird Name").default().unwrap();
        assert!(default.sql.starts_with("'o''clock'"), "{default:?}");
        assert!(column(schema, "post", "written_at").default().is_some());
        let id = &column(schema, "post", "id").value;
        assert!(matches!(id, ColumnValue::Identity { .. } | ColumnValue::AutoIncrement), "{id:?}");

        let table = table(schema, "post");
        let kinds: Vec<Kind> =
            table.constraints.iter().map(sea_migrate::schema::Constraint::kind).collect();
        assert_eq!(kinds, [Kind::PrimaryKey, Kind::Unique, Kind::ForeignKey, Kind::Check]);
        let indexes: Vec<&str> = table.indexes.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(indexes, ["idx-post-author-number", "idx-post-state"]);
        assert!(table.indexes[0].is_unique && !table.indexes[1].is_unique);
        let key = table.constraints[2].foreign_key().unwrap();
        assert_eq!((key.on_delete, key.on_update), (Action::Cascade, Action::Restrict));
    });
}

#[test]
fn postgres_keeps_comments_and_has_the_enumeration() {
    on(Dialect::Postgres, &entities![post::Entity, author::Entity], |schema| {
        assert_eq!(table(schema, "post").comment.as_deref(), Some("What people wrote"));
        let title = column(schema, "post", "title");
        assert_eq!(title.comment.as_deref(), Some("It's the headline"));
        let values: Vec<_> = schema.enums.values().map(|it| (&*it.name.name, &it.values)).collect();
        assert_eq!(values, [("PostState", &vec!["draft".to_owned(), "it's out".to_owned()])]);
        let name = table(schema, "post").constraints[2].name.as_deref();
        assert_eq!(name, Some("fk-post-author_id"));
    });
}

#[test]
fn foreign_keys_may_form_a_circle_in_either_order() {
    for entities in
        [entities![post::Entity, author::Entity], entities![author::Entity, post::Entity]]
    {
        on_each(&entities, |schema| {
            for (of, to) in [("post", "author"), ("author", "post")] {
                let mut keys =
                    table(schema, of).constraints.iter().filter_map(|it| it.foreign_key());
                assert_eq!(keys.next().unwrap().table.name, to);
            }
        });
    }
}

#[test]
fn a_key_of_two_columns_has_a_name_and_may_refer_to_itself() {
    on_each(&entities![seat::Entity], |schema| {
        assert_eq!(table(schema, "seat").primary_key().unwrap(), ["row", "number"]);
        let mut keys = table(schema, "seat").constraints.iter().filter_map(|it| it.foreign_key());
        assert_eq!(keys.next().unwrap().columns, ["beside_row", "beside_number"]);
        // What SeaORM hides in the comment is no part of it.
        let expected = (schema.dialect != Dialect::Sqlite).then_some("For people");
        assert_eq!(column(schema, "seat", "caption").comment.as_deref(), expected);
    });
}

#[test]
fn a_primary_key_has_a_name() {
    where_keys_have_names(&entities![seat::Entity], |schema| {
        let key = constraint(schema, "seat", "pk-seat");
        assert_eq!(key.kind(), Kind::PrimaryKey);
    });
}

#[test]
fn every_type_that_all_have_can_be_made() {
    on_each(&entities![types::Entity], |schema| {
        assert_eq!(table(schema, "types").columns.len(), 18);
        assert_eq!(column(schema, "types", "id").value, ColumnValue::Given);
    });
    on(Dialect::Postgres, &entities![types::Entity], |schema| {
        let ty = |name| column(schema, "types", name).ty.sql.clone();
        assert_eq!(ty("natural"), "bigint");
        assert_eq!(ty("binary_document"), "jsonb");
        assert_eq!(ty("instant"), "timestamp with time zone");
        assert_eq!(ty("id"), "uuid");
    });
}
