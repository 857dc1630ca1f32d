package postgres

import (
	"detente/store/tables"
)

var dialect = tables.Dialect{
	Join: "JOIN",
	Corrections: `(SELECT coalesce(json_agg(json_build_object('as', k.state, 'start', k.start, 'until', k.until, 'author', k.author, 'note', k.note, 'made', k.made) ORDER BY k.id), '[]')
		FROM correction k WHERE k.doc = e.doc AND (k.at < e.upto AND k.upto > e.at OR k.at = e.at AND k.upto = e.upto))`,
	Words: words{},
}
