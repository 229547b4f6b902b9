package sqltext_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// TestSettles: what is the same when it is done twice is told from what counts.
func TestSettles(t *testing.T) {
	for value, settles := range map[string]bool{
		"array_remove(n, ?)":      true,
		"GREATEST(n, ?)":          true,
		"COALESCE(n, ?)":          true,
		"TRIM(n)":                 true,
		"array_append(n, ?)":      false,
		"GREATEST(n - ?, 0)":      false,
		"COALESCE(n, 0) + ?":      false,
		"n + COALESCE(?, 0)":      false,
		"COALESCE(?, 0)":          false, // says nothing of n
		"COALESCE(n || ?, ?)":     false,
		"LEAST(n, GREATEST(?,1))": true,
	} {
		got := sqltext.Parse("UPDATE t SET n = " + value + " WHERE id = ?")[0].Set[0].Settles
		assert.Equal(t, settles, got, value)
	}
}

// TestKeeps: what stays as it is where no value is given is an assignment of the value, and no arithmetic.
func TestKeeps(t *testing.T) {
	for value, args := range map[string]int{
		"COALESCE($1, n)":                                      1,
		"coalesce($1::text, t.n)":                              1,
		"IFNULL(NULLIF(?, 0), n)":                              1,
		"CASE WHEN $1 IS NOT NULL THEN $1 ELSE n END":          1,
		"CASE WHEN $1::boolean THEN $2::int ELSE n END":        1,
		"CASE WHEN ? > 0 THEN ? WHEN ? THEN ? ELSE n END":      3,
		"IF(? <> '', ?, n)":                                    1,
		"COALESCE(n, $1)":                                      0,
		"COALESCE($1, n + 1)":                                  0,
		"COALESCE($1, n) + 1":                                  0,
		"COALESCE(NULLIF($1, n), n)":                           0,
		"COALESCE($1, m)":                                      0,
		"COALESCE(0, n)":                                       0,
		"CASE WHEN n > 0 THEN $1 ELSE n END":                   0,
		"CASE WHEN $1 THEN n - $2 ELSE n END":                  0,
		"CASE WHEN $1 THEN $2 END":                             0,
		"CASE WHEN CASE WHEN $1 THEN 1 END THEN $2 ELSE n END": 0,
		"GREATEST($1, n)":                                      0,
	} {
		got := sqltext.Parse("UPDATE t SET n = " + value + " WHERE id = 1")[0].Set[0]
		assert.Equal(t, args > 0, got.Keeps, value)
		assert.False(t, got.Keeps && (got.Self || len(got.Args) != args), value)
	}
}
