-- How often in a row a server ended while it worked on what a channel brought, and when that was last begun. What servers
-- ended over is tried alone, and in the end set aside.
ALTER TABLE arrivals ADD COLUMN lost {int} NOT NULL DEFAULT 0;
ALTER TABLE arrivals ADD COLUMN tried_at {int} NOT NULL DEFAULT 0;
CREATE INDEX arrivals_lost ON arrivals (n) WHERE lost > 0;
