//! Databases in which pages play: two of a server, emptied before each page.

use sea_migrate::dialect::Dialect;

use super::page::Server;
use crate::place::Place;

/// Two databases to play in, on a server; files are so cheap that each page has its own.
pub(crate) struct Places(pub(crate) Option<(Place, Place)>);

impl Places {
    pub(crate) fn of(server: Server) -> Option<Self> {
        match server {
            Server::Postgres => Some(Self(Some((Place::postgres()?, Place::postgres()?)))),
            Server::MariaDb => Some(Self(Some((Place::mariadb()?, Place::mariadb()?)))),
            Server::MySql => Some(Self(Some((Place::mysql()?, Place::mysql()?)))),
            Server::Sqlite => Some(Self(None)),
        }
    }
}

/// Empties a database of everything that a page can make.
pub(crate) const EMPTY: &str = "DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP; END $$; CREATE SCHEMA public";

/// The same for a database that can't do so in one statement.
pub(crate) fn empty(place: &Place) {
    match place.dialect() {
        Dialect::Postgres => place.sql(EMPTY),
        Dialect::MySql => {
            let objects = "SELECT CONCAT('DROP ', IF(table_type = 'VIEW', 'VIEW', 'TABLE'), ' `', REPLACE(table_name, '`', '``'), '`') \
                           FROM information_schema.tables WHERE table_schema = DATABASE()";
            let objects = place.rows(objects);
            place.sql(&format!("SET FOREIGN_KEY_CHECKS = 0; {}", objects.join("; ")));
        }
        Dialect::Sqlite => {}
    }
}
