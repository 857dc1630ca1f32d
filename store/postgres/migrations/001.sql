-- The database of detente in PostgreSQL: the tables and columns of SQLite (see
-- store/sqlite/migrations and docs/store.md). Text compares byte by byte
-- (COLLATE "C"), whatever the language of the database, so that both stores
-- answer in one order. Dates are ISO 8601 text; an end is exclusive; an open start
-- is '' and an open end is '~', so that both sort where they belong.

CREATE TABLE run (
	id           bigint PRIMARY KEY,
	version      text COLLATE "C" NOT NULL,
	data_version text COLLATE "C" NOT NULL,
	state        text COLLATE "C" NOT NULL CHECK (state IN ('current', 'candidate'))
);
CREATE UNIQUE INDEX run_current ON run (state) WHERE state = 'current';
INSERT INTO run VALUES (1, '', '', 'current');

-- A report. meta is the Document as JSON without its text; text is compressed
-- with zstd. story is the id of the first document of its story.
CREATE TABLE document (
	id        bigint PRIMARY KEY,
	key       text COLLATE "C" NOT NULL UNIQUE,
	url       text COLLATE "C" NOT NULL,
	title     text COLLATE "C" NOT NULL,
	source    text COLLATE "C" NOT NULL,
	outlet    text COLLATE "C" NOT NULL, -- source in lower case
	language  text COLLATE "C" NOT NULL,
	start     text COLLATE "C" NOT NULL,
	until     text COLLATE "C" NOT NULL,
	story     bigint NOT NULL,
	hash      text COLLATE "C" NOT NULL,
	signature bytea,
	meta      json NOT NULL,
	text      bytea NOT NULL
);
ALTER TABLE document ALTER text SET STORAGE EXTERNAL; -- is compressed
CREATE INDEX document_start ON document (start, id);
CREATE INDEX document_story ON document (story);
CREATE INDEX document_url ON document (url) WHERE url <> '';

-- Where near-duplicates are looked up.
CREATE TABLE band (
	hash bigint NOT NULL,
	doc  bigint NOT NULL,
	PRIMARY KEY (hash, doc)
);

