-- Marks the file as Deskbell's: "Dskb".
PRAGMA application_id = 1148414818;

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_stays_whole BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- The full text of messages and guests. It holds folded words (see package words) and no text of its own; rowid is n of
-- entries and of contacts. Messages are added behind the writes, up to entries.n = indexed: see indexer.go.
CREATE VIRTUAL TABLE message_words USING fts5 (words, content='', detail='none', columnsize=0, tokenize='ascii');
-- Merging by itself happens inside whatever write comes next and stops it for a tenth of a second on a large store.
INSERT INTO message_words (message_words, rank) VALUES ('automerge', 0);
INSERT INTO message_words (message_words, rank) VALUES ('crisismerge', 64);
CREATE VIRTUAL TABLE guest_words USING fts5 (words, content='', contentless_delete=1, detail='none', tokenize='ascii');
CREATE TABLE search_progress (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    indexed INTEGER NOT NULL
) STRICT;
INSERT INTO search_progress (one, indexed) VALUES (1, 0);
