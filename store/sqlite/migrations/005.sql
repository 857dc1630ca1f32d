-- Events, statements and commitments are kept in the order in which they are
-- listed: num is made of the run, the first day, the document and the place in
-- it (store/tables/num.go). Every index gives that order, so that a page of a
-- list is read from it and not sorted.

CREATE TABLE event_by_num (
	num        INTEGER PRIMARY KEY,
	run        INTEGER NOT NULL,
	doc        INTEGER NOT NULL,
	n          INTEGER NOT NULL,
	id         TEXT NOT NULL, -- e1, e2, ...
	fact       INTEGER NOT NULL,
	src        TEXT NOT NULL, -- first three letters of the code
	tgt        TEXT NOT NULL,
	source     TEXT NOT NULL,
	target     TEXT NOT NULL,
	type       TEXT NOT NULL,
	mode       TEXT NOT NULL,
	contexts   TEXT NOT NULL, -- between spaces
	cameo      TEXT NOT NULL,
	quad       INTEGER NOT NULL,
	start      TEXT NOT NULL,
	until      TEXT NOT NULL,
	wide       INTEGER NOT NULL, -- 1: not dated to within days
	status     TEXT NOT NULL,
	background INTEGER NOT NULL,
	place      TEXT NOT NULL, -- in lower case, as outlet
	country    TEXT NOT NULL,
	outlet     TEXT NOT NULL,
	rule       TEXT NOT NULL,
	json       TEXT NOT NULL
);
INSERT INTO event_by_num SELECT
	((e.run & 3) << 61) | (CASE WHEN e.start = '' THEN 0 ELSE min(131071, max(1, CAST(julianday(substr(e.start, 1, 10)) - julianday('1800-01-01') AS INTEGER) + 1)) END << 44) | (e.doc << 15) | e.n,
	e.run, e.doc, e.n, e.id, e.fact, e.src, e.tgt, e.source, e.target, e.type, e.mode, e.contexts, e.cameo, e.quad, e.start, e.until, e.wide, e.status, e.background,
	e.place, e.country, d.outlet, e.rule, e.json
	FROM event e JOIN document d ON d.id = e.doc;
DROP TABLE event;
ALTER TABLE event_by_num RENAME TO event;
CREATE UNIQUE INDEX event_doc ON event (run, doc, n);
CREATE INDEX event_fact ON event (fact, run);
CREATE INDEX event_wide ON event (num, src, tgt, until, type) WHERE wide = 1;
CREATE INDEX event_dyad ON event (src, tgt, num, type, background);
CREATE INDEX event_src ON event (src, num, tgt, type, background);
CREATE INDEX event_tgt ON event (tgt, num, src, type, background);
CREATE INDEX event_type ON event (type, num, src, tgt);
CREATE INDEX event_status ON event (status, num, type);
CREATE INDEX event_outlet ON event (outlet, num);
CREATE INDEX event_cameo ON event (cameo, num);
CREATE INDEX event_mode ON event (mode, num) WHERE mode <> '';
CREATE INDEX event_place ON event (place, num) WHERE place <> '';
CREATE INDEX event_country ON event (country, num) WHERE country <> '';

CREATE TABLE statement_by_num (
	num        INTEGER PRIMARY KEY,
	run        INTEGER NOT NULL,
	doc        INTEGER NOT NULL,
	n          INTEGER NOT NULL,
	src        TEXT NOT NULL, -- first three letters of the speaker's code
	tgt        TEXT NOT NULL,
	source     TEXT NOT NULL, -- code of the speaker
	target     TEXT NOT NULL, -- code of the addressee
	kind       TEXT NOT NULL,
	start      TEXT NOT NULL,
	until      TEXT NOT NULL,
	wide       INTEGER NOT NULL,
	background INTEGER NOT NULL,
	outlet     TEXT NOT NULL,
	json       TEXT NOT NULL
);
INSERT INTO statement_by_num SELECT
	((e.run & 3) << 61) | (CASE WHEN e.start = '' THEN 0 ELSE min(131071, max(1, CAST(julianday(substr(e.start, 1, 10)) - julianday('1800-01-01') AS INTEGER) + 1)) END << 44) | (e.doc << 15) | e.n,
	e.run, e.doc, e.n, e.src, substr(e.addressee, 1, 3), e.speaker, e.addressee, e.kind, e.start, e.until,
	CASE WHEN e.start <> '' AND e.until <> '~' AND julianday(e.until) - julianday(e.start) <= 4 THEN 0 ELSE 1 END,
	e.background, d.outlet, e.json
	FROM statement e JOIN document d ON d.id = e.doc;
