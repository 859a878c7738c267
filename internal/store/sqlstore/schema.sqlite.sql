CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);

CREATE TABLE properties (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    key        TEXT NOT NULL UNIQUE CHECK (key <> ''),
    name       TEXT NOT NULL,
    settings   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sites_seen (
    property_id TEXT NOT NULL REFERENCES properties (id),
    site        TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (property_id, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id            TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    email         TEXT NOT NULL UNIQUE CHECK (email <> ''),
    name          TEXT NOT NULL,
    public_name   TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('agent', 'knowledge_manager', 'admin', 'operator')),
    duty          TEXT NOT NULL CHECK (duty IN ('online', 'away', 'dnd')),
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    password_hash TEXT NOT NULL,
    preferences   TEXT NOT NULL,
    held          INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
    created_at    INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL DEFAULT 0
, duty_until INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE person_properties (
    person_id   TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    property_id TEXT NOT NULL REFERENCES properties (id),
    PRIMARY KEY (person_id, property_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (token_hash <> ''),
    person_id  TEXT NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    device     TEXT NOT NULL,
    address    TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_person ON sessions (person_id);

CREATE TABLE invites (
    id           TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    token_hash   TEXT NOT NULL UNIQUE CHECK (token_hash <> ''),
    kind         TEXT NOT NULL,
    email        TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    role         TEXT NOT NULL,
    property_ids TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    person_id TEXT NOT NULL REFERENCES people (id),
    kind      TEXT NOT NULL CHECK (kind IN ('screen', 'phone')),
    sound     INTEGER NOT NULL CHECK (sound IN (0, 1)),
    visible   INTEGER NOT NULL CHECK (visible IN (0, 1)),
    seen_at   INTEGER NOT NULL
, name TEXT NOT NULL DEFAULT '', says TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX devices_person ON devices (person_id);

CREATE INDEX devices_seen ON devices (seen_at);

CREATE TABLE contacts (
    n           INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE CHECK (id <> ''),
    property_id TEXT NOT NULL REFERENCES properties (id),
    account_id  TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('web', 'messenger', 'instagram', 'whatsapp', 'api')),
    external_id TEXT NOT NULL,
    name        TEXT NOT NULL,
    email       TEXT NOT NULL,
    phone       TEXT NOT NULL,
    language    TEXT NOT NULL,
    time_zone   TEXT NOT NULL,
    blocked     INTEGER NOT NULL CHECK (blocked IN (0, 1)),
    test        INTEGER NOT NULL CHECK (test IN (0, 1)),
    notes       TEXT NOT NULL,
    attributes  TEXT NOT NULL,
    device      TEXT NOT NULL,
    pages       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    read_seq    INTEGER NOT NULL DEFAULT 0, merged_into TEXT NOT NULL DEFAULT '', no_address INTEGER NOT NULL DEFAULT 0, proof_by TEXT NOT NULL DEFAULT '', proof_booking TEXT NOT NULL DEFAULT '', proof_until INTEGER NOT NULL DEFAULT 0,
    UNIQUE (property_id, id)
) STRICT;

CREATE UNIQUE INDEX contacts_external ON contacts (account_id, external_id) WHERE external_id <> '';

CREATE TABLE guest_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (token_hash <> ''),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversations (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id     TEXT NOT NULL,
    account_id      TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    channel         TEXT NOT NULL CHECK (channel IN ('web', 'messenger', 'instagram', 'whatsapp', 'api')),
    status          TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
    controller      TEXT NOT NULL CHECK (controller IN ('assistant', 'waiting', 'agent', 'outside')),
    agent_id        TEXT NOT NULL,
    epoch           INTEGER NOT NULL CHECK (epoch >= 0),
    last_seq        INTEGER NOT NULL CHECK (last_seq >= 0),
    last_public_seq INTEGER NOT NULL CHECK (last_public_seq >= 0),
    guest_seq       INTEGER NOT NULL,
    language        TEXT NOT NULL,
    test            INTEGER NOT NULL CHECK (test IN (0, 1)),
    started_at      INTEGER NOT NULL,
    guest_at        INTEGER NOT NULL,
    last_at         INTEGER NOT NULL,
    active_at       INTEGER NOT NULL,
    resolved_at     INTEGER NOT NULL,
    facts           TEXT NOT NULL,
    timers          TEXT NOT NULL,
    request_id      TEXT NOT NULL,
    offer_id        TEXT NOT NULL,
    turn_id         TEXT NOT NULL, merged_into TEXT NOT NULL DEFAULT '',
    UNIQUE (property_id, id),
    FOREIGN KEY (property_id, contact_id) REFERENCES contacts (property_id, id),
    CHECK ((controller = 'agent') = (agent_id <> '')),
    CHECK (status = 'open' OR controller = 'assistant'),
    CHECK (last_public_seq <= last_seq)
) STRICT;

CREATE UNIQUE INDEX conversations_open ON conversations (contact_id) WHERE status = 'open';

CREATE INDEX conversations_contact ON conversations (contact_id, started_at, id);

CREATE INDEX conversations_wall ON conversations (property_id, active_at, id)
    WHERE status = 'open' AND controller = 'assistant';

CREATE INDEX conversations_held ON conversations (property_id, active_at, id)
    WHERE status = 'open' AND controller <> 'assistant';

CREATE INDEX conversations_mine ON conversations (agent_id, active_at, id) WHERE controller = 'agent';

CREATE TABLE entries (
    n               INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    property_id     TEXT NOT NULL,
    seq             INTEGER NOT NULL CHECK (seq >= 1),
    prev_public     INTEGER NOT NULL,
    id              TEXT NOT NULL CHECK (id <> ''),
    public          INTEGER NOT NULL CHECK (public IN (0, 1)),
    kind            TEXT NOT NULL CHECK (kind IN ('message', 'note', 'system', 'edit', 'control')),
    author_kind     TEXT NOT NULL CHECK (author_kind IN ('guest', 'assistant', 'agent', 'system')),
    author_id       TEXT NOT NULL,
    author_name     TEXT NOT NULL,
    text            TEXT NOT NULL,
    code            TEXT NOT NULL,
    extra           TEXT NOT NULL,
    sender_id       TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    account_id      TEXT NOT NULL,
    provider_id     TEXT NOT NULL,
    epoch           INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    UNIQUE (conversation_id, seq),
    FOREIGN KEY (property_id, conversation_id) REFERENCES conversations (property_id, id),
    CHECK (prev_public < seq),
    CHECK (kind <> 'note' OR public = 0)
) STRICT;

CREATE UNIQUE INDEX entries_client ON entries (sender_id, client_id) WHERE client_id <> '';

CREATE UNIQUE INDEX entries_provider ON entries (account_id, provider_id) WHERE provider_id <> '';

CREATE TABLE requests (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    kind            TEXT NOT NULL CHECK (kind IN ('person', 'transfer', 'emergency')),
    stage           TEXT NOT NULL CHECK (stage IN ('ringing', 'promised')),
    ending          TEXT NOT NULL CHECK (ending IN ('', 'accepted', 'cancelled', 'closed', 'expired')),
    opened_at       INTEGER NOT NULL,
    ended_at        INTEGER NOT NULL,
    doc             TEXT NOT NULL, property_id TEXT NOT NULL DEFAULT '',
    CHECK ((ending = '') = (ended_at = 0))
) STRICT;

CREATE UNIQUE INDEX requests_open ON requests (conversation_id) WHERE ending = '';

CREATE TABLE offers (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    state           TEXT NOT NULL CHECK (state IN ('shown', 'used', 'dismissed')),
    doc             TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX offers_shown ON offers (conversation_id) WHERE state = 'shown';

CREATE TABLE turns (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    ending          TEXT NOT NULL CHECK (ending IN ('', 'answered', 'failed', 'withdrawn')),
    owed_at         INTEGER NOT NULL,
    not_before      INTEGER NOT NULL,
    ended_at        INTEGER NOT NULL,
    lease_owner     TEXT NOT NULL,
    lease_until     INTEGER NOT NULL,
    doc             TEXT NOT NULL,
    CHECK ((ending = '') = (ended_at = 0))
) STRICT;

CREATE UNIQUE INDEX turns_open ON turns (conversation_id) WHERE ending = '';

CREATE INDEX turns_owed ON turns (owed_at) WHERE ending = '';

CREATE TABLE timers (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    kind            TEXT NOT NULL,
    armed_for       TEXT NOT NULL,
    due_at          INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE read_marks (
    person_id       TEXT NOT NULL REFERENCES people (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    seq             INTEGER NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    person_id       TEXT NOT NULL REFERENCES people (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    reply           TEXT NOT NULL,
    note            TEXT NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) STRICT;

CREATE TABLE knowledge_versions (
    property_id TEXT NOT NULL PRIMARY KEY REFERENCES properties (id),
    version     INTEGER NOT NULL CHECK (version > 0)
) STRICT;

CREATE TABLE knowledge_facts (
    property_id TEXT NOT NULL REFERENCES properties (id),
    key         TEXT NOT NULL,
    state       TEXT NOT NULL,
    details     TEXT NOT NULL,
    updated_by  TEXT NOT NULL,
    updated_at  INTEGER NOT NULL, value TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', rev INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (property_id, key)
) STRICT;

CREATE TABLE knowledge_entries (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    questions   TEXT NOT NULL,
    answer      TEXT NOT NULL,
    language    TEXT NOT NULL,
    booked_only INTEGER NOT NULL CHECK (booked_only IN (0, 1)),
    updated_by  TEXT NOT NULL,
    updated_at  INTEGER NOT NULL, versions TEXT NOT NULL DEFAULT '', valid_from TEXT NOT NULL DEFAULT '', valid_until TEXT NOT NULL DEFAULT '', hidden INTEGER NOT NULL DEFAULT 0, draft TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', rev INTEGER NOT NULL DEFAULT 0, searched TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (property_id, id)
) STRICT;

CREATE TABLE shortcuts (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    language    TEXT NOT NULL,
    name        TEXT NOT NULL,
    text        TEXT NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX shortcuts_whose ON shortcuts (person_id, property_id);

CREATE TABLE files (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    key             TEXT NOT NULL UNIQUE CHECK (key <> ''),
    property_id     TEXT NOT NULL REFERENCES properties (id),
    contact_id      TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    name            TEXT NOT NULL,
    type            TEXT NOT NULL,
    size            INTEGER NOT NULL,
    width           INTEGER NOT NULL,
    height          INTEGER NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    n           INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    person_id   TEXT NOT NULL,
    property_id TEXT NOT NULL,
    action      TEXT NOT NULL CHECK (action <> ''),
    subject     TEXT NOT NULL,
    detail      TEXT NOT NULL
) STRICT;

CREATE INDEX audit_property ON audit (property_id, n);

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_stays_whole BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE VIRTUAL TABLE message_words USING fts5 (words, content='', detail='none', columnsize=0, tokenize='ascii');

CREATE VIRTUAL TABLE guest_words USING fts5 (words, content='', contentless_delete=1, detail='none', tokenize='ascii');

CREATE TABLE search_progress (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    indexed INTEGER NOT NULL
) STRICT;

CREATE INDEX people_duty ON people (duty_until) WHERE duty_until > 0;

CREATE TABLE device_checks (
    person_id    TEXT NOT NULL REFERENCES people (id),
    device_id    TEXT NOT NULL CHECK (device_id <> ''),
    confirmed_at INTEGER NOT NULL,
    heard        INTEGER NOT NULL CHECK (heard IN (0, 1)),
    heard_at     INTEGER NOT NULL,
    PRIMARY KEY (person_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE calls (
    alert_id TEXT NOT NULL REFERENCES alerts (id),
    round    INTEGER NOT NULL,
    step     INTEGER NOT NULL CHECK (step > 0),
    next_at  INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    done_at  INTEGER NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (alert_id, round, step)
) STRICT;

CREATE INDEX calls_due ON calls (next_at) WHERE next_at > 0;

CREATE TABLE drills (
    property_id TEXT NOT NULL REFERENCES properties (id),
    interval_at INTEGER NOT NULL,
    alert_id    TEXT NOT NULL,
    at          INTEGER NOT NULL,
    done_at     INTEGER NOT NULL,
    tested      INTEGER NOT NULL,
    silent      TEXT NOT NULL,
    PRIMARY KEY (property_id, interval_at)
) STRICT;

CREATE TABLE sheets (
    id           TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    person_id    TEXT NOT NULL REFERENCES people (id),
    at           INTEGER NOT NULL,
    note         TEXT NOT NULL,
    property_ids TEXT NOT NULL,
    lines        TEXT NOT NULL
) STRICT;

CREATE INDEX sheets_at ON sheets (at);

CREATE TABLE push_subscriptions (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL CHECK (device_id <> ''),
    name      TEXT NOT NULL,
    language  TEXT NOT NULL,
    endpoint  TEXT NOT NULL UNIQUE CHECK (endpoint <> ''),
    p256dh    TEXT NOT NULL,
    auth      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    UNIQUE (person_id, device_id)
) STRICT;

CREATE TABLE ticket_numbers (
    one  INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE tickets (
    number          INTEGER NOT NULL PRIMARY KEY CHECK (number > 1000),
    property_id     TEXT NOT NULL REFERENCES properties (id),
    conversation_id TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    channel         TEXT NOT NULL CHECK (channel IN ('web', 'messenger', 'instagram', 'whatsapp', 'api')),
    form_id         TEXT NOT NULL,
    cause           TEXT NOT NULL CHECK (cause IN ('left', 'guest_left', 'mail')),
    status          TEXT NOT NULL CHECK (status IN ('new', 'open', 'waiting', 'done')),
    priority        TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    assignee_id     TEXT NOT NULL,
    due_at          INTEGER NOT NULL,
    reply_by        INTEGER NOT NULL,
    name            TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT NOT NULL,
    text            TEXT NOT NULL,
    language        TEXT NOT NULL,
    test            INTEGER NOT NULL CHECK (test IN (0, 1)),
    answered_at     INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    moved_at        INTEGER NOT NULL,
    searched        TEXT NOT NULL, opportunity TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (property_id, conversation_id) REFERENCES conversations (property_id, id)
) STRICT;

CREATE UNIQUE INDEX tickets_form ON tickets (contact_id, form_id) WHERE form_id <> '';

CREATE INDEX tickets_conversation ON tickets (conversation_id, number);

CREATE INDEX tickets_status ON tickets (property_id, status, moved_at, number);

CREATE INDEX tickets_moved ON tickets (property_id, moved_at, number);

CREATE INDEX tickets_mine ON tickets (assignee_id, property_id, moved_at, number) WHERE status <> 'done';

CREATE TABLE ticket_lines (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    ticket    INTEGER NOT NULL REFERENCES tickets (number),
    n         INTEGER NOT NULL CHECK (n > 0),
    kind      TEXT NOT NULL CHECK (kind IN ('note', 'reply', 'mail', 'bounce', 'change')),
    at        INTEGER NOT NULL,
    person_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    text      TEXT NOT NULL,
    more      TEXT NOT NULL,
    UNIQUE (ticket, n)
) STRICT;

CREATE UNIQUE INDEX ticket_lines_client ON ticket_lines (person_id, client_id) WHERE client_id <> '';

CREATE TABLE mails (
    n               INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE CHECK (id <> ''),
    kind            TEXT NOT NULL CHECK (kind <> ''),
    state           TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'uncertain', 'failed')),
    message_id      TEXT NOT NULL UNIQUE CHECK (message_id <> ''),
    recipient       TEXT NOT NULL CHECK (recipient <> ''),
    property_id     TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    ticket          INTEGER NOT NULL,
    letter          TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    next_at         INTEGER NOT NULL,
    lease_owner     TEXT NOT NULL,
    lease_until     INTEGER NOT NULL,
    error           TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    done_at         INTEGER NOT NULL,
    CHECK ((state = 'sending') = (lease_until <> 0))
) STRICT;

CREATE INDEX mails_owed ON mails (next_at, n) WHERE state = 'queued';

CREATE INDEX mails_leased ON mails (lease_until) WHERE state = 'sending';

CREATE INDEX mails_troubled ON mails (n) WHERE state IN ('uncertain', 'failed');

CREATE INDEX mails_ticket ON mails (ticket, n) WHERE ticket <> 0;

CREATE INDEX mails_contact ON mails (contact_id, kind, created_at) WHERE contact_id <> '';

CREATE INDEX mails_recipient ON mails (recipient, kind, created_at);

CREATE TABLE mails_taken (
    message_id TEXT NOT NULL PRIMARY KEY,
    taken_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE absences (
    conversation_id TEXT NOT NULL PRIMARY KEY REFERENCES conversations (id),
    sent_seq        INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    looks           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX absences_due ON absences (due_at) WHERE due_at <> 0;

CREATE VIRTUAL TABLE ticket_words USING fts5 (words, content='', contentless_delete=1, detail='none', tokenize='ascii');

CREATE TABLE guest_forms (
    contact_id TEXT NOT NULL PRIMARY KEY REFERENCES contacts (id),
    form_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    phone      TEXT NOT NULL,
    text       TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX requests_opened ON requests (property_id, opened_at, id);

CREATE INDEX entries_unmet ON entries (property_id, at, id) WHERE code = 'unavailable';

CREATE TABLE file_pieces (
    key   TEXT NOT NULL CHECK (key <> ''),
    n     INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (key, n)
) STRICT;

CREATE TABLE marks (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_until ON marks (until);

CREATE TABLE listeners (
    contact_id TEXT NOT NULL,
    node       TEXT NOT NULL,
    here       INTEGER NOT NULL CHECK (here IN (0, 1)),
    at         INTEGER NOT NULL,
    PRIMARY KEY (contact_id, node)
) STRICT, WITHOUT ROWID;

CREATE INDEX listeners_at ON listeners (at);

CREATE TABLE channel_apps (
    id               TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    channel          TEXT NOT NULL CHECK (channel IN ('messenger', 'instagram', 'whatsapp', 'api')),
    name             TEXT NOT NULL,
    key              TEXT NOT NULL,
    sealed           BLOB NOT NULL,
    created_at       INTEGER NOT NULL,
    verified_at      INTEGER NOT NULL,
    tested_at        INTEGER NOT NULL,
    bad_signatures   INTEGER NOT NULL,
    bad_signature_at INTEGER NOT NULL,
    removed_at       INTEGER NOT NULL
, made_by TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE channel_accounts (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL REFERENCES properties (id),
    app_id      TEXT NOT NULL REFERENCES channel_apps (id),
    channel     TEXT NOT NULL CHECK (channel IN ('messenger', 'instagram', 'whatsapp', 'api')),
    key         TEXT NOT NULL CHECK (key <> ''),
    keys        TEXT NOT NULL,
    parent      TEXT NOT NULL,
    name        TEXT NOT NULL,
    route       TEXT NOT NULL,
    callback    TEXT NOT NULL,
    human_agent INTEGER NOT NULL CHECK (human_agent IN (0, 1)),
    sealed      BLOB NOT NULL,
    paused      TEXT NOT NULL,
    settings    TEXT NOT NULL,
    health      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    removed_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX channel_accounts_property ON channel_accounts (property_id, channel, key);

CREATE TABLE channel_keys (
    app_id     TEXT NOT NULL,
    key        TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES channel_accounts (id),
    PRIMARY KEY (app_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX channel_keys_account ON channel_keys (account_id);

CREATE TABLE identities (
    account_id  TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (external_id <> ''),
    contact_id  TEXT NOT NULL REFERENCES contacts (id),
    at          INTEGER NOT NULL,
    PRIMARY KEY (account_id, external_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identities_contact ON identities (contact_id);

CREATE TABLE events_seen (
    account_id TEXT NOT NULL,
    key        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_seen_at ON events_seen (at);

CREATE TABLE channel_lines (
    account_id TEXT NOT NULL,
    month      TEXT NOT NULL,
    category   TEXT NOT NULL,
    lines      INTEGER NOT NULL,
    PRIMARY KEY (account_id, month, category)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_templates (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES channel_accounts (id),
    doc        TEXT NOT NULL,
    at         INTEGER NOT NULL
) STRICT;

CREATE TABLE arrivals (
    n           INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE CHECK (id <> ''),
    app_id      TEXT NOT NULL,
    channel     TEXT NOT NULL,
    at          INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    not_before  INTEGER NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    done_at     INTEGER NOT NULL,
    failure     TEXT NOT NULL,
    body        BLOB NOT NULL
, lost INTEGER NOT NULL DEFAULT 0, tried_at INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX arrivals_owed ON arrivals (n) WHERE done_at = 0;

CREATE INDEX arrivals_done ON arrivals (done_at) WHERE done_at <> 0;

CREATE INDEX arrivals_failed ON arrivals (n) WHERE done_at <> 0 AND failure <> '';

CREATE TABLE deliveries (
    n               INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    property_id     TEXT NOT NULL,
    account_id      TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    entry_id        TEXT NOT NULL CHECK (entry_id <> ''),
    seq             INTEGER NOT NULL,
    part            INTEGER NOT NULL,
    author          TEXT NOT NULL,
    epoch           INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'uncertain', 'sent', 'delivered', 'read', 'played', 'failed', 'withdrawn')),
    lane            INTEGER NOT NULL CHECK (lane IN (0, 1)),
    reason          TEXT NOT NULL,
    code            TEXT NOT NULL,
    provider_id     TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    not_before      INTEGER NOT NULL,
    lease_owner     TEXT NOT NULL,
    lease_until     INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    sent_at         INTEGER NOT NULL,
    uncertain_at    INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    answers         INTEGER NOT NULL,
    answers_at      INTEGER NOT NULL,
    doc             TEXT NOT NULL,
    UNIQUE (entry_id, part),
    CHECK ((state = 'sending') = (lease_until <> 0)),
    CHECK ((state IN ('waiting', 'sending')) = (lane = 1) OR state = 'uncertain')
) STRICT;

CREATE INDEX deliveries_lane ON deliveries (conversation_id, seq, part) WHERE lane = 1;

CREATE INDEX deliveries_conversation ON deliveries (conversation_id, seq, part);

CREATE INDEX deliveries_owed ON deliveries (not_before, n) WHERE state = 'waiting';

CREATE INDEX deliveries_waited ON deliveries (created_at) WHERE state = 'waiting';

CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state = 'sending';

CREATE INDEX deliveries_uncertain ON deliveries (uncertain_at) WHERE state = 'uncertain' AND lane = 1;

CREATE INDEX deliveries_troubled ON deliveries (account_id, n) WHERE state IN ('uncertain', 'failed');

CREATE INDEX deliveries_open ON deliveries (account_id, state, created_at) WHERE state IN ('waiting', 'sending', 'uncertain');

CREATE INDEX deliveries_provider ON deliveries (account_id, provider_id) WHERE provider_id <> '';

CREATE INDEX deliveries_sent ON deliveries (contact_id, sent_at) WHERE state IN ('sent', 'delivered');

CREATE INDEX conversations_history ON conversations (property_id, started_at, id) WHERE merged_into = '';

CREATE TABLE knowledge_notices (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    text        TEXT NOT NULL,
    topic       TEXT NOT NULL,
    language    TEXT NOT NULL,
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    created_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_by  TEXT NOT NULL,
    updated_at  INTEGER NOT NULL,
    rev         INTEGER NOT NULL,
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX knowledge_notices_end ON knowledge_notices (property_id, ends_at);

CREATE TABLE knowledge_proposals (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('fact', 'entry')),
    subject     TEXT NOT NULL,
    source      TEXT NOT NULL,
    doc         TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'taken', 'refused')),
    at          INTEGER NOT NULL,
    decided_by  TEXT NOT NULL,
    decided_at  INTEGER NOT NULL,
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX knowledge_proposals_open ON knowledge_proposals (property_id, at) WHERE state = 'open';

CREATE TABLE knowledge_history (
    n           INTEGER PRIMARY KEY,
    property_id TEXT NOT NULL REFERENCES properties (id),
    at          INTEGER NOT NULL,
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    title       TEXT NOT NULL,
    action      TEXT NOT NULL,
    batch       TEXT NOT NULL,
    before      TEXT NOT NULL,
    after       TEXT NOT NULL
) STRICT;

CREATE INDEX knowledge_history_property ON knowledge_history (property_id, n);

CREATE INDEX knowledge_history_subject ON knowledge_history (property_id, kind, subject, n);

CREATE TABLE knowledge_asks (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id     TEXT NOT NULL REFERENCES properties (id),
    conversation_id TEXT NOT NULL,
    seq             INTEGER NOT NULL,
    why             TEXT NOT NULL,
    text            TEXT NOT NULL,
    language        TEXT NOT NULL,
    at              INTEGER NOT NULL,
    reply           TEXT NOT NULL,
    reply_by        TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')),
    entry_id        TEXT NOT NULL
) STRICT;

CREATE INDEX knowledge_asks_open ON knowledge_asks (property_id, at) WHERE state = 'open';

CREATE INDEX knowledge_asks_conversation ON knowledge_asks (conversation_id, seq);

CREATE TABLE knowledge_tests (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    doc         TEXT NOT NULL,
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE knowledge_test_runs (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    at          INTEGER NOT NULL,
    doc         TEXT NOT NULL,
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX knowledge_test_runs_at ON knowledge_test_runs (property_id, at);

CREATE TABLE knowledge_imports (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL REFERENCES properties (id),
    state       TEXT NOT NULL,
    at          INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    doc         TEXT NOT NULL,
    body        BLOB NOT NULL
) STRICT;

CREATE INDEX knowledge_imports_property ON knowledge_imports (property_id, at);

CREATE TABLE knowledge_settings (
    property_id TEXT NOT NULL PRIMARY KEY REFERENCES properties (id),
    doc         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE knowledge_sources (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL REFERENCES properties (id),
    due_at      INTEGER NOT NULL,
    run         INTEGER NOT NULL,
    doc         TEXT NOT NULL,
    body        BLOB NOT NULL
) STRICT;

CREATE INDEX knowledge_sources_property ON knowledge_sources (property_id, id);

CREATE INDEX knowledge_sources_due ON knowledge_sources (due_at) WHERE due_at > 0;

CREATE TABLE knowledge_passages (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    source_id   TEXT NOT NULL,
    page        TEXT NOT NULL,
    nth         INTEGER NOT NULL,
    title       TEXT NOT NULL,
    text        TEXT NOT NULL,
    language    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'refused')),
    gone        INTEGER NOT NULL,
    replaces    TEXT NOT NULL,
    found_at    INTEGER NOT NULL,
    decided_by  TEXT NOT NULL,
    decided_at  INTEGER NOT NULL,
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX knowledge_passages_page ON knowledge_passages (property_id, source_id, page);

CREATE INDEX knowledge_passages_state ON knowledge_passages (property_id, state, id);

CREATE TABLE answer_traces (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    entry_id        TEXT NOT NULL CHECK (entry_id <> ''),
    doc             TEXT NOT NULL,
    PRIMARY KEY (conversation_id, entry_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assistant_spent (
    property_id TEXT NOT NULL REFERENCES properties (id),
    day         TEXT NOT NULL,
    contact_id  TEXT NOT NULL,
    calls       INTEGER NOT NULL,
    tokens      INTEGER NOT NULL,
    PRIMARY KEY (property_id, day, contact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE "alerts" (
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

CREATE TABLE "rings" (
    n        INTEGER PRIMARY KEY,
    alert_id TEXT NOT NULL REFERENCES "alerts" (id),
    round    INTEGER NOT NULL,
    step     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    people   TEXT NOT NULL
) STRICT;

CREATE TABLE "confirmations" (
    alert_id  TEXT NOT NULL REFERENCES "alerts" (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    device_id TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('shown', 'sounded', 'reacted')),
    at        INTEGER NOT NULL,
    PRIMARY KEY (alert_id, person_id, device_id, kind)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX alerts_ringing ON alerts (conversation_id) WHERE ended_at = 0 AND kind IN ('person', 'transfer', 'emergency');

CREATE UNIQUE INDEX alerts_alarm ON alerts (conversation_id, kind) WHERE ended_at = 0 AND kind IN ('alarm', 'attention');

CREATE INDEX alerts_property ON alerts (property_id, ended_at);

CREATE INDEX alerts_due ON alerts (next_at) WHERE next_at > 0;

CREATE INDEX alerts_changed ON alerts (changed_at);

CREATE INDEX rings_alert ON rings (alert_id);

CREATE TABLE vectors (
    property_id TEXT NOT NULL REFERENCES properties (id),
    model       TEXT NOT NULL CHECK (model <> ''),
    hash        TEXT NOT NULL,
    vector      TEXT NOT NULL,
    PRIMARY KEY (property_id, model, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookings (
    property_id TEXT NOT NULL REFERENCES properties (id),
    key         TEXT NOT NULL CHECK (key <> ''),
    number      TEXT NOT NULL,
    surname     TEXT NOT NULL,
    find        TEXT NOT NULL,
    arrival     TEXT NOT NULL,
    departure   TEXT NOT NULL,
    email       TEXT NOT NULL,
    phone       TEXT NOT NULL,
    room        TEXT NOT NULL,
    persons     INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (property_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX bookings_arrival ON bookings (property_id, arrival, key);

CREATE INDEX bookings_departure ON bookings (property_id, departure);

CREATE INDEX contacts_proven ON contacts (property_id, proof_booking) WHERE proof_booking <> '';

CREATE INDEX arrivals_lost ON arrivals (n) WHERE lost > 0;

CREATE TABLE tool_services (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('http', 'mcp')),
    name        TEXT NOT NULL,
    url         TEXT NOT NULL,
    header      TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    tools       TEXT NOT NULL,
    saved_by    TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (property_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX knowledge_asks_at ON knowledge_asks (at);

CREATE INDEX arrivals_held ON arrivals (app_id, lease_owner) WHERE done_at = 0 AND lease_owner <> '';

CREATE INDEX knowledge_history_batch ON knowledge_history (property_id, batch, n) WHERE batch <> '';

CREATE INDEX knowledge_imports_worked_on ON knowledge_imports (lease_until) WHERE state IN ('running', 'undoing');

