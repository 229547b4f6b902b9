// Package passes lists every check of rmwlint. A new check is a folder here and a line in All.
package passes

import (
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/passes/bulkloop"
	"github.com/rmwlint/rmwlint/passes/getorcreate"
	"github.com/rmwlint/rmwlint/passes/lostupdate"
	"github.com/rmwlint/rmwlint/passes/pksave"
	"github.com/rmwlint/rmwlint/passes/rowlock"
)

// All returns the checks in the order in which help and reports name them.
func All() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		lostupdate.Analyzer,
		rowlock.Analyzer,
		bulkloop.Analyzer,
		pksave.Analyzer,
		getorcreate.Analyzer,
	}
}
