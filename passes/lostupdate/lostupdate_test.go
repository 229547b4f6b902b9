package lostupdate_test

import (
	"testing"

	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/passes/lostupdate"
)

func TestFixtures(t *testing.T) {
	fixturetest.Run(t, lostupdate.Analyzer, "lostupdate")
}
