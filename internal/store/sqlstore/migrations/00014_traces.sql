-- How each of the assistant's messages came about, for the people at the desk.
CREATE TABLE answer_traces (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    entry_id        TEXT NOT NULL CHECK (entry_id <> ''),
    doc             TEXT NOT NULL,
    PRIMARY KEY (conversation_id, entry_id)
) {clustered};
