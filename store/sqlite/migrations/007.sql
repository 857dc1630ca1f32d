-- The days of a relation: a row is a year of a pair of actors, its days packed as
-- store/tables/course.go tells. year is that of the first day of a fact, '' where
-- that is not known. What is there already is counted when the database is opened.
CREATE TABLE course (
	run    INTEGER NOT NULL,
	src    TEXT NOT NULL, -- first three letters of the code
	tgt    TEXT NOT NULL,
	source TEXT NOT NULL,
	target TEXT NOT NULL,
	year   TEXT NOT NULL,
	days   BLOB NOT NULL,
	UNIQUE (run, src, tgt, source, target, year)
);
CREATE INDEX course_tgt ON course (run, tgt, src);

-- Commitments between two states are found by both.
CREATE INDEX commitment_dyad ON commitment (src, tgt, num);
