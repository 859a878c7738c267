-- Times are milliseconds since 1970 (0: never), ids text, documents JSON text, yes and no 1 and 0.
-- What stands in braces is replaced by the database's own words: see dialect.go.

CREATE TABLE properties (
    id         TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    key        TEXT NOT NULL UNIQUE CHECK (key <> ''),
    name       TEXT NOT NULL,
    settings   TEXT NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL
) {strict};

CREATE TABLE sites_seen (
    property_id TEXT NOT NULL REFERENCES properties (id),
    site        TEXT NOT NULL,
    seen_at     {int} NOT NULL,
    PRIMARY KEY (property_id, site)
) {clustered};

CREATE TABLE people (
    id            TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    email         TEXT NOT NULL UNIQUE CHECK (email <> ''),
    name          TEXT NOT NULL,
    public_name   TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('agent', 'knowledge_manager', 'admin', 'operator')),
    duty          TEXT NOT NULL CHECK (duty IN ('online', 'away', 'dnd')),
    active        {int} NOT NULL CHECK (active IN (0, 1)),
    password_hash TEXT NOT NULL,
    preferences   TEXT NOT NULL,
    held          {int} NOT NULL DEFAULT 0 CHECK (held >= 0),
    created_at    {int} NOT NULL,
    last_seen_at  {int} NOT NULL DEFAULT 0
) {strict};

CREATE TABLE person_properties (
    person_id   TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    property_id TEXT NOT NULL REFERENCES properties (id),
    PRIMARY KEY (person_id, property_id)
) {clustered};

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (token_hash <> ''),
    person_id  TEXT NOT NULL REFERENCES people (id),
    created_at {int} NOT NULL,
    seen_at    {int} NOT NULL,
    expires_at {int} NOT NULL,
    device     TEXT NOT NULL,
    address    TEXT NOT NULL
) {strict};
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
    created_at   {int} NOT NULL,
    expires_at   {int} NOT NULL
) {strict};

CREATE TABLE devices (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    person_id TEXT NOT NULL REFERENCES people (id),
    kind      TEXT NOT NULL CHECK (kind IN ('screen', 'phone')),
    sound     {int} NOT NULL CHECK (sound IN (0, 1)),
    visible   {int} NOT NULL CHECK (visible IN (0, 1)),
    seen_at   {int} NOT NULL
) {strict};
CREATE INDEX devices_person ON devices (person_id);
CREATE INDEX devices_seen ON devices (seen_at);

CREATE TABLE contacts (
    n           {serial},
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
    verified    {int} NOT NULL CHECK (verified IN (0, 1)),
    blocked     {int} NOT NULL CHECK (blocked IN (0, 1)),
    test        {int} NOT NULL CHECK (test IN (0, 1)),
    notes       TEXT NOT NULL,
    attributes  TEXT NOT NULL,
    device      TEXT NOT NULL,
    pages       TEXT NOT NULL,
    created_at  {int} NOT NULL,
    seen_at     {int} NOT NULL,
    read_seq    {int} NOT NULL DEFAULT 0,
    UNIQUE (property_id, id)
) {strict};
CREATE UNIQUE INDEX contacts_external ON contacts (account_id, external_id) WHERE external_id <> '';

CREATE TABLE guest_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (token_hash <> ''),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    expires_at {int} NOT NULL
) {strict};

-- facts and timers are documents that only the rules read; the table of timers repeats the latter for the clock.
-- request_id, offer_id and turn_id name the open or newest rows ('': none), so that nothing is looked for in vain.
-- active_at is last_at down to the minute: the index that orders the wall moves once a minute, not with every message.
CREATE TABLE conversations (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id     TEXT NOT NULL,
    account_id      TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    channel         TEXT NOT NULL CHECK (channel IN ('web', 'messenger', 'instagram', 'whatsapp', 'api')),
    status          TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
    controller      TEXT NOT NULL CHECK (controller IN ('assistant', 'waiting', 'agent', 'outside')),
    agent_id        TEXT NOT NULL,
    epoch           {int} NOT NULL CHECK (epoch >= 0),
    last_seq        {int} NOT NULL CHECK (last_seq >= 0),
    last_public_seq {int} NOT NULL CHECK (last_public_seq >= 0),
    guest_seq       {int} NOT NULL,
    language        TEXT NOT NULL,
    test            {int} NOT NULL CHECK (test IN (0, 1)),
    started_at      {int} NOT NULL,
    guest_at        {int} NOT NULL,
    last_at         {int} NOT NULL,
    active_at       {int} NOT NULL,
    resolved_at     {int} NOT NULL,
    facts           TEXT NOT NULL,
    timers          TEXT NOT NULL,
    request_id      TEXT NOT NULL,
    offer_id        TEXT NOT NULL,
    turn_id         TEXT NOT NULL,
    UNIQUE (property_id, id),
    FOREIGN KEY (property_id, contact_id) REFERENCES contacts (property_id, id),
    CHECK ((controller = 'agent') = (agent_id <> '')),
    CHECK (status = 'open' OR controller = 'assistant'),
    CHECK (last_public_seq <= last_seq)
) {strict};
CREATE UNIQUE INDEX conversations_open ON conversations (contact_id) WHERE status = 'open';
CREATE INDEX conversations_contact ON conversations (contact_id, started_at, id);
CREATE INDEX conversations_history ON conversations (property_id, started_at, id);
CREATE INDEX conversations_wall ON conversations (property_id, active_at, id)
    WHERE status = 'open' AND controller = 'assistant';
