-- What guests asked, by its age: it is forgotten in time.
CREATE INDEX knowledge_asks_at ON knowledge_asks (at);
