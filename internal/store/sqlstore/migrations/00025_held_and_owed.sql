-- What is held is owed: said in the index too, or PostgreSQL, before it has counted the table, reads all of it for each claim.
DROP INDEX arrivals_held;
CREATE INDEX arrivals_held ON arrivals (app_id, lease_owner) WHERE done_at = 0 AND lease_owner <> '';
