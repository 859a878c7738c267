INSERT INTO settings (key, value) SELECT 'installation', replace(CAST(gen_random_uuid() AS TEXT), '-', '')
    WHERE NOT EXISTS (SELECT 1 FROM settings WHERE key = 'installation');

-- What each transaction changed, for the other servers: one row at most. It is never written to the log, so it costs no
-- sync; a crash empties it. No column counts up by itself: on a standby that was promoted, the sequence of an unlogged
-- table is broken (PostgreSQL 15).
CREATE UNLOGGED TABLE news (
    xid   XID8 PRIMARY KEY DEFAULT pg_current_xact_id(),
    node  TEXT NOT NULL,
    at    BIGINT NOT NULL DEFAULT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT),
    hints TEXT NOT NULL
);

-- One row, which a crash empties likewise: another id is another beginning.
CREATE UNLOGGED TABLE news_began (
    one SMALLINT PRIMARY KEY CHECK (one = 1),
    id  TEXT NOT NULL
);
