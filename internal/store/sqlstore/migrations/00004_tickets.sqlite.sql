-- The full text of tickets, like that of guests: folded words without a text of its own; rowid is the number.
CREATE VIRTUAL TABLE ticket_words USING fts5 (words, content='', contentless_delete=1, detail='none', tokenize='ascii');
