-- Each line of the audit log holds the fingerprint of the one before it, so a line that was changed or left out shows. Lines
-- that are missing at its end did not: what is left of the log fits. So its last line is also written down apart from it.
CREATE TABLE group_audit_end (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,                    -- of the newest line
    hash   TEXT NOT NULL                        -- its fingerprint
) STRICT;
INSERT INTO group_audit_end (one, number, hash)
    SELECT 1, number, hash FROM group_audit ORDER BY number DESC LIMIT 1;
CREATE TRIGGER group_audit_end_is_known AFTER INSERT ON group_audit
    BEGIN INSERT OR REPLACE INTO group_audit_end (one, number, hash) VALUES (1, NEW.number, NEW.hash); END;
