package orm

import (
	"reflect"
	"testing"
)

// CheckModel shows the SELECT of a model that is only known by its type.
func CheckModel(_ testing.TB, t reflect.Type, check func(text string)) {
	db := New(nil, DialectNamed("sqlite"))
	p := newPlan(t, "")
	if p.err != nil {
		return
	}
	b := newBuilder(db, p, nil)
	defer b.free()
	(&query{plan: p, limit: -1}).selectText(b)
	check(string(b.buf))
}
