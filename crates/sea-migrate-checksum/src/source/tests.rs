//! Files on a disk to checksums.

use super::super::embed;
use super::*;

const A: &str = "m20260101_000000_a.rs";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn checksum(files: &[(&str, &str)]) -> Checksum {
    of_file(&folder(files).path().join(A)).unwrap()
}

#[test]
fn databases_remember_these_so_they_stay() {
    let source = "//! One.\nfn up() { f(\"a\r\n b\", 'c', 1.5,); }\n";
    let alone = "e83820067826dd45";
    let with_file = "5f60a54b67335c22";
    assert_eq!(&of_source(source).as_str()[..16], alone);
    let source = format!("{source}const A: &str = include_str!(\"a.csv\");");
    assert_eq!(&checksum(&[(A, &source), ("a.csv", "a\r\nb\n")]).as_str()[..16], with_file);
}

#[test]
fn a_file_is_its_source() {
    assert_eq!(checksum(&[(A, "fn a() {}")]), of_source("fn  a() {  }"));
    assert_ne!(checksum(&[(A, "fn a() {}")]), of_source("fn b() {}"));
}

#[test]
fn what_is_included_counts() {
    let source = "const A: &str = include_str!(\"a.csv\"); const B: &[u8] = include_bytes!(\"b\");";
    let with = |a: &str, b: &str| checksum(&[(A, source), ("a.csv", a), ("b", b)]);
    let whole = with("1\n2\n", "1\n2\n");
    assert_eq!(with("1\r\n2\r\n", "1\n2\n"), whole, "line ends of a text");
    for (a, b) in
        [("1\n3\n", "1\n2\n"), ("1\n2", "1\n2\n"), ("1\n 2\n", "1\n2\n"), ("1\r2\n", "1\n2\n")]
    {
        assert_ne!(with(a, b), whole, "{a:?}");
    }
    assert_ne!(with("1\n2\n", "1\r\n2\r\n"), whole, "line ends of bytes");
    assert_ne!(with("1\n2\n1\n2\n", ""), whole, "the files don't run into each other");
}

#[test]
fn a_file_that_only_tests_include_is_not_read() {
    let source = "fn a() {} #[cfg(test)] mod tests { const A: &str = include_str!(\"gone\"); }";
    assert_eq!(checksum(&[(A, source)]), of_source("fn a() {}"));
}

#[test]
fn a_missing_file_is_named() {
    let folder = folder(&[(A, "include_str!(\"gone.csv\")")]);
    let error = of_file(&folder.path().join(A)).unwrap_err();
    assert_eq!(error.path(), folder.path().join("gone.csv"));
    let said = error.to_string();
    assert!(said.contains("gone.csv") && said.contains(&format!("{A} includes")), "{said}");
    let error = of_file(&folder.path().join("none.rs")).unwrap_err();
    assert_eq!(error.path(), folder.path().join("none.rs"));
}

#[test]
fn all_migrations_of_a_folder_are_embedded() {
    let folder = folder(&[
        ("m20260102_000000_b.rs", "fn b() {}"),
        (A, "fn a() { include_str!(\"a.csv\") }"),
        ("m20260103_000000_c.rs", "include_str!(concat!(\"a\", \".csv\"))"),
        ("a.csv", "1"),
        ("main.rs", ""),
        ("mod.rs", ""),
        ("m20260104_000000_d.sql", ""),
    ]);
    let out = folder.path().join("checksums.out");
    let instructions = embed(folder.path(), &out).unwrap();
    let here = folder.path().display();
    let (watched, warning) = instructions.split_once("cargo::warning=").unwrap();
    assert_eq!(
        watched,
        format!("cargo::rerun-if-changed={here}\ncargo::rerun-if-changed={here}/a.csv\n")
    );
    assert!(warning.starts_with(&format!("{here}/m20260103_000000_c.rs includes")), "{warning}");

    let rust = fs::read_to_string(&out).unwrap();
    let names: Vec<_> = rust.lines().filter_map(|line| line.trim().strip_prefix("(\"")).collect();
    let of = |name: &str| of_file(&folder.path().join(format!("{name}.rs"))).unwrap();
    let want = ["m20260101_000000_a", "m20260102_000000_b", "m20260103_000000_c"]
        .map(|name| format!("{name}\", \"{}\"),", of(name)));
    assert_eq!(names, want);
    assert!(rust.contains("pub const CHECKSUMS: &[(&str, &str)] = &[\n"), "{rust}");

    assert_eq!(embed(folder.path(), &out).unwrap(), instructions);
    assert_eq!(fs::read_to_string(&out).unwrap(), rust, "twice the same");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = folder(&[(A, "")]);
    let none = folder.path().join("none");
    assert_eq!(embed(&none, &folder.path().join("out")).unwrap_err().path(), none);
    assert_eq!(embed(folder.path(), &none.join("out")).unwrap_err().path(), none.join("out"));
}
