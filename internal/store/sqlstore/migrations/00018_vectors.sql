-- What an embedding model made of each property's sentences, by the hash of the text: the model is asked for each once.
CREATE TABLE vectors (
    property_id TEXT NOT NULL REFERENCES properties (id),
    model       TEXT NOT NULL CHECK (model <> ''),
    hash        TEXT NOT NULL,
    vector      TEXT NOT NULL,
    PRIMARY KEY (property_id, model, hash)
) {clustered};
