-- The Knowledge Hub's rooms. value and rev of a fact: what was said as a typed value, and how often.
ALTER TABLE knowledge_facts ADD COLUMN value TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_facts ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_facts ADD COLUMN rev {int} NOT NULL DEFAULT 0;

-- hidden is 1 for an entry that was never published; draft is what was written since. searched holds the folded words.
ALTER TABLE knowledge_entries ADD COLUMN versions TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_entries ADD COLUMN valid_from TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_entries ADD COLUMN valid_until TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_entries ADD COLUMN hidden {int} NOT NULL DEFAULT 0;
ALTER TABLE knowledge_entries ADD COLUMN draft TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_entries ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE knowledge_entries ADD COLUMN rev {int} NOT NULL DEFAULT 0;
ALTER TABLE knowledge_entries ADD COLUMN searched TEXT NOT NULL DEFAULT '';
UPDATE knowledge_entries SET searched = lower(questions || ' ' || answer);

-- Notices of the day.
CREATE TABLE knowledge_notices (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    text        TEXT NOT NULL,
    topic       TEXT NOT NULL,
    language    TEXT NOT NULL,
    starts_at   {int} NOT NULL,
    ends_at     {int} NOT NULL,
    created_by  TEXT NOT NULL,
    created_at  {int} NOT NULL,
    updated_by  TEXT NOT NULL,
    updated_at  {int} NOT NULL,
    rev         {int} NOT NULL,
    PRIMARY KEY (property_id, id)
) {clustered};
CREATE INDEX knowledge_notices_end ON knowledge_notices (property_id, ends_at);

-- What somebody or something proposes, and nobody confirmed yet.
CREATE TABLE knowledge_proposals (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('fact', 'entry')),
    subject     TEXT NOT NULL,
    source      TEXT NOT NULL,
    doc         TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'taken', 'refused')),
    at          {int} NOT NULL,
    decided_by  TEXT NOT NULL,
    decided_at  {int} NOT NULL,
    PRIMARY KEY (property_id, id)
) {clustered};
CREATE INDEX knowledge_proposals_open ON knowledge_proposals (property_id, at) WHERE state = 'open';

-- Who changed what. Lines are written, never changed.
CREATE TABLE knowledge_history (
    n           {serial},
    property_id TEXT NOT NULL REFERENCES properties (id),
    at          {int} NOT NULL,
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    title       TEXT NOT NULL,
    action      TEXT NOT NULL,
    batch       TEXT NOT NULL,
    before      TEXT NOT NULL,
    after       TEXT NOT NULL
) {strict};
CREATE INDEX knowledge_history_property ON knowledge_history (property_id, n);
CREATE INDEX knowledge_history_subject ON knowledge_history (property_id, kind, subject, n);

-- Questions that the assistant could not answer, as guests asked them.
CREATE TABLE knowledge_asks (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id     TEXT NOT NULL REFERENCES properties (id),
    conversation_id TEXT NOT NULL,
    seq             {int} NOT NULL,
    why             TEXT NOT NULL,
    text            TEXT NOT NULL,
    language        TEXT NOT NULL,
    at              {int} NOT NULL,
    reply           TEXT NOT NULL,
    reply_by        TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')),
    entry_id        TEXT NOT NULL
) {strict};
CREATE INDEX knowledge_asks_open ON knowledge_asks (property_id, at) WHERE state = 'open';
CREATE INDEX knowledge_asks_conversation ON knowledge_asks (conversation_id, seq);

-- A property's own test questions, and what became of them.
CREATE TABLE knowledge_tests (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    doc         TEXT NOT NULL,
    PRIMARY KEY (property_id, id)
) {clustered};
CREATE TABLE knowledge_test_runs (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    at          {int} NOT NULL,
    doc         TEXT NOT NULL,
    PRIMARY KEY (property_id, id)
) {clustered};
CREATE INDEX knowledge_test_runs_at ON knowledge_test_runs (property_id, at);

-- Files that are being imported. The body stands last.
CREATE TABLE knowledge_imports (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL REFERENCES properties (id),
    state       TEXT NOT NULL,
    at          {int} NOT NULL,
    lease_until {int} NOT NULL,
    doc         TEXT NOT NULL,
    body        {bytes} NOT NULL
) {strict};
CREATE INDEX knowledge_imports_property ON knowledge_imports (property_id, at);
CREATE INDEX knowledge_imports_running ON knowledge_imports (lease_until) WHERE state = 'running';

CREATE TABLE knowledge_settings (
    property_id TEXT NOT NULL PRIMARY KEY REFERENCES properties (id),
    doc         TEXT NOT NULL
) {clustered};
