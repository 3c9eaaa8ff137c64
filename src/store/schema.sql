CREATE TABLE content (
  -- File contents, each kept once, by their SHA-256.
  hash  TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
  -- A workspace that checked clean. The one with the highest adoption is in force.
  id         TEXT    NOT NULL PRIMARY KEY,
  tzdata     TEXT    NOT NULL,
  adopted_at INTEGER NOT NULL,
  adoption   INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_file (
  revision TEXT NOT NULL REFERENCES revision (id),
  path     TEXT NOT NULL,
  content  TEXT NOT NULL REFERENCES content (hash),
  PRIMARY KEY (revision, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  -- Append-only. The hash covers every other column, so the chain holds although bodies may be erased.
  sequence        INTEGER PRIMARY KEY,
  at              INTEGER NOT NULL,
  actor           TEXT    NOT NULL, -- JSON
  organisation_id TEXT,
  run             INTEGER,          -- the exercise run that the fact tells of
  kind            TEXT    NOT NULL,
  version         INTEGER NOT NULL, -- of the kind's body
  revision        TEXT,             -- in force when it was written
  body_hash       TEXT    NOT NULL,
  previous_hash   TEXT    NOT NULL,
  hash            TEXT    NOT NULL
) STRICT;

CREATE INDEX journal_of_run ON journal (run, sequence) WHERE run IS NOT NULL;

CREATE INDEX journal_of_recoveries ON journal (sequence) WHERE kind = 'recovered';

CREATE TABLE journal_body (
  -- Beside the chain, so that a body can be erased: then the row stays as a tombstone.
  sequence  INTEGER PRIMARY KEY REFERENCES journal (sequence),
  json      TEXT,
  erased_at INTEGER,
  CHECK ((json IS NULL) = (erased_at IS NOT NULL))
) STRICT;

CREATE TABLE journal_head (
  -- The last entry, written with it: a journal whose tail was cut does not reach it.
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  sequence INTEGER NOT NULL,
  hash     TEXT    NOT NULL
) STRICT;

CREATE TABLE principal (
  id         TEXT    NOT NULL PRIMARY KEY,
  name       TEXT    NOT NULL,
  roles      TEXT    NOT NULL,        -- JSON list
  token_hash TEXT    NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE command_answer (
  -- What a command was answered, so that the same command sent twice is carried out once.
  command TEXT    NOT NULL PRIMARY KEY,
  answer  TEXT    NOT NULL,           -- JSON
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE posture_order (
  id         TEXT    NOT NULL PRIMARY KEY,
  level      TEXT    NOT NULL,
  group_id   TEXT,                    -- NULL: everyone
  from_at    INTEGER NOT NULL,
  until_at   INTEGER NOT NULL,
  reason     TEXT    NOT NULL,
  ordered_by TEXT    NOT NULL,
  ordered_at INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE approval (
  window_id   TEXT    NOT NULL,
  hash        TEXT    NOT NULL,
  approved_by TEXT    NOT NULL,
  at          INTEGER NOT NULL, in_place_of TEXT, decision TEXT, reviewed_at INTEGER,
  PRIMARY KEY (window_id, hash, approved_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  -- What we applied to which target, and what was there before.
  target       TEXT    NOT NULL PRIMARY KEY,
  phase        TEXT    NOT NULL,
  settings     TEXT    NOT NULL,      -- JSON
  before       BLOB,                  -- NULL: there was nothing
  written_hash TEXT    NOT NULL,
  found_hash   TEXT    NOT NULL,      -- of what the target held before the last intent
  applied_at   INTEGER NOT NULL,
  verified_at  INTEGER,
  expires_at   INTEGER NOT NULL,
  revision     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE step (
  -- A due unit of work. Only the engine reads it, so it belongs to no organisation.
  id          INTEGER PRIMARY KEY,
  key         TEXT    NOT NULL UNIQUE,
  clock       INTEGER NOT NULL,
  due         INTEGER NOT NULL,       -- milliseconds on that clock
  work        TEXT    NOT NULL,       -- JSON
  run         INTEGER,
  state       TEXT    NOT NULL CHECK (state IN ('due', 'claimed', 'done', 'dead', 'dropped')),
  tries       INTEGER NOT NULL,
  lease       INTEGER NOT NULL,       -- counts up with every claim
  lease_until INTEGER,                -- wall time
  claimed_by  TEXT,
  why         TEXT                    -- of a dead one
) STRICT;

CREATE INDEX step_due ON step (clock, due, id) WHERE state = 'due';

CREATE INDEX step_leased ON step (lease_until) WHERE state = 'claimed';

CREATE INDEX step_of_run ON step (run) WHERE state IN ('due', 'claimed');

CREATE TABLE exercise_run (
  number      INTEGER PRIMARY KEY,
  exercise_id TEXT    NOT NULL,
  mode        TEXT    NOT NULL,
  phase       TEXT    NOT NULL,
  revision    TEXT    NOT NULL REFERENCES revision (id),
  script_hash TEXT    NOT NULL,
  proposed_by TEXT,
  approved_by TEXT,
  clock       TEXT    NOT NULL,       -- JSON: its segments
  started_at  INTEGER,
  ended_at    INTEGER
) STRICT;

CREATE INDEX run_of_exercise ON exercise_run (exercise_id, number);

CREATE TABLE inject (
  run             INTEGER NOT NULL REFERENCES exercise_run (number),
  organisation_id TEXT    NOT NULL,
  inject_id       TEXT    NOT NULL,
  phase           TEXT    NOT NULL,
  due             INTEGER,            -- exercise time, as released
  released        INTEGER,
  skipped         TEXT,
  PRIMARY KEY (run, organisation_id, inject_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (
  run             INTEGER NOT NULL REFERENCES exercise_run (number),
  organisation_id TEXT    NOT NULL,
  milestone_id    TEXT    NOT NULL,
  due             INTEGER NOT NULL,   -- exercise time, as met
  status          TEXT    NOT NULL,
  met             INTEGER,
  evidence        TEXT    NOT NULL,   -- JSON
  PRIMARY KEY (run, organisation_id, milestone_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  key             TEXT    NOT NULL PRIMARY KEY,
  run             INTEGER NOT NULL REFERENCES exercise_run (number),
  organisation_id TEXT    NOT NULL,
  inject_id       TEXT,
  player_id       TEXT    NOT NULL,
  address         TEXT    NOT NULL,
  channel         TEXT    NOT NULL,
  purpose         TEXT    NOT NULL,
  lang            TEXT    NOT NULL,
  sender          TEXT    NOT NULL,
  subject         TEXT    NOT NULL,
  body            TEXT    NOT NULL,
  attachments     TEXT    NOT NULL,   -- JSON list of [name, text]
  phase           TEXT    NOT NULL,
  attempts        INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  sent_at         INTEGER,
  acknowledged_at INTEGER
) STRICT;

CREATE INDEX delivery_of_run ON delivery (run, organisation_id);

CREATE TABLE attempt (
  delivery_key    TEXT    NOT NULL REFERENCES delivery (key),
  number          INTEGER NOT NULL,
  organisation_id TEXT    NOT NULL,
  started_at      INTEGER NOT NULL,
  finished_at     INTEGER,
  outcome         TEXT    NOT NULL,   -- JSON
  is_open         INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  PRIMARY KEY (delivery_key, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempt_open ON attempt (delivery_key) WHERE is_open = 1;

CREATE TABLE response (
  id              INTEGER PRIMARY KEY,
  run             INTEGER NOT NULL REFERENCES exercise_run (number),
  organisation_id TEXT    NOT NULL,
  delivery_key    TEXT    NOT NULL REFERENCES delivery (key),
  inject_id       TEXT,
  player_id       TEXT    NOT NULL,
  at              INTEGER NOT NULL,
  at_exercise     INTEGER NOT NULL,
  text            TEXT                -- NULL: a bare acknowledgement
) STRICT;

CREATE INDEX response_of_run ON response (run, organisation_id);

CREATE TABLE player_link (
  hash            TEXT    NOT NULL PRIMARY KEY,
  run             INTEGER NOT NULL REFERENCES exercise_run (number),
  organisation_id TEXT    NOT NULL,
  player_id       TEXT    NOT NULL,
  expires_at      INTEGER NOT NULL,
  is_revoked      INTEGER NOT NULL CHECK (is_revoked IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX link_of_run ON player_link (run, organisation_id);

CREATE TABLE standing_approval (
  -- Of every window of one policy and level that begins in one quarter, while the rule and its measures stay as they are.
  policy_id   TEXT    NOT NULL,
  level       TEXT    NOT NULL,
  quarter     TEXT    NOT NULL,       -- 2027-Q1, in the workspace's zone
  hash        TEXT    NOT NULL,       -- of the rule, its measures and targets
  approved_by TEXT    NOT NULL,
  decision    TEXT,
  at          INTEGER NOT NULL,
  PRIMARY KEY (policy_id, level, quarter, hash, approved_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_request (
  -- What approvers were asked, and whether it had to be escalated.
  window_id    TEXT    NOT NULL,
  hash         TEXT    NOT NULL,
  asked_at     INTEGER NOT NULL,
  escalated_at INTEGER,
  PRIMARY KEY (window_id, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_window (
  -- A window that took effect, as it was then: no change of the calendar ends or extends it.
  id         TEXT    NOT NULL PRIMARY KEY,
  planned    TEXT    NOT NULL,        -- JSON
  opened_at  INTEGER NOT NULL,
  closed_at  INTEGER,                 -- a person ended it early
  closed_by  TEXT,
  reason     TEXT,                    -- NULL: with the order that it is of
  over_at    INTEGER,                 -- when its end was put on record
  contested  TEXT,                    -- why, as it was put on record last
  alarmed    TEXT                     -- JSON: the last alarm about what is proposed beside it
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
  window_id  TEXT    NOT NULL,
  measure_id TEXT    NOT NULL,
  round      INTEGER NOT NULL,        -- counted from 1 at the window's start
  asked_at   INTEGER NOT NULL,
  due_at     INTEGER,                 -- NULL: asked for before rounds were counted
  done_at    INTEGER,
  done_by    TEXT,
  evidence   TEXT,
  PRIMARY KEY (window_id, measure_id, round)
) STRICT, WITHOUT ROWID;

CREATE TABLE published_window (
  -- A window as calendars of others last heard of it.
  window_id  TEXT    NOT NULL PRIMARY KEY,
  entry      TEXT    NOT NULL,        -- JSON
  sequence   INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
