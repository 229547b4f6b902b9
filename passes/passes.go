// Package passes lists every check of rmwlint. A new check is a folder here and a line in All.
package passes

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/passes/bulkloop"
	"github.com/rmwlint/rmwlint/passes/getorcreate"
	"github.com/rmwlint/rmwlint/passes/leftout"
	"github.com/rmwlint/rmwlint/passes/lostupdate"
	"github.com/rmwlint/rmwlint/passes/pksave"
	"github.com/rmwlint/rmwlint/passes/rowlock"
)

// FactVersion is the version of what is kept of a package for those that import it.
const FactVersion = rowflow.FactVersion

// Debug is the check that is added by -debug. It reports what the others are silent about.
func Debug() *analysis.Analyzer { return leftout.Analyzer }

// Idle reports whether no check has anything to say of a package, nor of it to the packages that import it.
func Idle(cfg *unitchecker.Config) bool { return rowflow.Idle(cfg) }

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
