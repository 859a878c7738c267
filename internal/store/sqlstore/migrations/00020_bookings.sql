-- Who has booked, as far as it is needed to tell guests with a booking from others. key is the number without case, spaces
-- and dashes, find the surname as it is searched.
CREATE TABLE bookings (
    property_id TEXT NOT NULL REFERENCES properties (id),
    key         TEXT NOT NULL CHECK (key <> ''),
    number      TEXT NOT NULL,
    surname     TEXT NOT NULL,
    find        TEXT NOT NULL,
    arrival     TEXT NOT NULL,
    departure   TEXT NOT NULL,
    email       TEXT NOT NULL,
    phone       TEXT NOT NULL,
    room        TEXT NOT NULL,
    persons     {int} NOT NULL,
    cancelled   {int} NOT NULL CHECK (cancelled IN (0, 1)),
    updated_at  {int} NOT NULL,
    PRIMARY KEY (property_id, key)
) {clustered};
CREATE INDEX bookings_arrival ON bookings (property_id, arrival, key);
CREATE INDEX bookings_departure ON bookings (property_id, departure);

-- That a guest has a booking is proven by something, and for a time. What somebody at the desk said until now counts for 30
-- days from when the guest was last here.
ALTER TABLE contacts ADD COLUMN proof_by TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN proof_booking TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN proof_until {int} NOT NULL DEFAULT 0;
UPDATE contacts SET proof_by = 'agent', proof_until = seen_at + 2592000000 WHERE verified = 1;
ALTER TABLE contacts DROP COLUMN verified;
CREATE INDEX contacts_proven ON contacts (property_id, proof_booking) WHERE proof_booking <> '';
