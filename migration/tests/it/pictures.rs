//! `dump --format svg` and `html`: a picture that any browser takes, whatever things are called.

use expect_test::expect_file;
use roxmltree::{Document, Node};

use crate::each::on_each;
use crate::place::Place;
use crate::program::{Program, migration};
use crate::words::with_names;

const ODD: &str = "CREATE TABLE \"a<b>&\"\"c\" (\"x'y\" integer PRIMARY KEY, \"ü漢 z\" text);
    CREATE TABLE child (id integer PRIMARY KEY, up integer REFERENCES child (id), a integer NOT NULL REFERENCES \"a<b>&\"\"c\" (\"x'y\"));
    CREATE TABLE alone (id integer)";

fn texts<'d>(document: &'d Document<'_>, class: &str) -> Vec<&'d str> {
    let is_it = |it: &Node<'_, '_>| it.attribute("class") == Some(class);
    document.descendants().filter(is_it).filter_map(|it| it.text()).collect()
}

#[test]
fn a_picture_shows_every_table_and_key() {
    on_each(|place| {
        place.sql(&with_names(place, ODD));
        let svg = migration(place, &["dump", "--format", "svg"]).well().stdout;
        let document = Document::parse(&svg).unwrap();
        assert_eq!(document.root_element().tag_name().name(), "svg");
        assert_eq!(texts(&document, "title"), ["a<b>&\"c", "alone", "child"]);
        assert_eq!(texts(&document, "mark"), ["PK", "PK", "FK", "FK"]);
        assert_eq!(texts(&document, "type").len(), 6);
        let lines = document.descendants().filter(|it| it.attribute("class") == Some("line"));
        let mut told: Vec<&str> = lines.filter_map(|it| it.first_element_child()?.text()).collect();
        told.sort_unstable();
        assert_eq!(told, ["child (a) → a<b>&\"c (x'y)", "child (up) → child (id)"]);
        assert!(svg.contains("ü漢 z"), "{svg}");
        // The same schema is the same picture.
        assert_eq!(svg, migration(place, &["dump", "--format", "svg"]).well().stdout);
    });
}

#[test]
fn a_page_holds_the_picture_and_tells_each_table() {
    on_each(|place| {
        place.sql(&with_names(place, ODD));
        let page = migration(place, &["dump", "--format", "html"]).well().stdout;
        assert!(page.starts_with("<!doctype html>\n"), "{page}");
        let svg = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap() + 6];
        assert_eq!(texts(&Document::parse(svg).unwrap(), "title").len(), 3);
        assert!(page.contains("<h2>a&lt;b&gt;&amp;&quot;c</h2>"), "{page}");
        assert!(page.contains("3 tables on"), "{page}");
        // Nothing is loaded from anywhere.
        assert!(!page.contains("src=") && !page.contains("url("), "{page}");
    });
}

#[test]
fn an_empty_database_has_a_picture() {
    on_each(|place| {
        // SQLite makes the file with its first table.
        place.sql("CREATE TABLE gone (id integer); DROP TABLE gone");
        let svg = migration(place, &["dump", "--format", "svg"]).well().stdout;
        Document::parse(&svg).unwrap();
    });
}

#[test]
fn the_readme_shows_the_schema_as_it_is() {
    let Some(place) = Place::postgres() else { return };
    let svg = Program::within(place.folder())
        .set("SCRATCH_DATABASE_URL", place.url())
        .run(&["dump", "migrations", "--format", "svg"])
        .well()
        .stdout;
    expect_file!["../../../docs/schema.svg"].assert_eq(&svg);
}
