-- A process that was killed in the middle of a request kept its place for three minutes, and two such kills made every
-- other process wait. Places are marked with the opening of the store that holds them (`storage/owner.rs`), so that
-- the places of a process that is gone can be freed at once. NULL: not known; such a place ends by itself.
ALTER TABLE requests ADD COLUMN owner INTEGER;
ALTER TABLE access_leases ADD COLUMN owner INTEGER;
