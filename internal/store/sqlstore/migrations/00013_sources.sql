-- Documents and websites that knowledge is read from. due_at is when somebody has to work on one (0: never), run is raised
-- with every claim. The body of a document stands last.
CREATE TABLE knowledge_sources (
    id          TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    property_id TEXT NOT NULL REFERENCES properties (id),
    due_at      {int} NOT NULL,
    run         {int} NOT NULL,
    doc         TEXT NOT NULL,
    body        {bytes} NOT NULL
) {strict};
CREATE INDEX knowledge_sources_property ON knowledge_sources (property_id, id);
CREATE INDEX knowledge_sources_due ON knowledge_sources (due_at) WHERE due_at > 0;

-- Their passages. Guests are told the approved ones only.
CREATE TABLE knowledge_passages (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    source_id   TEXT NOT NULL,
    page        TEXT NOT NULL,
    nth         {int} NOT NULL,
    title       TEXT NOT NULL,
    text        TEXT NOT NULL,
    language    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'refused')),
    gone        {int} NOT NULL,
    replaces    TEXT NOT NULL,
    found_at    {int} NOT NULL,
    decided_by  TEXT NOT NULL,
    decided_at  {int} NOT NULL,
    PRIMARY KEY (property_id, id)
) {clustered};
CREATE INDEX knowledge_passages_page ON knowledge_passages (property_id, source_id, page);
CREATE INDEX knowledge_passages_state ON knowledge_passages (property_id, state, id);
