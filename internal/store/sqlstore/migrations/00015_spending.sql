-- What the assistant used of language models and of companies' own bots: a row for each guest and day, and one of the whole
-- property ('').
CREATE TABLE assistant_spent (
    property_id TEXT NOT NULL REFERENCES properties (id),
    day         TEXT NOT NULL,
    contact_id  TEXT NOT NULL,
    calls       {int} NOT NULL,
    tokens      {int} NOT NULL,
    PRIMARY KEY (property_id, day, contact_id)
) {clustered};
