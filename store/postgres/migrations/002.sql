-- Facts by pair of states and year: quad1 to quad4 are those that happened and
-- are told as news. And what outlets are counted by.

CREATE TABLE dyad (
	run   bigint NOT NULL,
	src   text COLLATE "C" NOT NULL,
	tgt   text COLLATE "C" NOT NULL,
	year  text COLLATE "C" NOT NULL, -- of the start; '': not known
	facts integer NOT NULL,
	quad1 integer NOT NULL,
	quad2 integer NOT NULL,
	quad3 integer NOT NULL,
	quad4 integer NOT NULL,
	PRIMARY KEY (run, src, tgt, year)
);
CREATE INDEX dyad_target ON dyad (run, tgt);

INSERT INTO dyad SELECT run, src, tgt, substr(start, 1, 4), count(*),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 1),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 2),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 3),
	count(*) FILTER (WHERE status = 'happened' AND background = 0 AND quad = 4)
	FROM fact GROUP BY run, src, tgt, substr(start, 1, 4);

CREATE INDEX document_source ON document (source, start);
