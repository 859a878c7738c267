-- The number of the newest ticket: a counter of its own, so that a number is taken by the transaction that keeps it.
CREATE TABLE ticket_numbers (
    one  {int} NOT NULL PRIMARY KEY CHECK (one = 1),
    last {int} NOT NULL
) {strict};
INSERT INTO ticket_numbers (one, last) VALUES (1, 1000);

-- searched is what the search looks at: the ticket's own words and those of its history.
CREATE TABLE tickets (
    number          {int} NOT NULL PRIMARY KEY CHECK (number > 1000),
    property_id     TEXT NOT NULL REFERENCES properties (id),
    conversation_id TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    channel         TEXT NOT NULL CHECK (channel IN ('web', 'messenger', 'instagram', 'whatsapp', 'api')),
    form_id         TEXT NOT NULL,
    cause           TEXT NOT NULL CHECK (cause IN ('left', 'guest_left', 'mail')),
    status          TEXT NOT NULL CHECK (status IN ('new', 'open', 'waiting', 'done')),
    priority        TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    assignee_id     TEXT NOT NULL,
    due_at          {int} NOT NULL,
    reply_by        {int} NOT NULL,
    name            TEXT NOT NULL,
    email           TEXT NOT NULL,
    phone           TEXT NOT NULL,
    text            TEXT NOT NULL,
    language        TEXT NOT NULL,
    test            {int} NOT NULL CHECK (test IN (0, 1)),
    answered_at     {int} NOT NULL,
    created_at      {int} NOT NULL,
    moved_at        {int} NOT NULL,
    searched        TEXT NOT NULL,
    FOREIGN KEY (property_id, conversation_id) REFERENCES conversations (property_id, id)
) {strict};
CREATE UNIQUE INDEX tickets_form ON tickets (contact_id, form_id) WHERE form_id <> '';
CREATE INDEX tickets_conversation ON tickets (conversation_id, number);
CREATE INDEX tickets_status ON tickets (property_id, status, moved_at, number);
CREATE INDEX tickets_moved ON tickets (property_id, moved_at, number);
CREATE INDEX tickets_mine ON tickets (assignee_id, property_id, moved_at, number) WHERE status <> 'done';

CREATE TABLE ticket_lines (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    ticket    {int} NOT NULL REFERENCES tickets (number),
    n         {int} NOT NULL CHECK (n > 0),
    kind      TEXT NOT NULL CHECK (kind IN ('note', 'reply', 'mail', 'bounce', 'change')),
    at        {int} NOT NULL,
    person_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    text      TEXT NOT NULL,
    more      TEXT NOT NULL,
    UNIQUE (ticket, n)
) {strict};
CREATE UNIQUE INDEX ticket_lines_client ON ticket_lines (person_id, client_id) WHERE client_id <> '';

-- E-mails on their way out. One is claimed (sending, with a lease) before it is sent, and never claimed again by itself.
CREATE TABLE mails (
    n               {serial},
    id              TEXT NOT NULL UNIQUE CHECK (id <> ''),
    kind            TEXT NOT NULL CHECK (kind <> ''),
    state           TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'uncertain', 'failed')),
    message_id      TEXT NOT NULL UNIQUE CHECK (message_id <> ''),
    recipient       TEXT NOT NULL CHECK (recipient <> ''),
    property_id     TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    contact_id      TEXT NOT NULL,
    ticket          {int} NOT NULL,
    letter          TEXT NOT NULL,
    attempts        {int} NOT NULL,
    next_at         {int} NOT NULL,
    lease_owner     TEXT NOT NULL,
    lease_until     {int} NOT NULL,
    error           TEXT NOT NULL,
    created_at      {int} NOT NULL,
    done_at         {int} NOT NULL,
    CHECK ((state = 'sending') = (lease_until <> 0))
) {strict};
CREATE INDEX mails_owed ON mails (next_at, n) WHERE state = 'queued';
CREATE INDEX mails_leased ON mails (lease_until) WHERE state = 'sending';
CREATE INDEX mails_troubled ON mails (n) WHERE state IN ('uncertain', 'failed');
CREATE INDEX mails_ticket ON mails (ticket, n) WHERE ticket <> 0;
CREATE INDEX mails_contact ON mails (contact_id, kind, created_at) WHERE contact_id <> '';
CREATE INDEX mails_recipient ON mails (recipient, kind, created_at);

-- What came in, so that it is taken once however often it is brought.
CREATE TABLE mails_taken (
    message_id TEXT NOT NULL PRIMARY KEY,
    taken_at   {int} NOT NULL
) {clustered};

-- Threads in which something waits for a guest who may not be there. due_at 0 is nothing to look for.
CREATE TABLE absences (
    conversation_id TEXT NOT NULL PRIMARY KEY REFERENCES conversations (id),
    sent_seq        {int} NOT NULL,
    due_at          {int} NOT NULL,
    looks           {int} NOT NULL
) {clustered};
CREATE INDEX absences_due ON absences (due_at) WHERE due_at <> 0;
