CREATE SCHEMA IF NOT EXISTS access;

-- Of a key only its SHA-256 is kept: 256 random bits need no slow hash, and a copy of this table opens nothing.
CREATE TABLE access.api_key
(
    id           uuid        NOT NULL PRIMARY KEY,
    name         text        NOT NULL CHECK (name <> ''),
    role         text        NOT NULL CHECK (role IN ('admin', 'analyst', 'team', 'deidentified', 'operator')),
    teams        bigint[]    NOT NULL DEFAULT '{}',
    prefix       text        NOT NULL,
    key_hash     bytea       NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NULL,
    revoked_at   timestamptz NULL,
    last_used_at timestamptz NULL,
    CHECK (role = 'team' OR teams = '{}')
);

COMMENT ON TABLE access.api_key IS 'Who may ask: one row per key, with the hash of the key and what it may do';
COMMENT ON COLUMN access.api_key.prefix IS 'The first characters of the key, to tell keys apart in lists';
COMMENT ON COLUMN access.api_key.last_used_at IS 'To the minute: written at most once a minute per key';
