package pksave_test

import (
	"testing"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/pksave"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, pksave.Analyzer, "pksave")
}
