-- A group administrator works with a roster that is somewhere else: sees it as it was, queues what should become true, and
-- must know at every moment what is in effect. What the portal showed (group_users) and what we want (group_actions) are
-- two tables; a reading never rewrites a wish, and a wish never rewrites what was read.
--
-- No secret is in any of these tables: a PIN is a handle in the secret store, and here is only that there is one.

-- The group itself; one, since a store belongs to one portal and an administrator's account to one group.
CREATE TABLE group_facts (
    one               INTEGER PRIMARY KEY CHECK (one = 1),
    name              TEXT,                     -- as the portal says it
    administrator     TEXT,                     -- whose log-on read the roster last
    first_read_at     INTEGER,                  -- users of the first reading joined nobody knows when
    as_of             INTEGER,                  -- last whole reading
    failed_at         INTEGER,                  -- last reading that did not work, if later than as_of
    failed            TEXT,                     -- JSON {kind, message, hint} of it
    pin_set_at        INTEGER,                  -- last change from here; NULL: nobody knows its age
    pin_kept          INTEGER NOT NULL DEFAULT 0,
    pin_sent_at       INTEGER,                  -- a change was sent; cleared when its answer came
    pin_remind_days   INTEGER DEFAULT 90,
    association_link  TEXT                      -- the court gave it to the administrator
) STRICT;
INSERT INTO group_facts (one) VALUES (1);

-- What Group Maintenance showed last, and since when.
CREATE TABLE group_users (
    user_name      TEXT PRIMARY KEY,
    place          INTEGER NOT NULL,            -- order on the roster
    name           TEXT NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'removed')),
    information    TEXT NOT NULL,
    first_seen_at  INTEGER NOT NULL,
    last_seen_at   INTEGER NOT NULL,
    status_since   INTEGER NOT NULL,
    from_the_start INTEGER NOT NULL,
    note           TEXT                         -- the administrator's own
) STRICT;

-- The outbox: desired states, one at a time for each user and in order.
CREATE TABLE group_actions (
    action_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    user_name      TEXT NOT NULL,
    wanted         TEXT NOT NULL CHECK (wanted IN ('active', 'disabled', 'removed')),
    expected       TEXT,                        -- how the user stood when it was asked for; NULL: nobody had looked
    state          TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'done', 'refused', 'uncertain', 'conflict',
                                                  'failed', 'withdrawn')),
    asked_at       INTEGER NOT NULL,
    asked_by       TEXT NOT NULL,
    looked_at      INTEGER NOT NULL,            -- asked for, or looked at again, by a person
    sent_at        INTEGER,
    settled_at     INTEGER,
    clicks         INTEGER NOT NULL DEFAULT 0,
    shown          TEXT,                        -- a conflict's other side
    shown_at       INTEGER,
    portal_says    TEXT,
    message        TEXT,
    owner          INTEGER,                     -- who is sending it (storage/owner.rs)
    offboarding_id INTEGER
) STRICT;
CREATE INDEX group_actions_pending ON group_actions (user_name, action_id)
    WHERE state IN ('queued', 'sending', 'uncertain', 'conflict');
-- Whatever else goes wrong, no user has two clicks on their way.
CREATE UNIQUE INDEX group_actions_under_way ON group_actions (user_name) WHERE state IN ('sending', 'uncertain');

-- Who asked for what, when, and what the portal answered. Lines are added and never touched again: each holds the
-- fingerprint of the one before it, so that a line that was changed or left out shows.
CREATE TABLE group_audit (
    number      INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    who         TEXT NOT NULL,
    what        TEXT NOT NULL,
    about       TEXT,
    words       TEXT NOT NULL,
    portal_says TEXT,
    hash        TEXT NOT NULL                   -- SHA-256, hex, of the former hash and this line
) STRICT;
CREATE TRIGGER group_audit_is_not_rewritten BEFORE UPDATE ON group_audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER group_audit_is_not_cut BEFORE DELETE ON group_audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

-- "Do you know this person?"
CREATE TABLE group_new_users (
    new_user_id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_name   TEXT NOT NULL,
    found_at    INTEGER NOT NULL,
    decision    TEXT CHECK (decision IN ('keep', 'disable', 'remove')),
    decided_at  INTEGER,
    decided_by  TEXT
) STRICT;
CREATE UNIQUE INDEX group_new_users_open ON group_new_users (user_name) WHERE decision IS NULL;

-- Every quarter somebody confirms who may file, and signs.
CREATE TABLE access_reviews (
    period    TEXT PRIMARY KEY,                 -- 2026-Q4
    opened_at INTEGER NOT NULL,
    signed_at INTEGER,
    signed_by TEXT,
    record    TEXT,                             -- JSON of the lines as they were signed
    hash      TEXT                              -- SHA-256 of the record, hex
) STRICT;
CREATE TABLE access_review_lines (
    period      TEXT NOT NULL REFERENCES access_reviews,
    place       INTEGER NOT NULL,
    user_name   TEXT NOT NULL,
    name        TEXT NOT NULL,
    status      TEXT NOT NULL,
    information TEXT NOT NULL,
    decision    TEXT CHECK (decision IN ('keep', 'disable', 'remove')),
    PRIMARY KEY (period, user_name)
) WITHOUT ROWID, STRICT;

-- Somebody leaves: steps that may take days and survive a restart.
CREATE TABLE offboardings (
    offboarding_id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_name      TEXT NOT NULL,
    name           TEXT NOT NULL,
    started_at     INTEGER NOT NULL,
    finished_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX offboardings_under_way ON offboardings (user_name) WHERE finished_at IS NULL;
CREATE TABLE offboarding_steps (
    offboarding_id INTEGER NOT NULL REFERENCES offboardings,
    step           TEXT NOT NULL CHECK (step IN ('disable', 'remove', 'change_pin', 'tell_others', 'verify')),
    state          TEXT NOT NULL CHECK (state IN ('done', 'skipped')),
    at             INTEGER NOT NULL,
    words          TEXT NOT NULL,
    PRIMARY KEY (offboarding_id, step)
) WITHOUT ROWID, STRICT;
