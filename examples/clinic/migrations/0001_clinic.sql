CREATE TABLE therapists (
  id INTEGER PRIMARY KEY,
  sign_in_name TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL -- argon2id, as a PHC string
) STRICT;

CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  therapist_id INTEGER NOT NULL REFERENCES therapists (id),
  name TEXT NOT NULL,
  course TEXT, -- of a made-up client
  is_made_up INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE instruments (
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;

-- A link that lets one client start calls. Secrets are stored as SHA-256 hashes, times that expire as Unix seconds.
CREATE TABLE invitations (
  token_hash BLOB PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES clients (id),
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_ins (
  token_hash BLOB PRIMARY KEY,
  therapist_id INTEGER NOT NULL REFERENCES therapists (id),
  csrf_token TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- `id` is public: it is the `sessionId` of results. The secret session id, stored as a hash, lets a page store one.
CREATE TABLE calls (
  id TEXT PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES clients (id),
  session_hash BLOB NOT NULL UNIQUE,
  session_expires_at INTEGER NOT NULL,
  instrument_id TEXT NOT NULL,
  instrument_version TEXT NOT NULL,
  history TEXT NOT NULL, -- the earlier totals that the page was given
  started_at TEXT NOT NULL,
  joined_at TEXT,
  ended_at TEXT,
  feedback TEXT NOT NULL DEFAULT 'open' CHECK (feedback IN ('open', 'answered', 'skipped', 'not-asked')),
  FOREIGN KEY (instrument_id, instrument_version) REFERENCES instruments (id, version)
) STRICT;

CREATE INDEX calls_of_a_client ON calls (client_id, started_at);

CREATE TABLE results (
  id TEXT PRIMARY KEY,
  call_id TEXT NOT NULL UNIQUE REFERENCES calls (id),
  attempt INTEGER NOT NULL,
  total REAL, -- as this server calculated it
  status TEXT NOT NULL,
  stored_at TEXT NOT NULL,
  result TEXT NOT NULL -- the JSON as it was sent
) STRICT;
