-- Of which apps bodies are being worked on, and by which server.
CREATE INDEX arrivals_held ON arrivals (app_id, lease_owner) WHERE lease_owner <> '';
