package lostupdate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/lostupdate"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, lostupdate.Analyzer, "lostupdate")
}

func TestStaleFixtures(t *testing.T) {
	require.NoError(t, lostupdate.Analyzer.Flags.Set("stale", "true"))
	t.Cleanup(func() { _ = lostupdate.Analyzer.Flags.Set("stale", "false") })
	fixturetest.Run(t, lostupdate.Analyzer, "stale")
}
