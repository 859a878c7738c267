-- The bell also rings for a conversation that needs a look. SQLite changes no CHECK of a table that stands, so alerts are
-- copied into a new one, and with them what refers to them: a table is not dropped under its rows' references.
CREATE TABLE new_alerts (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL,
    property_id     TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('person', 'transfer', 'emergency', 'alarm', 'attention', 'test', 'drill')),
    round           INTEGER NOT NULL,
    step            INTEGER NOT NULL,
    opened_at       INTEGER NOT NULL,
    round_at        INTEGER NOT NULL,
    heard_at        INTEGER NOT NULL,
    reacted_at      INTEGER NOT NULL,
    unheard_at      INTEGER NOT NULL,
    round_heard_at  INTEGER NOT NULL,
    next_at         INTEGER NOT NULL,
    ended_at        INTEGER NOT NULL,
    ending          TEXT NOT NULL,
    doc             TEXT NOT NULL,
    version         INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    CHECK ((ending = '') = (ended_at = 0)),
    CHECK (ended_at = 0 OR next_at = 0)
) STRICT;
CREATE TABLE new_rings (
    n        INTEGER PRIMARY KEY,
    alert_id TEXT NOT NULL REFERENCES new_alerts (id),
    round    INTEGER NOT NULL,
    step     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    people   TEXT NOT NULL
) STRICT;
CREATE TABLE new_confirmations (
    alert_id  TEXT NOT NULL REFERENCES new_alerts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    device_id TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('shown', 'sounded', 'reacted')),
    at        INTEGER NOT NULL,
    PRIMARY KEY (alert_id, person_id, device_id, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO new_alerts (id, conversation_id, property_id, kind, round, step, opened_at, round_at, heard_at, reacted_at, unheard_at, round_heard_at, next_at, ended_at, ending, doc, version, changed_at)
    SELECT id, conversation_id, property_id, kind, round, step, opened_at, round_at, heard_at, reacted_at, unheard_at, round_heard_at, next_at, ended_at, ending, doc, version, changed_at FROM alerts;
INSERT INTO new_rings (n, alert_id, round, step, at, people) SELECT n, alert_id, round, step, at, people FROM rings;
INSERT INTO new_confirmations (alert_id, person_id, device_id, kind, at) SELECT alert_id, person_id, device_id, kind, at FROM confirmations;
DROP TABLE confirmations;
DROP TABLE rings;
DROP TABLE alerts;
ALTER TABLE new_alerts RENAME TO alerts;
ALTER TABLE new_rings RENAME TO rings;
ALTER TABLE new_confirmations RENAME TO confirmations;
CREATE UNIQUE INDEX alerts_ringing ON alerts (conversation_id) WHERE ended_at = 0 AND kind IN ('person', 'transfer', 'emergency');
CREATE UNIQUE INDEX alerts_alarm ON alerts (conversation_id, kind) WHERE ended_at = 0 AND kind IN ('alarm', 'attention');
CREATE INDEX alerts_property ON alerts (property_id, ended_at);
CREATE INDEX alerts_due ON alerts (next_at) WHERE next_at > 0;
CREATE INDEX alerts_changed ON alerts (changed_at);
CREATE INDEX rings_alert ON rings (alert_id);
