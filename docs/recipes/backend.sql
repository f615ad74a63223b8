CREATE TABLE people (
  id text PRIMARY KEY
);

CREATE TABLE sessions (
  id text PRIMARY KEY, -- the `sessionId` of results
  person_id text NOT NULL REFERENCES people,
  started_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE feedback (
  id uuid PRIMARY KEY,
  attempt integer NOT NULL,
  session_id text NOT NULL REFERENCES sessions,
  total double precision, -- null if there is no score
  result jsonb NOT NULL
);

-- Locks the person of the session $1 until the transaction ends.
SELECT people.id FROM people JOIN sessions ON sessions.person_id = people.id
WHERE sessions.id = $1 FOR UPDATE OF people;

-- The history: the newest 1,000 totals of the person $1 without those of the session $2, oldest first.
SELECT total FROM (
  SELECT feedback.id, total, started_at FROM feedback JOIN sessions ON sessions.id = session_id
  WHERE person_id = $1 AND session_id <> $2
  ORDER BY started_at DESC, feedback.id DESC LIMIT 1000
) AS newest
ORDER BY started_at, id;

-- Stores a result of a session.
INSERT INTO feedback (id, attempt, session_id, total, result)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE
SET attempt = excluded.attempt, total = excluded.total, result = excluded.result
WHERE excluded.attempt > feedback.attempt AND excluded.session_id = feedback.session_id;

-- The newest 1,000 results of the person $1, for the therapist's page.
SELECT result, started_at FROM feedback JOIN sessions ON sessions.id = session_id
WHERE person_id = $1
ORDER BY started_at DESC, feedback.id DESC LIMIT 1000;
