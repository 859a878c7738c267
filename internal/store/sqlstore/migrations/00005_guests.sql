-- What a guest has half written for the desk: one form per contact, kept until it is sent.
CREATE TABLE guest_forms (
    contact_id TEXT NOT NULL PRIMARY KEY REFERENCES contacts (id),
    form_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    phone      TEXT NOT NULL,
    text       TEXT NOT NULL,
    changed_at {int} NOT NULL
) {strict};

-- What was merged into another stays as a pointer to it ('': it was not).
ALTER TABLE contacts ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
