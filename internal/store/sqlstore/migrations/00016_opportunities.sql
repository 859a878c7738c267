-- What makes a ticket a group enquiry, as a document; '' is a message like others.
ALTER TABLE tickets ADD COLUMN opportunity TEXT NOT NULL DEFAULT '';
