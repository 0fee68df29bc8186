-- A music store, as sample databases have it for SQLite, with what people do to them.
CREATE TABLE [Artist] ( [ArtistId] INTEGER  NOT NULL, [Name] NVARCHAR(120), CONSTRAINT [PK_Artist] PRIMARY KEY  ([ArtistId]));
CREATE TABLE [Album] ( [AlbumId] INTEGER  NOT NULL, [Title] NVARCHAR(160)  NOT NULL, [ArtistId] INTEGER  NOT NULL, CONSTRAINT [PK_Album] PRIMARY KEY  ([AlbumId]), FOREIGN KEY ([ArtistId]) REFERENCES [Artist] ([ArtistId]) ON DELETE NO ACTION ON UPDATE NO ACTION);
CREATE TABLE "Track" ("TrackId" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "Name" NVARCHAR(200) COLLATE NOCASE NOT NULL, "AlbumId" INTEGER CONSTRAINT fk_album REFERENCES "Album" DEFERRABLE INITIALLY DEFERRED, "Milliseconds" INTEGER NOT NULL CHECK ("Milliseconds" > 0), "UnitPrice" NUMERIC(10,2) NOT NULL DEFAULT 0.99, "Minutes" REAL GENERATED ALWAYS AS ("Milliseconds" / 60000.0) VIRTUAL, meta JSON DEFAULT '{}' );
CREATE INDEX [IFK_AlbumArtistId] ON [Album] ([ArtistId]);
CREATE UNIQUE INDEX "track name" ON "Track" ("Name" COLLATE BINARY DESC, lower("Name")) WHERE "UnitPrice" > 0 AND "Name" <> 'x)';
CREATE TABLE `PlaylistTrack` (`PlaylistId` INT, 'TrackId' INT /* quoted as a string */, PRIMARY KEY (`PlaylistId`, "TrackId") ON CONFLICT REPLACE) WITHOUT ROWID;
CREATE TABLE settings (key TEXT PRIMARY KEY, value ANY, at TEXT DEFAULT CURRENT_TIMESTAMP) STRICT;
CREATE TABLE copied AS SELECT 1 AS one, 'two' AS "tw o";
CREATE VIEW long_tracks AS SELECT * FROM "Track" WHERE "Milliseconds" > 600000;
CREATE TRIGGER after_album AFTER DELETE ON "Album" BEGIN DELETE FROM "Track" WHERE "AlbumId" = old."AlbumId"; END;
ALTER TABLE [Artist] ADD COLUMN note varchar ( 20 ) NOT NULL DEFAULT ('-');
ALTER TABLE [Artist] RENAME COLUMN [Name] TO "Full Name";
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
ANALYZE;