DROP TABLE statement;
ALTER TABLE statement_by_num RENAME TO statement;
CREATE UNIQUE INDEX statement_doc ON statement (run, doc, n);
CREATE INDEX statement_src ON statement (src, num);
CREATE INDEX statement_tgt ON statement (tgt, num) WHERE tgt <> '';
CREATE INDEX statement_wide ON statement (num, src, until) WHERE wide = 1;
CREATE INDEX statement_outlet ON statement (outlet, num);

-- life are the steps that other reports gave, as JSON; state is the last of all.
CREATE TABLE commitment_by_num (
	num       INTEGER PRIMARY KEY,
	run       INTEGER NOT NULL,
	doc       INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	id        TEXT NOT NULL, -- c1, c2, ...
	kind      TEXT NOT NULL,
	src       TEXT NOT NULL,
	tgt       TEXT NOT NULL,
	source    TEXT NOT NULL, -- code of who bound himself or demands
	target    TEXT NOT NULL,
	start     TEXT NOT NULL, -- made
	until     TEXT NOT NULL,
	wide      INTEGER NOT NULL,
	due_start TEXT, -- NULL: no term
	due_until TEXT,
	state     TEXT NOT NULL,
	at        INTEGER NOT NULL, -- bytes of the content
	upto      INTEGER NOT NULL,
	outlet    TEXT NOT NULL,
	json      TEXT NOT NULL,
	life      TEXT NOT NULL DEFAULT '[]'
);
INSERT INTO commitment_by_num SELECT
	((e.run & 3) << 61) | (CASE WHEN e.start = '' THEN 0 ELSE min(131071, max(1, CAST(julianday(substr(e.start, 1, 10)) - julianday('1800-01-01') AS INTEGER) + 1)) END << 44) | (e.doc << 15) | e.n,
	e.run, e.doc, e.n, e.id, e.kind, substr(e.source, 1, 3), substr(e.target, 1, 3), e.source, e.target, e.start, e.until,
	CASE WHEN e.start <> '' AND e.until <> '~' AND julianday(e.until) - julianday(e.start) <= 4 THEN 0 ELSE 1 END,
	e.due_start, e.due_until, e.state, e.at, e.upto,
	d.outlet, e.json, e.life
	FROM commitment e JOIN document d ON d.id = e.doc;
DROP TABLE commitment;
ALTER TABLE commitment_by_num RENAME TO commitment;
CREATE UNIQUE INDEX commitment_doc ON commitment (run, doc, n);
CREATE INDEX commitment_src ON commitment (src, num);
CREATE INDEX commitment_tgt ON commitment (tgt, num);
CREATE INDEX commitment_wide ON commitment (num, src, tgt, until) WHERE wide = 1;
CREATE INDEX commitment_outlet ON commitment (outlet, num);

CREATE INDEX document_outlet ON document (outlet, start, id);

-- The words of the sentence of an event, of what was said, of what was promised;
-- the row is num.
CREATE VIRTUAL TABLE event_words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE statement_words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE commitment_words USING fts5 (body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');

-- How many events have what: what counts are asked for, and what a query looks
-- at to choose its index. year is that of the first day, or * for all.
CREATE TABLE tally (
	run   INTEGER NOT NULL,
	what  TEXT NOT NULL, -- actor, dyad, type, ...: store/tables/tally.go
	year  TEXT NOT NULL,
	one   TEXT NOT NULL,
	other TEXT NOT NULL,
	q1    INTEGER NOT NULL, -- told as happened or claimed, by quad class
	q2    INTEGER NOT NULL,
	q3    INTEGER NOT NULL,
	q4    INTEGER NOT NULL,
	aside INTEGER NOT NULL, -- the others
	PRIMARY KEY (run, what, year, one, other)
) WITHOUT ROWID;
