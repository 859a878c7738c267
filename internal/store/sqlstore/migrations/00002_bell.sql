ALTER TABLE people ADD COLUMN duty_until {int} NOT NULL DEFAULT 0;
CREATE INDEX people_duty ON people (duty_until) WHERE duty_until > 0;

ALTER TABLE devices ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN says TEXT NOT NULL DEFAULT '';

-- What is known of a device beyond its lease. A phone is in reach for as long as its last confirmation is young.
CREATE TABLE device_checks (
    person_id    TEXT NOT NULL REFERENCES people (id),
    device_id    TEXT NOT NULL CHECK (device_id <> ''),
    confirmed_at {int} NOT NULL,
    heard        {int} NOT NULL CHECK (heard IN (0, 1)),
    heard_at     {int} NOT NULL,
    PRIMARY KEY (person_id, device_id)
) {clustered};

-- An alert of a request has the request's id. changed_at lets another node see what this one wrote.
CREATE TABLE alerts (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL,
    property_id     TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('person', 'transfer', 'emergency', 'alarm', 'test', 'drill')),
    round           {int} NOT NULL,
    step            {int} NOT NULL,
    opened_at       {int} NOT NULL,
    round_at        {int} NOT NULL,
    heard_at        {int} NOT NULL,
    reacted_at      {int} NOT NULL,
    unheard_at      {int} NOT NULL,
    round_heard_at  {int} NOT NULL,
    next_at         {int} NOT NULL,
    ended_at        {int} NOT NULL,
    ending          TEXT NOT NULL,
    doc             TEXT NOT NULL,
    version         {int} NOT NULL,
    changed_at      {int} NOT NULL,
    CHECK ((ending = '') = (ended_at = 0)),
    CHECK (ended_at = 0 OR next_at = 0)
) {strict};
CREATE UNIQUE INDEX alerts_ringing ON alerts (conversation_id)
    WHERE ended_at = 0 AND kind IN ('person', 'transfer', 'emergency');
CREATE UNIQUE INDEX alerts_alarm ON alerts (conversation_id) WHERE ended_at = 0 AND kind = 'alarm';
CREATE INDEX alerts_property ON alerts (property_id, ended_at);
CREATE INDEX alerts_due ON alerts (next_at) WHERE next_at > 0;
CREATE INDEX alerts_changed ON alerts (changed_at);

-- One row names all who were called at once: a hundred people are no hundred rows.
CREATE TABLE rings (
    n        {serial},
    alert_id TEXT NOT NULL REFERENCES alerts (id),
    round    {int} NOT NULL,
    step     {int} NOT NULL,
    at       {int} NOT NULL,
    people   TEXT NOT NULL
) {strict};
CREATE INDEX rings_alert ON rings (alert_id);

CREATE TABLE confirmations (
    alert_id  TEXT NOT NULL REFERENCES alerts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    device_id TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('shown', 'sounded', 'reacted')),
    at        {int} NOT NULL,
    PRIMARY KEY (alert_id, person_id, device_id, kind)
) {clustered};

-- Calls of the chain by other means than devices. next_at is also the lease of whoever tries: 0 is never again.
CREATE TABLE calls (
    alert_id TEXT NOT NULL REFERENCES alerts (id),
    round    {int} NOT NULL,
    step     {int} NOT NULL CHECK (step > 0),
    next_at  {int} NOT NULL,
    attempts {int} NOT NULL,
    done_at  {int} NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (alert_id, round, step)
) {strict};
CREATE INDEX calls_due ON calls (next_at) WHERE next_at > 0;

CREATE TABLE drills (
    property_id TEXT NOT NULL REFERENCES properties (id),
    interval_at {int} NOT NULL,
    alert_id    TEXT NOT NULL,
    at          {int} NOT NULL,
    done_at     {int} NOT NULL,
    tested      {int} NOT NULL,
    silent      TEXT NOT NULL,
    PRIMARY KEY (property_id, interval_at)
) {strict};

CREATE TABLE sheets (
    id           TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    person_id    TEXT NOT NULL REFERENCES people (id),
    at           {int} NOT NULL,
    note         TEXT NOT NULL,
    property_ids TEXT NOT NULL,
    lines        TEXT NOT NULL
) {strict};
CREATE INDEX sheets_at ON sheets (at);
