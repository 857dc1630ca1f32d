-- Places are counted under their name in lower case and their country, and how the
-- name is spelt beside it; the busiest are found in an index.
CREATE TEMP TABLE places ON COMMIT DROP AS
	SELECT run, year, one, regexp_replace(other, '\|[^|]*$', '') AS name, substring(other from '[^|]*$') AS country, q1, q2, q3, q4, aside
	FROM tally WHERE what = 'place';
DELETE FROM tally WHERE what = 'place';
INSERT INTO tally (run, what, year, one, other, q1, q2, q3, q4, aside)
	SELECT run, 'place', year, one, country, sum(q1), sum(q2), sum(q3), sum(q4), sum(aside) FROM places GROUP BY run, year, one, country;
INSERT INTO tally (run, what, year, one, other, q1, q2, q3, q4, aside)
	SELECT run, 'placename', year, one, name, sum(q1), sum(q2), sum(q3), sum(q4), sum(aside) FROM places WHERE year = '*' GROUP BY run, year, one, name;
CREATE INDEX tally_place ON tally (run, (q1 + q2 + q3 + q4 + aside)) WHERE what = 'place' AND year = '*';

-- How many documents each run has read.
INSERT INTO tally (run, what, year, one, other, q1, q2, q3, q4, aside) SELECT run, 'reading', '*', '', '', 0, 0, 0, 0, count(*) FROM reading GROUP BY run;

-- Commitments that fall due in a period are found by its first day.
CREATE INDEX commitment_due ON commitment (due_until, due_start) WHERE due_start IS NOT NULL;
