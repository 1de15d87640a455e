-- The first schema: a followed case, what the portal said of it, what we know of it.
--
-- Moments are integers: milliseconds since 1970, UTC. Days are text, YYYY-MM-DD, except in docket_entry_words, where a
-- day is the integer YYYYMMDD because there are a million of them.
-- What the portal said may be rewritten by a refresh; marks, notes, reviews and notices are ours and never are.

-- Ids that must never be given twice, not even after a case was forgotten: a notification that is still on the
-- person's screen must not open somebody else's entry.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
INSERT INTO counters (name, next) VALUES ('case', 1), ('entry', 1);

CREATE TABLE cases (
    case_id         INTEGER PRIMARY KEY,
    case_number     TEXT NOT NULL,              -- empty once the case was erased (promise P6)
    court_id        TEXT NOT NULL,
    number_hash     INTEGER NOT NULL,           -- finds an erased case again without keeping its number
    style           TEXT NOT NULL DEFAULT '',
    court           TEXT,
    location        TEXT,
    location_code   TEXT,
    court_code      TEXT,
    case_type       TEXT,
    case_type_code  TEXT,
    filed_on        TEXT,
    judge           TEXT,
    disposition     TEXT,                       -- NULL: the court does not say
    disposed_on     TEXT,
    security_level  TEXT,
    is_criminal     INTEGER NOT NULL DEFAULT 0,
    confidential    INTEGER NOT NULL DEFAULT 0,
    state           TEXT NOT NULL DEFAULT 'followed'
                    CHECK (state IN ('followed', 'unfollowed', 'closed', 'erased')),
    followed_at     INTEGER NOT NULL,
    unfollowed_at   INTEGER,
    closed_at       INTEGER,
    erased_at       INTEGER,
    baseline_at     INTEGER NOT NULL,           -- first reading: entries without a mark were seen then
    revision        INTEGER NOT NULL DEFAULT 0, -- +1 with each applied reading, so that two processes cannot both apply
    entries         INTEGER NOT NULL DEFAULT 0  -- entries on the docket, so that the list need not count a million rows
) STRICT;
-- Case numbers repeat between courts; erased cases have none.
CREATE UNIQUE INDEX cases_by_number ON cases (case_number, court_id) WHERE case_number <> '';
CREATE INDEX cases_by_hash ON cases (number_hash);

-- The person's own words about a case. They survive a case that turns confidential.
CREATE TABLE case_notes (
    case_id    INTEGER PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
    label      TEXT,
    note       TEXT,
    matter     TEXT,
    tags       TEXT NOT NULL DEFAULT '[]',      -- JSON array of text
    updated_at INTEGER NOT NULL
) STRICT;

-- A court id is opaque and changes over time; where a case has been is kept for the person who wonders.
CREATE TABLE court_moves (
    case_id  INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
    moved_at INTEGER NOT NULL,
    was      TEXT NOT NULL,
    now      TEXT NOT NULL,
    PRIMARY KEY (case_id, moved_at)
) WITHOUT ROWID, STRICT;

-- The half of a docket entry that a comparison needs. Clustered by case and narrow, so that the 10,000 entries of a
-- docket come from about 90 neighbouring pages; the words are in the other half. One table and a covering index would
-- say the same and keep both fingerprints twice.
CREATE TABLE docket_entries (
    case_id              INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
    entry_id             INTEGER NOT NULL,
    identity             INTEGER NOT NULL,      -- sequence number, or a negative content hash
    ordinal              INTEGER NOT NULL,
    position             INTEGER NOT NULL,      -- docket order, oldest first, spaced by 1024
    state                INTEGER NOT NULL,      -- 0 current, 1 missing, 2 withdrawn
    fingerprint          INTEGER NOT NULL,
    settings_fingerprint INTEGER,               -- NULL: no settings, no edges (most entries)
    PRIMARY KEY (case_id, entry_id)
) WITHOUT ROWID, STRICT;

-- Courts use the same few hundred titles and codes again and again; kept once, they are a tenth of the store less.
CREATE TABLE docket_titles (
    title_id INTEGER PRIMARY KEY,
    title    TEXT NOT NULL UNIQUE               -- JSON [description, code, class code]
) STRICT;

CREATE TABLE docket_entry_words (
    entry_id    INTEGER PRIMARY KEY,
    case_id     INTEGER NOT NULL,
    filed_on    INTEGER,                        -- YYYYMMDD
    title_id    INTEGER,                        -- NULL: a long title, kept in "more"
    text        TEXT,
    more        TEXT                            -- JSON of what most entries do not have; NULL when there is none of it
) STRICT;

