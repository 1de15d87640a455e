-- A journey through the portal's account pages takes a quarter of an hour and asks for things that a person has to look
-- up. Quitting, a crash or a session that timed out must not lose what was answered, so each page's answers are kept
-- as they are given. Secrets (passwords, PINs, answers to security questions, codes, phrases, cookies) are never here:
-- they are asked again, or live in the secret store.
CREATE TABLE journeys (
    journey_id INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,                   -- domain::JourneyKind
    state      TEXT NOT NULL CHECK (state IN ('open', 'uncertain', 'done', 'left')),
    step       TEXT NOT NULL,                   -- the procedure's own step: "B5"; '' before the first page
    page       TEXT NOT NULL,                   -- the page's heading as it was shown
    answers    TEXT NOT NULL,                   -- JSON object, name to answer; nothing secret
    outcome    TEXT,                            -- JSON, what the journey ended with
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- One journey of a kind at a time: the same command goes on with it.
CREATE UNIQUE INDEX journeys_under_way ON journeys (kind) WHERE state IN ('open', 'uncertain');

-- What a person agreed to, and when: the portal may change its agreement any day, and then this tells which one it was.
CREATE TABLE agreements (
    agreement_id INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL,                 -- the journey it belongs to
    title        TEXT NOT NULL,                 -- the page's heading
    sha256       TEXT NOT NULL,                 -- of the agreement's visible text, UTF-8, hex
    user_name    TEXT,                          -- for which account
    agreed_at    INTEGER NOT NULL
) STRICT;
