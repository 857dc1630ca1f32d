-- Those who want to be told of new events, and what they are told.

CREATE TABLE subscription (
	id      TEXT PRIMARY KEY,
	name    TEXT NOT NULL,
	query   TEXT NOT NULL,
	url     TEXT NOT NULL, -- that notices are posted to; '': a feed alone
	secret  TEXT NOT NULL,
	created TEXT NOT NULL,
	seen    INTEGER NOT NULL -- document that was looked at last
) WITHOUT ROWID;

CREATE TABLE notice (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	subscription TEXT NOT NULL,
	told         TEXT NOT NULL, -- the event as it was when it was new, as JSON
	made         TEXT NOT NULL,
	state        TEXT NOT NULL CHECK (state IN ('kept', 'waiting', 'sent', 'failed')),
	attempts     INTEGER NOT NULL,
	next         TEXT NOT NULL,
	fault        TEXT NOT NULL
);
CREATE INDEX notice_of ON notice (subscription, id);
CREATE INDEX notice_waiting ON notice (next, id) WHERE state = 'waiting';
