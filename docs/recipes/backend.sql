CREATE TABLE feedback (
  id uuid PRIMARY KEY,
  attempt integer NOT NULL,
  session_id text NOT NULL,
  result jsonb NOT NULL
);

INSERT INTO feedback (id, attempt, session_id, result)
VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE
SET attempt = excluded.attempt, result = excluded.result
WHERE excluded.attempt > feedback.attempt AND excluded.session_id = feedback.session_id;
