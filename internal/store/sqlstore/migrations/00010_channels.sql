-- Programs that are registered with the owners of channels, and the accounts that are connected under them. sealed is
-- encrypted; counters and times of what happens at an address are columns, so that notes of several servers add up.
CREATE TABLE channel_apps (
    id               TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    channel          TEXT NOT NULL CHECK (channel IN ('messenger', 'instagram', 'whatsapp', 'api')),
    name             TEXT NOT NULL,
    key              TEXT NOT NULL,
    sealed           {bytes} NOT NULL,
    created_at       {int} NOT NULL,
    verified_at      {int} NOT NULL,
    tested_at        {int} NOT NULL,
    bad_signatures   {int} NOT NULL,
    bad_signature_at {int} NOT NULL,
    removed_at       {int} NOT NULL
) {strict};

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
    human_agent {int} NOT NULL CHECK (human_agent IN (0, 1)),
    sealed      {bytes} NOT NULL,
    paused      TEXT NOT NULL,
    settings    TEXT NOT NULL,
    health      TEXT NOT NULL,
    created_at  {int} NOT NULL,
    removed_at  {int} NOT NULL
) {strict};
CREATE INDEX channel_accounts_property ON channel_accounts (property_id, channel, key);

-- Every id under which a connected account arrives.
CREATE TABLE channel_keys (
    app_id     TEXT NOT NULL,
    key        TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES channel_accounts (id),
    PRIMARY KEY (app_id, key)
) {clustered};
CREATE INDEX channel_keys_account ON channel_keys (account_id);

-- One guest may be known to an account by several ids.
CREATE TABLE identities (
    account_id  TEXT NOT NULL,
    external_id TEXT NOT NULL CHECK (external_id <> ''),
    contact_id  TEXT NOT NULL REFERENCES contacts (id),
    at          {int} NOT NULL,
    PRIMARY KEY (account_id, external_id)
) {clustered};
CREATE INDEX identities_contact ON identities (contact_id);
INSERT INTO identities (account_id, external_id, contact_id, at)
    SELECT account_id, external_id, id, created_at FROM contacts WHERE external_id <> '';

-- Events that make no entry, so that each counts once.
CREATE TABLE events_seen (
    account_id TEXT NOT NULL,
    key        TEXT NOT NULL,
    at         {int} NOT NULL,
    PRIMARY KEY (account_id, key)
) {clustered};
CREATE INDEX events_seen_at ON events_seen (at);

-- Billed lines by month.
CREATE TABLE channel_lines (
    account_id TEXT NOT NULL,
    month      TEXT NOT NULL,
    category   TEXT NOT NULL,
    lines      {int} NOT NULL,
    PRIMARY KEY (account_id, month, category)
) {clustered};

CREATE TABLE channel_templates (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES channel_accounts (id),
    doc        TEXT NOT NULL,
    at         {int} NOT NULL
) {strict};

-- What the channels brought, as it came. One that is not done is owed. The body stands last: it may be megabytes, and what
-- stands behind it would be read through it.
CREATE TABLE arrivals (
    n           {serial},
    id          TEXT NOT NULL UNIQUE CHECK (id <> ''),
    app_id      TEXT NOT NULL,
    channel     TEXT NOT NULL,
    at          {int} NOT NULL,
    attempts    {int} NOT NULL,
    not_before  {int} NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_until {int} NOT NULL,
    done_at     {int} NOT NULL,
    failure     TEXT NOT NULL,
    body        {bytes} NOT NULL
) {strict};
CREATE INDEX arrivals_owed ON arrivals (n) WHERE done_at = 0;
CREATE INDEX arrivals_done ON arrivals (done_at) WHERE done_at <> 0;
CREATE INDEX arrivals_failed ON arrivals (n) WHERE done_at <> 0 AND failure <> '';

-- Messages to guests outside the website. lane is 1 while a message keeps those behind it waiting.
CREATE TABLE deliveries (
    n               {serial},
    id              TEXT NOT NULL UNIQUE CHECK (id <> ''),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    property_id     TEXT NOT NULL,
    account_id      TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    entry_id        TEXT NOT NULL CHECK (entry_id <> ''),
    seq             {int} NOT NULL,
    part            {int} NOT NULL,
    author          TEXT NOT NULL,
    epoch           {int} NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'uncertain', 'sent', 'delivered', 'read', 'played', 'failed', 'withdrawn')),
    lane            {int} NOT NULL CHECK (lane IN (0, 1)),
    reason          TEXT NOT NULL,
    code            TEXT NOT NULL,
    provider_id     TEXT NOT NULL,
    attempts        {int} NOT NULL,
    not_before      {int} NOT NULL,
    lease_owner     TEXT NOT NULL,
    lease_until     {int} NOT NULL,
    created_at      {int} NOT NULL,
    sent_at         {int} NOT NULL,
    uncertain_at    {int} NOT NULL,
    changed_at      {int} NOT NULL,
    answers         {int} NOT NULL,
    answers_at      {int} NOT NULL,
    doc             TEXT NOT NULL,
    UNIQUE (entry_id, part),
    CHECK ((state = 'sending') = (lease_until <> 0)),
    CHECK ((state IN ('waiting', 'sending')) = (lane = 1) OR state = 'uncertain')
) {strict};
CREATE INDEX deliveries_lane ON deliveries (conversation_id, seq, part) WHERE lane = 1;
CREATE INDEX deliveries_conversation ON deliveries (conversation_id, seq, part);
CREATE INDEX deliveries_owed ON deliveries (not_before, n) WHERE state = 'waiting';
CREATE INDEX deliveries_waited ON deliveries (created_at) WHERE state = 'waiting';
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state = 'sending';
CREATE INDEX deliveries_uncertain ON deliveries (uncertain_at) WHERE state = 'uncertain' AND lane = 1;
CREATE INDEX deliveries_troubled ON deliveries (account_id, n) WHERE state IN ('uncertain', 'failed');
CREATE INDEX deliveries_open ON deliveries (account_id, state, created_at) WHERE state IN ('waiting', 'sending', 'uncertain');
CREATE INDEX deliveries_provider ON deliveries (account_id, provider_id) WHERE provider_id <> '';
-- What a guest's reading settles: everything sent before, and nothing twice.
CREATE INDEX deliveries_sent ON deliveries (contact_id, sent_at) WHERE state IN ('sent', 'delivered');
