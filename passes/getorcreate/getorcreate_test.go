package getorcreate_test

import (
	"testing"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/getorcreate"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, getorcreate.Analyzer, "getorcreate")
}
