-- Browsers that push services can wake. An endpoint is a capability of whoever knows it; it never leaves the house.
CREATE TABLE push_subscriptions (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL CHECK (device_id <> ''),
    name      TEXT NOT NULL,
    language  TEXT NOT NULL,
    endpoint  TEXT NOT NULL UNIQUE CHECK (endpoint <> ''),
    p256dh    TEXT NOT NULL,
    auth      TEXT NOT NULL,
    at        {int} NOT NULL,
    UNIQUE (person_id, device_id)
) {strict};