-- The full-text index. Words come without case and accents; their endings are
-- taken off by the stemmer of Porter, no word is left out as too common. Titles
-- have the weight A.
CREATE TEXT SEARCH DICTIONARY detente_stem (TEMPLATE = snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION detente (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION detente ADD MAPPING
	FOR asciiword, word, numword, int, uint, float, sfloat, version, numhword, hword, asciihword, hword_numpart, hword_part, hword_asciipart
	WITH detente_stem;
CREATE TABLE words (
	doc    bigint PRIMARY KEY,
	vector tsvector NOT NULL
);
CREATE INDEX words_vector ON words USING gin (vector);

-- What a run read out of a document besides what has a table of its own: the
-- mentions, actors, times and assessments, as JSON compressed with zstd.
CREATE TABLE reading (
	run  bigint NOT NULL,
	doc  bigint NOT NULL,
	body bytea NOT NULL,
	PRIMARY KEY (run, doc)
);
ALTER TABLE reading ALTER body SET STORAGE EXTERNAL;

-- A fact: an event however many reports tell it. best names the event that tells
-- the fact best (document#event), first_doc the document that told it first.
CREATE TABLE fact (
	id         bigint NOT NULL UNIQUE,
	run        bigint NOT NULL,
	src        text COLLATE "C" NOT NULL, -- first three letters of the code
	tgt        text COLLATE "C" NOT NULL,
	start      text COLLATE "C" NOT NULL,
	until      text COLLATE "C" NOT NULL,
	type       text COLLATE "C" NOT NULL,
	class      text COLLATE "C" NOT NULL,
	mode       text COLLATE "C" NOT NULL,
	place      text COLLATE "C" NOT NULL,
	source     text COLLATE "C" NOT NULL,
	target     text COLLATE "C" NOT NULL,
	status     text COLLATE "C" NOT NULL,
	background smallint NOT NULL,
	quad       integer NOT NULL,
	goldstein  double precision NOT NULL,
	reports    integer NOT NULL,
	story      bigint NOT NULL,
	first_doc  bigint NOT NULL,
	best       text COLLATE "C" NOT NULL,
	PRIMARY KEY (run, src, tgt, start, id)
);

CREATE TABLE event (
	run        bigint NOT NULL,
	doc        bigint NOT NULL,
	n          integer NOT NULL,
	id         text COLLATE "C" NOT NULL, -- e1, e2, ...
	fact       bigint NOT NULL,
	src        text COLLATE "C" NOT NULL,
	tgt        text COLLATE "C" NOT NULL,
	source     text COLLATE "C" NOT NULL,
	target     text COLLATE "C" NOT NULL,
	type       text COLLATE "C" NOT NULL,
	start      text COLLATE "C" NOT NULL,
	until      text COLLATE "C" NOT NULL,
	wide       smallint NOT NULL, -- 1: not dated to within days
	status     text COLLATE "C" NOT NULL,
	background smallint NOT NULL,
	rule       text COLLATE "C" NOT NULL,
	mode       text COLLATE "C" NOT NULL,
	contexts   text COLLATE "C" NOT NULL, -- between spaces
	cameo      text COLLATE "C" NOT NULL,
	quad       integer NOT NULL,
	place      text COLLATE "C" NOT NULL, -- name in lower case
	country    text COLLATE "C" NOT NULL,
	json       json NOT NULL,
	PRIMARY KEY (run, doc, n)
);
CREATE INDEX event_start ON event (run, start, doc, n);
CREATE INDEX event_wide ON event (run, start, doc, n) WHERE wide = 1;
CREATE INDEX event_source ON event (run, src, start, doc, n, tgt);
CREATE INDEX event_target ON event (run, tgt, start, doc, n);
CREATE INDEX event_fact ON event (fact, run);

CREATE TABLE statement (
	run        bigint NOT NULL,
	doc        bigint NOT NULL,
	n          integer NOT NULL,
	src        text COLLATE "C" NOT NULL, -- first three letters of the speaker's code
	speaker    text COLLATE "C" NOT NULL, -- code
	kind       text COLLATE "C" NOT NULL,
	start      text COLLATE "C" NOT NULL,
	until      text COLLATE "C" NOT NULL,
	addressee  text COLLATE "C" NOT NULL,
	background smallint NOT NULL,
	json       json NOT NULL,
	PRIMARY KEY (run, doc, n)
);
CREATE INDEX statement_start ON statement (run, start, doc, n);
CREATE INDEX statement_speaker ON statement (run, src, start, doc, n);

-- life are the steps that other reports gave, as JSON; state is the last of all.
CREATE TABLE commitment (
	run       bigint NOT NULL,
	doc       bigint NOT NULL,
	n         integer NOT NULL,
	id        text COLLATE "C" NOT NULL, -- c1, c2, ...
	kind      text COLLATE "C" NOT NULL,
	source    text COLLATE "C" NOT NULL, -- code of who bound himself or demands
	target    text COLLATE "C" NOT NULL,
	start     text COLLATE "C" NOT NULL, -- made
	until     text COLLATE "C" NOT NULL,
	due_start text COLLATE "C", -- NULL: no term
	due_until text COLLATE "C",
	state     text COLLATE "C" NOT NULL,
	at        integer NOT NULL, -- bytes of the content
	upto      integer NOT NULL,
	json      json NOT NULL,
	life      json NOT NULL DEFAULT '[]',
	PRIMARY KEY (run, doc, n)
);
CREATE INDEX commitment_start ON commitment (run, start, doc, n);

-- What people say of a commitment. It hangs on the words, not on a run.
CREATE TABLE correction (
	id     bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	doc    bigint NOT NULL,
	at     integer NOT NULL, -- bytes of the commitment's content
	upto   integer NOT NULL,
	state  text COLLATE "C" NOT NULL,
	start  text COLLATE "C" NOT NULL,
	until  text COLLATE "C" NOT NULL,
	note   text COLLATE "C" NOT NULL,
	author text COLLATE "C" NOT NULL,
	made   text COLLATE "C" NOT NULL
);
CREATE INDEX correction_doc ON correction (doc);

CREATE TABLE assessment (
	run       bigint NOT NULL,
	doc       bigint NOT NULL,
	n         integer NOT NULL,
	a         text COLLATE "C" NOT NULL, -- the two sides in the order of the alphabet
	b         text COLLATE "C" NOT NULL,
	start     text COLLATE "C" NOT NULL,
	direction text COLLATE "C" NOT NULL,
	PRIMARY KEY (run, doc, n)
);
CREATE INDEX assessment_dyad ON assessment (run, a, b, start);

CREATE TABLE feed (
	url      text COLLATE "C" PRIMARY KEY,
	etag     text COLLATE "C" NOT NULL,
	modified text COLLATE "C" NOT NULL,
	next     text COLLATE "C" NOT NULL,
	failures integer NOT NULL
);

CREATE TABLE seen (
	url text COLLATE "C" PRIMARY KEY,
	doc text COLLATE "C" NOT NULL
);

-- Those who want to be told of new events, and what they are told.

CREATE TABLE subscription (
	id      text COLLATE "C" PRIMARY KEY,
	name    text COLLATE "C" NOT NULL,
	query   text COLLATE "C" NOT NULL,
	url     text COLLATE "C" NOT NULL, -- that notices are posted to; '': a feed alone
	secret  text COLLATE "C" NOT NULL,
	created text COLLATE "C" NOT NULL,
	seen    bigint NOT NULL -- document that was looked at last
);

CREATE TABLE notice (
	id           bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	subscription text COLLATE "C" NOT NULL,
	told         json NOT NULL, -- the event as it was when it was new
	made         text COLLATE "C" NOT NULL,
	state        text COLLATE "C" NOT NULL CHECK (state IN ('kept', 'waiting', 'sent', 'failed')),
	attempts     integer NOT NULL,
	next         text COLLATE "C" NOT NULL,
	fault        text COLLATE "C" NOT NULL
);
CREATE INDEX notice_of ON notice (subscription, id);
CREATE INDEX notice_waiting ON notice (next, id) WHERE state = 'waiting';

-- One row: how often the database was written to. SQLite counts that itself.
CREATE TABLE change (
	n bigint NOT NULL
);
INSERT INTO change VALUES (0);
