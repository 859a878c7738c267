CREATE INDEX ticket_words ON tickets USING gin (search_words(searched));
