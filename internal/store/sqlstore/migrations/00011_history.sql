-- The history is read from the index alone, which leaves out what was merged into another.
DROP INDEX conversations_history;
CREATE INDEX conversations_history ON conversations (property_id, started_at, id) WHERE merged_into = '';
