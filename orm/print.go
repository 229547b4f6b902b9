package orm

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// String prints the condition as SQL for people: with values in place, fields as Model.Field where the pointer is from
// [QuerySet.Fields], and as their type where it is not. It is never sent to a database.
func (q Q) String() string {
	if q.empty() {
		return "TRUE"
	}
	return printed(q.n)
}

// String prints the expression as [Q.String] does.
func (e Expr[T]) String() string { return printed(e.n) }

func printed(n node) string {
	d := postgresDialect
	d.numbered, d.casts = false, nil
	b := &builder{d: &d, p: &plan{}, printing: true}
	b.node(n)
	if b.err != nil {
		return "!(" + b.err.Error() + ")"
	}
	return string(b.buf)
}

func printField(ptr any) string {
	if owner := ownerOf(ptr); owner != "" {
		return owner
	}
	t := reflect.TypeOf(ptr)
	if t == nil || t.Kind() != reflect.Pointer {
		return fmt.Sprint(ptr)
	}
	return "a " + t.Elem().String()
}

func printValue(v any) string {
	switch x := v.(type) {
	case nil:
		return "NULL"
	case string:
		return "'" + strings.ReplaceAll(x, "'", "''") + "'"
	case time.Time:
		return "'" + x.Format(time.RFC3339Nano) + "'"
	case int64:
		return strconv.FormatInt(x, 10)
	case []byte:
		return fmt.Sprintf("x'%x'", x)
	}
	return fmt.Sprint(v)
}

// SQL gives the SELECT that All would run, with its arguments, for logs, tests and EXPLAIN. The dialect must be known: from
// the driver, by [DialectNamed], or from an earlier statement.
func (s QuerySet[T]) SQL() (text string, args []any, err error) {
	switch {
	case s.db.root.err != nil:
		return "", nil, s.db.root.err
	case s.q.plan.err != nil:
		return "", nil, s.q.plan.err
	case s.db.root.dialect.Load() == nil:
		return "", nil, fmt.Errorf("%w: nothing was asked of the database yet; give New an orm.DialectNamed", ErrDialect)
	}
	b := newBuilder(s.db, s.q.plan, nil)
	defer b.free()
	s.q.selectText(b)
	if b.err == nil && s.q.locks {
		b.err = s.db.lockClause(b, s.q.lock.lock, s.q.lock.of)
	}
	return string(b.buf), append([]any(nil), b.args...), b.err
}
