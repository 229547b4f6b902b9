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
