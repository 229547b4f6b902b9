package racetest

import (
	"errors"
	"fmt"
	"strings"
)

// Result is what happened in a race.
type Result struct {
	Errs  []error // what each operation returned, in the order of the arguments
	Steps []Step  // the statements, in the order in which the driver came back from them

	missed bool   // see Interleaved
	still  []bool // which operations stood still outside of the driver, so that their statements may be taken for another's
}

// Step is one statement of an operation.
type Step struct {
	Operation int    // its index in the arguments of Race; a guess after it stood still outside of the driver
	Kind      Kind   // what the statement does
	Query     string // its text, empty for the BEGIN, COMMIT and ROLLBACK of a sql.Tx
	Held      bool   // the driver took longer than the limit: a lock held the statement back
	Err       error  // what the driver returned
}

// Err joins the errors of all operations, each with the operation's index. It is nil if all succeeded.
func (r *Result) Err() error {
	var errs []error
	for i, err := range r.Errs {
		if err != nil {
			errs = append(errs, fmt.Errorf("operation %d: %w", i, err))
		}
	}
	return errors.Join(errs...)
}

// Interleaved tells whether the race came about: when the first write after a read went to the database, every other operation
// had read as well, or stood before a write of its own, or had ended.
// It is true for code that loses updates and for repairs by an expression or a condition, which were thereby put to the test.
// It is false if a lock kept the second operation from reading before the first had written.
func (r *Result) Interleaved() bool { return !r.missed }

// Held tells whether any statement was held back by a lock.
func (r *Result) Held() bool {
	for _, s := range r.Steps {
		if s.Held {
			return true
		}
	}
	return false
}

// seen tells whether operation i issued any statement.
func (r *Result) seen(i int) bool {
	for _, s := range r.Steps {
		if s.Operation == i {
			return true
		}
	}
	return false
}

// String lists the steps and the errors, a line each:
//
//	0 read      SELECT stock FROM product WHERE id = $1
//	1 read      SELECT stock FROM product WHERE id = $1
//	0 write     UPDATE product SET stock = $1 WHERE id = $2
//	1 write     UPDATE product SET stock = $1 WHERE id = $2
func (r *Result) String() string {
	var b strings.Builder
	for _, s := range r.Steps {
		line := fmt.Sprintf("%d %-9s %s", s.Operation, s.Kind, strings.Join(strings.Fields(s.Query), " "))
		b.WriteString(strings.TrimRight(line, " "))
		if s.Held {
			b.WriteString(" (held back)")
		}
		if s.Err != nil {
			fmt.Fprintf(&b, " (error: %v)", s.Err)
		}
		b.WriteByte('\n')
	}
	for i, err := range r.Errs {
		if err != nil {
			fmt.Fprintf(&b, "%d returned  %v\n", i, err)
		}
	}
	return b.String()
}