-- Ours, never derived from the portal. An entry of the first reading has no row: it was seen at cases.baseline_at.
CREATE TABLE docket_entry_marks (
    entry_id      INTEGER PRIMARY KEY REFERENCES docket_entry_words ON DELETE CASCADE,
    case_id       INTEGER NOT NULL,
    first_seen_at INTEGER,
    reviewed_at   INTEGER,
    reviewed_by   TEXT,
    note          TEXT,
    snoozed_until INTEGER
) STRICT;
CREATE INDEX docket_entry_marks_by_case ON docket_entry_marks (case_id);

-- What an amended entry said before.
CREATE TABLE docket_entry_versions (
    version_id INTEGER PRIMARY KEY,
    entry_id   INTEGER NOT NULL REFERENCES docket_entry_words ON DELETE CASCADE,
    case_id    INTEGER NOT NULL,
    seen_from  INTEGER NOT NULL,
    seen_until INTEGER NOT NULL,
    entry      TEXT NOT NULL                    -- JSON of the whole entry
) STRICT;
CREATE INDEX docket_entry_versions_by_entry ON docket_entry_versions (entry_id, seen_until);
CREATE INDEX docket_entry_versions_by_case ON docket_entry_versions (case_id);

CREATE TABLE hearings (
    hearing_id     INTEGER PRIMARY KEY,
    case_id        INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
    entry_identity INTEGER NOT NULL,
    entry_ordinal  INTEGER NOT NULL,
    purpose_key    TEXT NOT NULL,
    ordinal        INTEGER NOT NULL,
    entry_id       INTEGER,                     -- the entry that it comes from, where it is stored
    scheduled_on   TEXT,
    time           TEXT,
    purpose        TEXT NOT NULL,
    location       TEXT,
    judge          TEXT,
    mark           TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('set', 'held', 'moved', 'cancelled', 'unlisted')),
    first_seen_at  INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL,
    former         TEXT                         -- JSON array of {setting, until}, oldest first; NULL when never moved
) STRICT;
CREATE INDEX hearings_by_case ON hearings (case_id, state, scheduled_on);
CREATE INDEX hearings_by_day ON hearings (scheduled_on) WHERE state = 'set';

CREATE TABLE parties (
    party_id   INTEGER PRIMARY KEY,
    case_id    INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
    place      INTEGER NOT NULL,                -- the court's order
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    role_code  TEXT,
    address    TEXT,
    birth_year INTEGER,
    attorneys  TEXT NOT NULL DEFAULT '[]'       -- JSON
) STRICT;
CREATE INDEX parties_by_case ON parties (case_id, place);

CREATE TABLE charges (
    case_id       INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
    place         INTEGER NOT NULL,
    charge        TEXT NOT NULL,                -- JSON
    PRIMARY KEY (case_id, place)
) WITHOUT ROWID, STRICT;

-- Every change, stored once, whichever run found it.
CREATE TABLE changes (
    change_id   INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    TEXT NOT NULL UNIQUE,
    case_id     INTEGER NOT NULL REFERENCES cases ON DELETE CASCADE,
    court_id    TEXT NOT NULL,
    found_at    INTEGER NOT NULL,
    after_at    INTEGER,                        -- the reading before: it changed in between
    kind        TEXT NOT NULL,
    entry_id    INTEGER,
    hearing_id  INTEGER,
    sequence    INTEGER,
    field       TEXT,
    before      TEXT,                           -- JSON
    after       TEXT,                           -- JSON
    reviewed_at INTEGER,
    reviewed_by TEXT
) STRICT;
CREATE INDEX changes_unreviewed ON changes (case_id, change_id) WHERE reviewed_at IS NULL;
CREATE INDEX changes_reviewed ON changes (reviewed_at) WHERE reviewed_at IS NOT NULL;
CREATE INDEX changes_by_case ON changes (case_id, change_id);
CREATE INDEX changes_by_moment ON changes (found_at);
CREATE INDEX changes_by_entry ON changes (entry_id) WHERE entry_id IS NOT NULL;

