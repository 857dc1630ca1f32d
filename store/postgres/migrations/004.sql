-- The days of a relation: a row is a year of a pair of actors, its days packed as
-- store/tables/course.go tells. year is that of the first day of a fact, '' where
-- that is not known. What is there already is counted when the database is opened.
CREATE TABLE course (
	run    bigint NOT NULL,
	src    text COLLATE "C" NOT NULL, -- first three letters of the code
	tgt    text COLLATE "C" NOT NULL,
	source text COLLATE "C" NOT NULL,
	target text COLLATE "C" NOT NULL,
	year   text COLLATE "C" NOT NULL,
	days   bytea NOT NULL,
	PRIMARY KEY (run, src, tgt, source, target, year)
);
CREATE INDEX course_tgt ON course (run, tgt, src);

-- Commitments between two states are found by both.
CREATE INDEX commitment_dyad ON commitment (src, tgt, num);
