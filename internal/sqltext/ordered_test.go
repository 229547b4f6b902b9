package sqltext_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

func TestOrdered(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT position FROM products ORDER BY position DESC LIMIT 1":              true,
		"SELECT position FROM products WHERE id = ? LIMIT 1":                        false,
		"SELECT a FROM t WHERE b IN (SELECT b FROM u ORDER BY b) AND orders_by = 1": false,
	} {
		assert.Equal(t, want, sqltext.Parse(text)[0].Ordered, text)
	}
}
