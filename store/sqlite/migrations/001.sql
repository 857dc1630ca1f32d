-- The database of detente. Dates are ISO 8601 text; an end is exclusive; an open
-- start is '' and an open end is '~', so that both sort where they belong.

CREATE TABLE run (
	id           INTEGER PRIMARY KEY,
	version      TEXT NOT NULL,
	data_version TEXT NOT NULL,
	state        TEXT NOT NULL CHECK (state IN ('current', 'candidate'))
);
CREATE UNIQUE INDEX run_current ON run (state) WHERE state = 'current';
INSERT INTO run VALUES (1, '', '', 'current');

-- A report. meta is the Document as JSON without its text; text is compressed
-- with zstd. story is the id of the first document of its story.
CREATE TABLE document (
	id        INTEGER PRIMARY KEY,
	key       TEXT NOT NULL UNIQUE,
	url       TEXT NOT NULL,
	title     TEXT NOT NULL,
	source    TEXT NOT NULL,
	language  TEXT NOT NULL,
	start     TEXT NOT NULL,
	until     TEXT NOT NULL,
	story     INTEGER NOT NULL,
	hash      TEXT NOT NULL,
	signature BLOB,
	meta      TEXT NOT NULL,
	text      BLOB NOT NULL
);
CREATE INDEX document_start ON document (start, id);
CREATE INDEX document_story ON document (story);
CREATE INDEX document_url ON document (url) WHERE url <> '';

-- Where near-duplicates are looked up.
CREATE TABLE band (
	hash INTEGER NOT NULL,
	doc  INTEGER NOT NULL,
	PRIMARY KEY (hash, doc)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');

-- What a run read out of a document besides what has a table of its own: the
-- mentions, actors, times and assessments, as JSON compressed with zstd.
CREATE TABLE reading (
	run  INTEGER NOT NULL,
	doc  INTEGER NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (run, doc)
) WITHOUT ROWID;

-- A fact: an event however many reports tell it. The table is in the order in
-- which relations are asked for. best names the event that tells the fact best
-- (document#event), first_doc the document that told it first.
CREATE TABLE fact (
	id         INTEGER NOT NULL,
	run        INTEGER NOT NULL,
	src        TEXT NOT NULL, -- first three letters of the code
	tgt        TEXT NOT NULL,
	start      TEXT NOT NULL,
	until      TEXT NOT NULL,
	type       TEXT NOT NULL,
	class      TEXT NOT NULL,
	mode       TEXT NOT NULL,
	place      TEXT NOT NULL,
	source     TEXT NOT NULL,
	target     TEXT NOT NULL,
	status     TEXT NOT NULL,
	background INTEGER NOT NULL,
	quad       INTEGER NOT NULL,
	goldstein  REAL NOT NULL,
	reports    INTEGER NOT NULL,
	story      INTEGER NOT NULL,
	first_doc  INTEGER NOT NULL,
	best       TEXT NOT NULL,
	PRIMARY KEY (run, src, tgt, start, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX fact_id ON fact (id);

CREATE TABLE event (
	run        INTEGER NOT NULL,
	doc        INTEGER NOT NULL,
	n          INTEGER NOT NULL,
	id         TEXT NOT NULL, -- e1, e2, ...
	fact       INTEGER NOT NULL,
	src        TEXT NOT NULL,
	tgt        TEXT NOT NULL,
	source     TEXT NOT NULL,
	target     TEXT NOT NULL,
	type       TEXT NOT NULL,
	start      TEXT NOT NULL,
	until      TEXT NOT NULL,
	wide       INTEGER NOT NULL, -- 1: not dated to within days
	status     TEXT NOT NULL,
	background INTEGER NOT NULL,
	rule       TEXT NOT NULL,
	json       TEXT NOT NULL,
	PRIMARY KEY (run, doc, n)
) WITHOUT ROWID;
CREATE INDEX event_start ON event (run, start, doc, n);
CREATE INDEX event_wide ON event (run, start, doc, n) WHERE wide = 1;
CREATE INDEX event_source ON event (run, src, start, doc, n, tgt);
CREATE INDEX event_target ON event (run, tgt, start, doc, n);
CREATE INDEX event_fact ON event (fact, run);

CREATE TABLE statement (
	run     INTEGER NOT NULL,
	doc     INTEGER NOT NULL,
	n       INTEGER NOT NULL,
	src     TEXT NOT NULL, -- first three letters of the speaker's code
	speaker TEXT NOT NULL, -- code
	kind    TEXT NOT NULL,
	start   TEXT NOT NULL,
	until   TEXT NOT NULL,
	json    TEXT NOT NULL,
	PRIMARY KEY (run, doc, n)
) WITHOUT ROWID;
CREATE INDEX statement_start ON statement (run, start, doc, n);
CREATE INDEX statement_speaker ON statement (run, src, start, doc, n);

-- life are the steps that other reports gave, as JSON; state is the last of all.
CREATE TABLE commitment (
	run       INTEGER NOT NULL,
	doc       INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	id        TEXT NOT NULL, -- c1, c2, ...
	kind      TEXT NOT NULL,
	source    TEXT NOT NULL, -- code of who bound himself or demands
	target    TEXT NOT NULL,
	start     TEXT NOT NULL, -- made
	until     TEXT NOT NULL,
	due_start TEXT, -- NULL: no term
	due_until TEXT,
	state     TEXT NOT NULL,
	at        INTEGER NOT NULL, -- bytes of the content
	upto      INTEGER NOT NULL,
	json      TEXT NOT NULL,
	life      TEXT NOT NULL DEFAULT '[]',
	PRIMARY KEY (run, doc, n)
) WITHOUT ROWID;
CREATE INDEX commitment_start ON commitment (run, start, doc, n);

-- What people say of a commitment. It hangs on the words, not on a run.
CREATE TABLE correction (
	id     INTEGER PRIMARY KEY,
	doc    INTEGER NOT NULL,
	at     INTEGER NOT NULL, -- bytes of the commitment's content
	upto   INTEGER NOT NULL,
	state  TEXT NOT NULL,
	start  TEXT NOT NULL,
	until  TEXT NOT NULL,
	note   TEXT NOT NULL,
	author TEXT NOT NULL,
	made   TEXT NOT NULL
);
CREATE INDEX correction_doc ON correction (doc);

CREATE TABLE assessment (
	run       INTEGER NOT NULL,
	doc       INTEGER NOT NULL,
	n         INTEGER NOT NULL,
	a         TEXT NOT NULL, -- the two sides in the order of the alphabet
	b         TEXT NOT NULL,
	start     TEXT NOT NULL,
	direction TEXT NOT NULL,
	PRIMARY KEY (run, doc, n)
) WITHOUT ROWID;
CREATE INDEX assessment_dyad ON assessment (run, a, b, start);

CREATE TABLE feed (
	url      TEXT PRIMARY KEY,
	etag     TEXT NOT NULL,
	modified TEXT NOT NULL,
	next     TEXT NOT NULL,
	failures INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE seen (
	url TEXT PRIMARY KEY,
	doc TEXT NOT NULL
) WITHOUT ROWID;
