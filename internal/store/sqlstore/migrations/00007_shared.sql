-- The bytes of uploaded files, where several servers need them: beside SQLite they are files, and this is empty.
CREATE TABLE file_pieces (
    key   TEXT NOT NULL CHECK (key <> ''),
    n     {int} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (key, n)
) {strict};

-- Names that count until a moment: what may be used once, and limits that hold on all servers together.
CREATE TABLE marks (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    until {int} NOT NULL
) {clustered};
CREATE INDEX marks_until ON marks (until);

-- Whose pages listen at which server (here 1), or did until then (here 0); without a contact, when the server lived.
CREATE TABLE listeners (
    contact_id TEXT NOT NULL,
    node       TEXT NOT NULL,
    here       {int} NOT NULL CHECK (here IN (0, 1)),
    at         {int} NOT NULL,
    PRIMARY KEY (contact_id, node)
) {clustered};
CREATE INDEX listeners_at ON listeners (at);
