package bulkloop_test

import (
	"testing"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/bulkloop"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, bulkloop.Analyzer, "bulkloop")
}
