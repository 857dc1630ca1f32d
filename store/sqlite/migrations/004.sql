-- Facts by pair of states and year: quad1 to quad4 are those that happened and
-- are told as news. And what outlets and places are counted by.

CREATE TABLE dyad (
	run   INTEGER NOT NULL,
	src   TEXT NOT NULL,
	tgt   TEXT NOT NULL,
	year  TEXT NOT NULL, -- of the start; '': not known
	facts INTEGER NOT NULL,
	quad1 INTEGER NOT NULL,
	quad2 INTEGER NOT NULL,
	quad3 INTEGER NOT NULL,
	quad4 INTEGER NOT NULL,
	PRIMARY KEY (run, src, tgt, year)
) WITHOUT ROWID;
CREATE INDEX dyad_target ON dyad (run, tgt);

INSERT INTO dyad SELECT run, src, tgt, substr(start, 1, 4), count(*),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 1),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 2),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 3),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 4)
	FROM fact GROUP BY run, src, tgt, substr(start, 1, 4);

CREATE INDEX document_source ON document (source, start);
CREATE INDEX event_place ON event (run, country, place, doc, n) WHERE place <> '';
