BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 99efd926f094

CREATE TABLE country (
    alpha2 CHAR(2) NOT NULL,
    alpha3 CHAR(3) NOT NULL,
    numeric_code CHAR(3) NOT NULL,
    name VARCHAR(200) NOT NULL,
    PRIMARY KEY (alpha2),
    UNIQUE (alpha3),
    UNIQUE (numeric_code)
);

CREATE TABLE region (
    code VARCHAR(6) NOT NULL,
    country_code CHAR(2) NOT NULL,
    name VARCHAR(200) NOT NULL,
    PRIMARY KEY (code),
    FOREIGN KEY(country_code) REFERENCES country (alpha2) ON DELETE RESTRICT ON UPDATE CASCADE,
    UNIQUE (country_code, code)
);

CREATE TYPE location_kind AS ENUM ('city', 'town', 'village', 'landmark');

CREATE TABLE location (
    id BIGSERIAL NOT NULL,
    name VARCHAR(200) NOT NULL,
    kind location_kind NOT NULL,
    latitude NUMERIC(8, 6) NOT NULL,
    longitude NUMERIC(9, 6) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    population BIGINT,
    country_code CHAR(2) NOT NULL,
    region_code VARCHAR(6),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
    PRIMARY KEY (id),
    CHECK (latitude BETWEEN -90 AND 90),
    CHECK (longitude BETWEEN -180 AND 180),
    CHECK (population >= 0),
    FOREIGN KEY(country_code, region_code) REFERENCES region (country_code, code) ON DELETE RESTRICT ON UPDATE CASCADE,
    FOREIGN KEY(country_code) REFERENCES country (alpha2) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE INDEX ix_location_country_kind ON location (country_code, kind);

CREATE INDEX ix_location_country_region ON location (country_code, region_code);

CREATE INDEX ix_location_lat_lon ON location (latitude, longitude);

INSERT INTO alembic_version (version_num) VALUES ('99efd926f094');

COMMIT;