CREATE INDEX conversations_held ON conversations (property_id, active_at, id)
    WHERE status = 'open' AND controller <> 'assistant';
CREATE INDEX conversations_mine ON conversations (agent_id, active_at, id) WHERE controller = 'agent';

-- n only rises with every entry; the search counts what it has indexed by it. sender_id is set where client_id is.
CREATE TABLE entries (
    n               {serial},
    conversation_id TEXT NOT NULL,
    property_id     TEXT NOT NULL,
    seq             {int} NOT NULL CHECK (seq >= 1),
    prev_public     {int} NOT NULL,
    id              TEXT NOT NULL CHECK (id <> ''),
    public          {int} NOT NULL CHECK (public IN (0, 1)),
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
    epoch           {int} NOT NULL,
    at              {int} NOT NULL,
    UNIQUE (conversation_id, seq),
    FOREIGN KEY (property_id, conversation_id) REFERENCES conversations (property_id, id),
    CHECK (prev_public < seq),
    CHECK (kind <> 'note' OR public = 0)
) {strict};
CREATE UNIQUE INDEX entries_client ON entries (sender_id, client_id) WHERE client_id <> '';
CREATE UNIQUE INDEX entries_provider ON entries (account_id, provider_id) WHERE provider_id <> '';

-- Requests, offers and turns: columns for what is looked up and guarded, doc for the whole value.
CREATE TABLE requests (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    kind            TEXT NOT NULL CHECK (kind IN ('person', 'transfer', 'emergency')),
    stage           TEXT NOT NULL CHECK (stage IN ('ringing', 'promised')),
    ending          TEXT NOT NULL CHECK (ending IN ('', 'accepted', 'cancelled', 'closed', 'expired')),
    opened_at       {int} NOT NULL,
    ended_at        {int} NOT NULL,
    doc             TEXT NOT NULL,
    CHECK ((ending = '') = (ended_at = 0))
) {strict};
CREATE UNIQUE INDEX requests_open ON requests (conversation_id) WHERE ending = '';

CREATE TABLE offers (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    state           TEXT NOT NULL CHECK (state IN ('shown', 'used', 'dismissed')),
    doc             TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX offers_shown ON offers (conversation_id) WHERE state = 'shown';

CREATE TABLE turns (
    id              TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    ending          TEXT NOT NULL CHECK (ending IN ('', 'answered', 'failed', 'withdrawn')),
    owed_at         {int} NOT NULL,
    not_before      {int} NOT NULL,
    ended_at        {int} NOT NULL,
    lease_owner     TEXT NOT NULL,
    lease_until     {int} NOT NULL,
    doc             TEXT NOT NULL,
    CHECK ((ending = '') = (ended_at = 0))
) {strict};
CREATE UNIQUE INDEX turns_open ON turns (conversation_id) WHERE ending = '';
CREATE INDEX turns_owed ON turns (owed_at) WHERE ending = '';

CREATE TABLE timers (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    kind            TEXT NOT NULL,
    armed_for       TEXT NOT NULL,
    due_at          {int} NOT NULL,
    PRIMARY KEY (conversation_id, kind)
) {clustered};
CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE read_marks (
    person_id       TEXT NOT NULL REFERENCES people (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    seq             {int} NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) {clustered};

CREATE TABLE drafts (
    person_id       TEXT NOT NULL REFERENCES people (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    reply           TEXT NOT NULL,
    note            TEXT NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
) {strict};

CREATE TABLE knowledge_versions (
    property_id TEXT NOT NULL PRIMARY KEY REFERENCES properties (id),
    version     {int} NOT NULL CHECK (version > 0)
) {strict};

CREATE TABLE knowledge_facts (
    property_id TEXT NOT NULL REFERENCES properties (id),
    key         TEXT NOT NULL,
    state       TEXT NOT NULL,
    details     TEXT NOT NULL,
    updated_by  TEXT NOT NULL,
    updated_at  {int} NOT NULL,
    PRIMARY KEY (property_id, key)
) {strict};

CREATE TABLE knowledge_entries (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    questions   TEXT NOT NULL,
    answer      TEXT NOT NULL,
    language    TEXT NOT NULL,
    booked_only {int} NOT NULL CHECK (booked_only IN (0, 1)),
    updated_by  TEXT NOT NULL,
    updated_at  {int} NOT NULL,
    PRIMARY KEY (property_id, id)
) {strict};

CREATE TABLE shortcuts (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    language    TEXT NOT NULL,
    name        TEXT NOT NULL,
    text        TEXT NOT NULL,
    updated_at  {int} NOT NULL
) {strict};
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
    size            {int} NOT NULL,
    width           {int} NOT NULL,
    height          {int} NOT NULL,
    created_at      {int} NOT NULL
) {strict};

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) {strict};

CREATE TABLE audit (
    n           {serial},
    at          {int} NOT NULL,
    person_id   TEXT NOT NULL,
    property_id TEXT NOT NULL,
    action      TEXT NOT NULL CHECK (action <> ''),
    subject     TEXT NOT NULL,
    detail      TEXT NOT NULL
) {strict};
CREATE INDEX audit_property ON audit (property_id, n);
