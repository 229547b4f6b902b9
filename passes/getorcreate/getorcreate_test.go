package getorcreate_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/getorcreate"
)

func TestMain(m *testing.M) {
	if err := getorcreate.Analyzer.Flags.Set("on", "true"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func TestFixtures(t *testing.T) { fixturetest.Run(t, getorcreate.Analyzer, "getorcreate") }

func TestFixturesInSQL(t *testing.T) {
	require.NoError(t, getorcreate.Analyzer.Flags.Set("sql", "true"))
	t.Cleanup(func() { _ = getorcreate.Analyzer.Flags.Set("sql", "false") })
	fixturetest.Run(t, getorcreate.Analyzer, "sqlinserts")
}

func TestAssumedFixtures(t *testing.T) {
	require.NoError(t, getorcreate.Analyzer.Flags.Set("assume", "true"))
	t.Cleanup(func() { _ = getorcreate.Analyzer.Flags.Set("assume", "false") })
	fixturetest.Run(t, getorcreate.Analyzer, "assumedinserts")
}
