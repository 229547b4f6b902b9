package passes

import (
	"errors"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/config"
)

// Configured are checks for drivers that know nothing of .rmwlint.yaml: each reports only what the file nearest to the code
// lets through. A file that cannot be read is an error of the check.
func Configured(checks []*analysis.Analyzer) []*analysis.Analyzer {
	out := make([]*analysis.Analyzer, 0, len(checks))
	for _, a := range checks {
		out = append(out, configured(a))
	}
	return out
}

func configured(a *analysis.Analyzer) *analysis.Analyzer {
	c := *a
	c.Run = func(pass *analysis.Pass) (any, error) {
		inner := *pass
		files := map[string]*config.Config{} // by directory; a package has one, but for files that a tool has written elsewhere
		var failed error
		inner.Report = func(d analysis.Diagnostic) {
			file := pass.Fset.PositionFor(d.Pos, false).Filename
			dir := filepath.Dir(file)
			if files[dir] == nil {
				read, err := config.Nearest(dir)
				if err != nil {
					failed = err
					read = &config.Config{}
				}
				read.Enable(func(name string) string { return FlagOf([]*analysis.Analyzer{a}, name) })
				files[dir] = read
			}
			if files[dir].Wants(file, a.Name, d.Category) {
				pass.Report(d)
			}
		}
		result, err := a.Run(&inner)
		return result, errors.Join(err, failed)
	}
	return &c
}

// FlagOf is the flag without which a check or category is off ("lostupdate.stale" of lostupdate/stale), empty if it is on by
// default. A check's is called on, a category's as the category.
func FlagOf(checks []*analysis.Analyzer, name string) string {
	check, flag, isCategory := strings.Cut(name, "/")
	if !isCategory {
		flag = "on"
	}
	for _, a := range checks {
		if f := a.Flags.Lookup(flag); a.Name == check && f != nil && f.DefValue == "false" {
			return check + "." + flag
		}
	}
	return ""
}
