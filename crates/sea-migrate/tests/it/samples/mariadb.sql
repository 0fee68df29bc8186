CREATE TABLE actor (
  actor_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT, first_name VARCHAR(45) NOT NULL, last_name VARCHAR(45) NOT NULL,
  last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (actor_id), KEY idx_actor_last_name (last_name)
) COMMENT 'who plays';
CREATE TABLE language (
  language_id TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name CHAR(20) CHARACTER SET latin1 NOT NULL
);
CREATE TABLE film (
  film_id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT, title VARCHAR(128) NOT NULL, description TEXT DEFAULT NULL,
  release_year YEAR DEFAULT NULL, language_id TINYINT UNSIGNED NOT NULL, original_language_id TINYINT UNSIGNED DEFAULT NULL,
  rental_duration TINYINT UNSIGNED NOT NULL DEFAULT 3, rental_rate DECIMAL(4,2) NOT NULL DEFAULT 4.99,
  rating ENUM('G','PG','PG-13','R','NC-17') DEFAULT 'G', special_features SET('Trailers','Commentaries','It''s') DEFAULT NULL,
  details JSON NOT NULL DEFAULT '{}', price_class INT GENERATED ALWAYS AS (floor(rental_rate)) VIRTUAL,
  shout VARCHAR(128) GENERATED ALWAYS AS (ucase(title)) STORED, hidden INT INVISIBLE DEFAULT 7, bits BIT(4) DEFAULT b'1010',
  token UUID DEFAULT uuid(), place POINT NOT NULL, note VARCHAR(9) CHECK (note <> ''),
  PRIMARY KEY (film_id), KEY idx_title (title(10), rental_rate DESC), KEY idx_fk_language_id (language_id),
  KEY idx_shout (shout) IGNORED COMMENT 'for later', FULLTEXT KEY words (title, description), SPATIAL KEY places (place),
  UNIQUE KEY one_description (description), CONSTRAINT positive CHECK (rental_rate > 0 AND rental_duration < 100),
  CONSTRAINT fk_film_language FOREIGN KEY (language_id) REFERENCES language (language_id) ON UPDATE CASCADE,
  CONSTRAINT fk_film_original FOREIGN KEY (original_language_id) REFERENCES language (language_id) ON DELETE SET NULL
);
CREATE TABLE film_actor (
  actor_id SMALLINT UNSIGNED NOT NULL, film_id SMALLINT UNSIGNED NOT NULL, PRIMARY KEY (actor_id, film_id),
  FOREIGN KEY (actor_id) REFERENCES actor (actor_id), FOREIGN KEY (film_id) REFERENCES film (film_id)
) COLLATE utf8mb4_unicode_ci;
CREATE TABLE payment (
  paid DATE NOT NULL, amount DECIMAL(5,2)
) PARTITION BY RANGE (year(paid)) (PARTITION p2020 VALUES LESS THAN (2020), PARTITION p2019b VALUES LESS THAN (2021), PARTITION rest VALUES LESS THAN MAXVALUE);
CREATE TABLE spread (id INT, region VARCHAR(9)) PARTITION BY LIST COLUMNS (region) (PARTITION north VALUES IN ('n', 'nw'), PARTITION other VALUES IN (NULL));
CREATE TABLE hashed (id INT PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 3;
CREATE TABLE kept (id INT) ENGINE=MyISAM CHECKSUM=1;
CREATE TABLE `weird ``name` (`a"b` INT, `select` VARCHAR(9) DEFAULT 'it''s \\ x') WITH SYSTEM VERSIONING;
CREATE TABLE squeezed (id INT PRIMARY KEY) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4;
CREATE SEQUENCE counter;
CREATE VIEW film_list AS SELECT f.title, l.name FROM film f JOIN language l ON l.language_id = f.language_id;
CREATE TRIGGER ins_film AFTER INSERT ON film FOR EACH ROW INSERT INTO film_actor SELECT 1, new.film_id FROM actor WHERE actor_id = 1;
CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC RETURN a * 2;
CREATE PROCEDURE nothing() SELECT 1;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM payment WHERE amount = 0;
