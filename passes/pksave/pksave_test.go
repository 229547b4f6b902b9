package pksave_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/pksave"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, pksave.Analyzer, "pksave")
}

func TestFixes(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, fixturetest.Root(t), pksave.Analyzer, "./pksave/fixes")
}
