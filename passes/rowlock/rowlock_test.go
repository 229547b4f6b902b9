package rowlock_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/rowlock"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, rowlock.Analyzer, "rowlock")
}

func TestLockingClause(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, fixturetest.Root(t), rowlock.Analyzer, "./rowlock/gorm")
}
