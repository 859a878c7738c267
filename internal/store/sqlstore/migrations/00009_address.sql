-- A guest who was asked for an address while waiting, and would not give one, is not asked again.
ALTER TABLE contacts ADD COLUMN no_address {int} NOT NULL DEFAULT 0;
