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

-- Events, statements and commitments are kept by num, which is made of the run,
-- the first day, the document and the place in it (store/tables/num.go). Every
-- index gives that order, so that a page of a list is read from it and not sorted.

CREATE TABLE event (
	num        bigint PRIMARY KEY,
	run        bigint NOT NULL,
	doc        bigint NOT NULL,
	n          integer NOT NULL,
	id         text COLLATE "C" NOT NULL, -- e1, e2, ...
	fact       bigint NOT NULL,
	src        text COLLATE "C" NOT NULL, -- first three letters of the code
	tgt        text COLLATE "C" NOT NULL,
	source     text COLLATE "C" NOT NULL,
	target     text COLLATE "C" NOT NULL,
	type       text COLLATE "C" NOT NULL,
	mode       text COLLATE "C" NOT NULL,
	contexts   text COLLATE "C" NOT NULL, -- between spaces
	cameo      text COLLATE "C" NOT NULL,
	quad       integer NOT NULL,
	start      text COLLATE "C" NOT NULL,
	until      text COLLATE "C" NOT NULL,
	wide       smallint NOT NULL, -- 1: not dated to within days
	status     text COLLATE "C" NOT NULL,
	background smallint NOT NULL,
	place      text COLLATE "C" NOT NULL, -- in lower case, as outlet
	country    text COLLATE "C" NOT NULL,
	outlet     text COLLATE "C" NOT NULL,
	rule       text COLLATE "C" NOT NULL,
	json       json NOT NULL
);
CREATE UNIQUE INDEX event_doc ON event (run, doc, n);
CREATE INDEX event_fact ON event (fact, run);
CREATE INDEX event_wide ON event (num) WHERE wide = 1;
CREATE INDEX event_dyad ON event (src, tgt, num);
CREATE INDEX event_src ON event (src, num);
CREATE INDEX event_tgt ON event (tgt, num);
CREATE INDEX event_type ON event (type, num);
CREATE INDEX event_status ON event (status, num);
CREATE INDEX event_outlet ON event (outlet, num);
CREATE INDEX event_cameo ON event (cameo, num);
CREATE INDEX event_mode ON event (mode, num) WHERE mode <> '';
CREATE INDEX event_place ON event (place, num) WHERE place <> '';
CREATE INDEX event_country ON event (country, num) WHERE country <> '';

CREATE TABLE statement (
	num        bigint PRIMARY KEY,
	run        bigint NOT NULL,
	doc        bigint NOT NULL,
	n          integer NOT NULL,
	src        text COLLATE "C" NOT NULL, -- first three letters of the speaker's code
	tgt        text COLLATE "C" NOT NULL,
	source     text COLLATE "C" NOT NULL, -- code of the speaker
	target     text COLLATE "C" NOT NULL, -- code of the addressee
	kind       text COLLATE "C" NOT NULL,
	start      text COLLATE "C" NOT NULL,
	until      text COLLATE "C" NOT NULL,
	wide       smallint NOT NULL,
	background smallint NOT NULL,
	outlet     text COLLATE "C" NOT NULL,
	json       json NOT NULL
);
CREATE UNIQUE INDEX statement_doc ON statement (run, doc, n);
CREATE INDEX statement_src ON statement (src, num);
CREATE INDEX statement_tgt ON statement (tgt, num) WHERE tgt <> '';
CREATE INDEX statement_wide ON statement (num) WHERE wide = 1;
CREATE INDEX statement_outlet ON statement (outlet, num);

-- life are the steps that other reports gave, as JSON; state is the last of all.
CREATE TABLE commitment (
	num       bigint PRIMARY KEY,
	run       bigint NOT NULL,
	doc       bigint NOT NULL,
	n         integer NOT NULL,
	id        text COLLATE "C" NOT NULL, -- c1, c2, ...
	kind      text COLLATE "C" NOT NULL,
	src       text COLLATE "C" NOT NULL,
	tgt       text COLLATE "C" NOT NULL,
	source    text COLLATE "C" NOT NULL, -- code of who bound himself or demands
	target    text COLLATE "C" NOT NULL,
	start     text COLLATE "C" NOT NULL, -- made
	until     text COLLATE "C" NOT NULL,
	wide      smallint NOT NULL,
	due_start text COLLATE "C", -- NULL: no term
	due_until text COLLATE "C",
	state     text COLLATE "C" NOT NULL,
	at        integer NOT NULL, -- bytes of the content
	upto      integer NOT NULL,
	outlet    text COLLATE "C" NOT NULL,
	json      json NOT NULL,
	life      json NOT NULL DEFAULT '[]'
);
CREATE UNIQUE INDEX commitment_doc ON commitment (run, doc, n);
CREATE INDEX commitment_src ON commitment (src, num);
CREATE INDEX commitment_tgt ON commitment (tgt, num);
CREATE INDEX commitment_wide ON commitment (num) WHERE wide = 1;
CREATE INDEX commitment_outlet ON commitment (outlet, num);

-- The words of the sentence of an event, of what was said, of what was promised.
CREATE TABLE event_words (num bigint PRIMARY KEY, vector tsvector NOT NULL);
CREATE INDEX event_words_vector ON event_words USING gin (vector);
CREATE TABLE statement_words (num bigint PRIMARY KEY, vector tsvector NOT NULL);
CREATE INDEX statement_words_vector ON statement_words USING gin (vector);
CREATE TABLE commitment_words (num bigint PRIMARY KEY, vector tsvector NOT NULL);
CREATE INDEX commitment_words_vector ON commitment_words USING gin (vector);

-- How many events have what: what counts are asked for, and what a query looks
-- at to choose its index. year is that of the first day, or * for all.
CREATE TABLE tally (
	run   bigint NOT NULL,
	what  text COLLATE "C" NOT NULL, -- actor, dyad, type, ...: store/tables/tally.go
	year  text COLLATE "C" NOT NULL,
	one   text COLLATE "C" NOT NULL,
	other text COLLATE "C" NOT NULL,
	q1    integer NOT NULL, -- told as happened or claimed, by quad class
	q2    integer NOT NULL,
	q3    integer NOT NULL,
	q4    integer NOT NULL,
	aside integer NOT NULL, -- the others
	PRIMARY KEY (run, what, year, one, other)
);

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
