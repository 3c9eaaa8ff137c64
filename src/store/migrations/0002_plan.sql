-- A plan that is defended: who approved in whose place and under which number, what was asked, what took effect and holds
-- although the calendar changed, and what was published. The rules of the first schema hold here too.

-- In whose place a deputy approved; the number of the written decision; when the one who was stood in for looked at it.
ALTER TABLE approval ADD COLUMN in_place_of TEXT;
ALTER TABLE approval ADD COLUMN decision TEXT;
ALTER TABLE approval ADD COLUMN reviewed_at INTEGER;

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

-- A task that repeats has a row for each round that was asked for.
ALTER TABLE task RENAME TO task_without_rounds;

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

INSERT INTO task (window_id, measure_id, round, asked_at, done_at, done_by, evidence)
SELECT window_id, measure_id, 1, asked_at, done_at, done_by, evidence FROM task_without_rounds;

DROP TABLE task_without_rounds;

CREATE TABLE published_window (
  -- A window as calendars of others last heard of it.
  window_id  TEXT    NOT NULL PRIMARY KEY,
  entry      TEXT    NOT NULL,        -- JSON
  sequence   INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
