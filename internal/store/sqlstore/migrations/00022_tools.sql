-- Services that properties let their assistants ask. sealed is encrypted.
CREATE TABLE tool_services (
    property_id TEXT NOT NULL REFERENCES properties (id),
    id          TEXT NOT NULL CHECK (id <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('http', 'mcp')),
    name        TEXT NOT NULL,
    url         TEXT NOT NULL,
    header      TEXT NOT NULL,
    sealed      {bytes} NOT NULL,
    tools       TEXT NOT NULL,
    saved_by    TEXT NOT NULL,
    created_at  {int} NOT NULL,
    updated_at  {int} NOT NULL,
    PRIMARY KEY (property_id, id)
) {clustered};
