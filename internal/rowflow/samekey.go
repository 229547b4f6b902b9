package rowflow

import (
	"strings"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// owner is what the rows that are read are called: their type, or their table.
func (r *ReadSite) owner() string {
	if r.Type != "" {
		return sqltext.Normal(baseName(r.Type))
	}
	return sqltext.Normal(r.Table)
}

// shareKey reports whether two conditions on rows of one table compare a column with the same value.
func shareKey(owner string, a, b []Term) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Op == "=" && y.Op == "=" && sameValue(x.Value, y.Value) && !refer(owner, keyName(x.Column), keyName(y.Column)) {
				return true
			}
		}
	}
	return false
}

func keyName(column string) string {
	return sqltext.Normal(column[strings.LastIndexByte(column, '.')+1:])
}

// refer reports whether one column refers to rows that the other does not: a child's parent_id is its parent's id, and two rows meet there.
// The engine calls every primary key id; order_id is that of an order.
func refer(owner, x, y string) bool {
	if x == y {
		return false
	}
	foreign := func(column string) bool {
		of, ok := strings.CutSuffix(column, "id")
		return ok && of != "" && !strings.HasSuffix(owner, of) && !strings.HasPrefix(owner, of) && !strings.HasSuffix(owner, of+"s")
	}
	return x == "id" && foreign(y) || y == "id" && foreign(x)
}
