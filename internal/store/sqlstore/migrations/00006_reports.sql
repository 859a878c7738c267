-- What a report asks for: the requests of a property by when they were opened, and the wishes that opened none.
ALTER TABLE requests ADD COLUMN property_id TEXT NOT NULL DEFAULT '';
UPDATE requests SET property_id = (SELECT c.property_id FROM conversations c WHERE c.id = requests.conversation_id);
CREATE INDEX requests_opened ON requests (property_id, opened_at, id);
CREATE INDEX entries_unmet ON entries (property_id, at, id) WHERE code = 'unavailable';