-- Notices are written together with the change that they tell, and shown later (architecture rule 5).
CREATE TABLE notices (
    notice_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id      TEXT NOT NULL UNIQUE,
    change_id     INTEGER REFERENCES changes ON DELETE CASCADE,
    case_id       INTEGER REFERENCES cases ON DELETE CASCADE,
    kind          TEXT NOT NULL,
    payload       TEXT,                         -- JSON, for notices that tell no change of a case
    state         TEXT NOT NULL DEFAULT 'queued'
                  CHECK (state IN ('queued', 'held', 'sending', 'shown', 'failed', 'dropped')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL,
    not_before    INTEGER NOT NULL,
    sending_since INTEGER,
    shown_at      INTEGER,
    last_error    TEXT
) STRICT;
CREATE INDEX notices_waiting ON notices (not_before, notice_id) WHERE state IN ('queued', 'held', 'sending');
CREATE INDEX notices_by_change ON notices (change_id);
CREATE INDEX notices_by_case ON notices (case_id);

-- The only row that an unchanged case writes.
CREATE TABLE case_status (
    case_id         INTEGER PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
    last_checked_at INTEGER,                    -- last success
    last_attempt_at INTEGER,
    error_kind      TEXT,                       -- NULL after a success
    error_message   TEXT,
    attempts        INTEGER NOT NULL DEFAULT 0, -- failures in a row
    next_check_at   INTEGER,                    -- NULL: only when a person asks
    docket_digest   INTEGER,                    -- digests of the last answers, as bytes
    header_digest   INTEGER,
    party_digest    INTEGER,
    incomplete      INTEGER NOT NULL DEFAULT 0, -- the last docket proved nothing about absent entries
    pending         INTEGER NOT NULL DEFAULT 0, -- missing entries or a gone case wait for a second reading
    gone_since      INTEGER                     -- the first reading that no longer showed the case
) STRICT;
CREATE INDEX case_status_due ON case_status (next_check_at) WHERE next_check_at IS NOT NULL;

-- What was sent to the portal, or is being sent. Paths without query values. A row is written before the request leaves,
-- so that pace and budget count it even if the process dies.
CREATE TABLE requests (
    request_id INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    method     TEXT NOT NULL,
    path       TEXT NOT NULL,
    why        TEXT NOT NULL,
    status     INTEGER,                         -- NULL: no answer came (yet)
    bytes      INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER                          -- under way until then at most; NULL: finished
) STRICT;
CREATE INDEX requests_by_moment ON requests (at);
CREATE INDEX requests_under_way ON requests (expires_at) WHERE expires_at IS NOT NULL;

-- Places under way that a process holds several of at once, where the profile sets no pace of its own. They end by
-- themselves when the process died.
CREATE TABLE access_leases (
    lease_id   INTEGER PRIMARY KEY,
    places     INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- One row: whether we may ask at all. It binds all processes.
CREATE TABLE access_state (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    stop_reason    TEXT,                        -- refusal, challenge; NULL: not stopped
    stop_words     TEXT,
    stopped_at     INTEGER,
    hold_off_until INTEGER,                     -- 429, 503 with Retry-After
    budget_from    INTEGER NOT NULL DEFAULT 0,  -- midnight, Central, of the day that budget_used counts
    budget_used    INTEGER NOT NULL DEFAULT 0,
    line           TEXT NOT NULL DEFAULT 'unknown' CHECK (line IN ('unknown', 'online', 'offline')),
    line_since     INTEGER
) STRICT;
INSERT INTO access_state (id) VALUES (1);

-- Lines that a person can read: what the program did.
CREATE TABLE activity (
    activity_id INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    case_id     INTEGER REFERENCES cases ON DELETE CASCADE,
    message     TEXT NOT NULL
) STRICT;
CREATE INDEX activity_by_case ON activity (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      TEXT NOT NULL,                   -- JSON
    updated_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

-- Full text. Contentless: the words are in the tables above already. The rowid carries the order that a person wants,
-- (days since 1900 << 32) | entry id, so that "newest first" is the index read backwards and nothing is sorted.
-- One column: a second one would cost two bytes for each word of it (3 MB in 100,000 entries), and nobody searches
-- titles alone.
CREATE VIRTUAL TABLE entry_search USING fts5 (
    words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
-- Deleted words leave the index when it is rewritten (`Store::scrub`, promise P6). FTS5's "secure-delete" takes them out
-- of the leaves alone, and makes each change of an entry rewrite leaves.
-- A leaf of the index fills a database page (8192 bytes less SQLCipher's 80 and the row's own overhead); the
-- default of 1000 bytes wastes a quarter of each page.
INSERT INTO entry_search (entry_search, rank) VALUES ('pgsz', 8000);

CREATE VIRTUAL TABLE party_search USING fts5 (
    words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);

-- Number, style, judge, location, and the person's own words; rowid is the case.
CREATE VIRTUAL TABLE case_search USING fts5 (
    court_words, own_words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
