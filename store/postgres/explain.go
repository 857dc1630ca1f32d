package postgres

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// explain says what to do about an error of the server, before what the server
// says. The codes are those of PostgreSQL's manual, appendix A.
func explain(err error) error {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		if mend, known := mends[answer.Code]; known {
			return fmt.Errorf("%s (%w)", mend, err)
		}
		return err
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return fmt.Errorf("the server does not answer: is it running, and are host and port right? (%w)", err)
	}
	return err
}

var mends = map[string]string{
	"28000": "the server does not let this user in: see its pg_hba.conf",
	"28P01": "the server refused the password: give it in PGPASSWORD or ~/.pgpass",
	"3D000": "there is no such database: createdb makes one",
	"3F000": "there is no such schema: CREATE SCHEMA makes one",
	"42501": "the user lacks the right to do this: see docs/store.md for the roles",
	"53100": "the disk of the server is full",
	"53300": "the server has no connection left: lower pool_max_conns in the address",
	"57P01": "the server was shut down: try again when it is up",
	"57P03": "the server is starting or stopping: try again soon",
	"25P03": "the server put this writer out, which kept silent for too long",
	"25006": "the server takes no writes: is it a standby?",
}
