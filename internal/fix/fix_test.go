package fix_test

import (
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/rmwlint/rmwlint/internal/fix"
	"github.com/rmwlint/rmwlint/internal/fixturetest"
	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// analyzer reports each finding with its fixes of one style, and with the advice where there is none.
func analyzer(style fix.Style) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "fixes",
		Doc:      "offer the fixes of one style",
		Requires: []*analysis.Analyzer{rowflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, f := range pass.ResultOf[rowflow.Analyzer].(*rowflow.Result).Findings {
				call := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.At))
				if call == nil || f.Category == "stale" {
					continue
				}
				message := "lost update: " + f.Name()
				fixes, todo := fix.For(pass, f, style)
				if todo != "" {
					message += "; " + todo
				}
				pass.Report(analysis.Diagnostic{Pos: call.Pos(), End: call.End(), Message: message, SuggestedFixes: fixes})
			}
			return nil, nil
		},
	}
}

// packages are the fixtures, by library.
var packages = []string{"bun", "ent", "gorm", "gormv1", "layers", "pgx", "sql", "sqlc", "sqlx", "xorm"}

func TestNative(t *testing.T) {
	root := fixturetest.Root(t)
	for _, p := range packages {
		t.Run(p, func(t *testing.T) {
			results := analysistest.RunWithSuggestedFixes(t, root, analyzer(fix.Native), "./fix/"+p)
			require.NotEmpty(t, results)
			golden(t, results, ".golden")
		})
	}
}

func TestOrm(t *testing.T) {
	root := fixturetest.Root(t)
	for _, p := range packages {
		t.Run(p, func(t *testing.T) {
			results := analysistest.Run(quiet{t}, root, analyzer(fix.Orm), "./fix/"+p)
			require.NotEmpty(t, results)
			golden(t, results, ".orm")
		})
	}
}

// quiet keeps the expectations to the native style: they quote its advice.
type quiet struct{ *testing.T }

func (quiet) Errorf(string, ...any) {}

// golden applies the fixes of each file and compares the result with the golden file beside it, as it is: gofmt must leave it alone.
func golden(t *testing.T, results []*analysistest.Result, suffix string) {
	t.Helper()
	for _, r := range results {
		edits := map[string][]analysis.TextEdit{}
		for _, d := range r.Action.Diagnostics {
			for _, f := range d.SuggestedFixes {
				for _, e := range f.TextEdits {
					name := r.Action.Package.Fset.Position(e.Pos).Filename
					edits[name] = append(edits[name], e)
				}
			}
		}
		for name, list := range edits {
			src, err := os.ReadFile(name)
			require.NoError(t, err)
			got := apply(t, r, src, list)
			formatted, err := format.Source(got)
			require.NoError(t, err, "%s", got)
			require.Equal(t, string(formatted), string(got), "the edits of %s leave it as gofmt would", filepath.Base(name))
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(name+suffix, got, 0o644))
			}
			want, err := os.ReadFile(name + suffix)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
		}
	}
}

// apply makes edits in a file; those that several fixes have in common are made once, as drivers do.
func apply(t *testing.T, r *analysistest.Result, src []byte, list []analysis.TextEdit) []byte {
	t.Helper()
	file := r.Action.Package.Fset.File(list[0].Pos)
	slices.SortStableFunc(list, func(a, b analysis.TextEdit) int { return int(a.Pos - b.Pos) })
	list = slices.CompactFunc(list, func(a, b analysis.TextEdit) bool {
		return a.Pos == b.Pos && a.End == b.End && string(a.NewText) == string(b.NewText)
	})
	var out strings.Builder
	last := 0
	for _, e := range list {
		from, to := file.Offset(e.Pos), file.Offset(e.End)
		require.GreaterOrEqual(t, from, last, "edits overlap at %v", r.Action.Package.Fset.Position(e.Pos))
		out.Write(src[last:from])
		out.Write(e.NewText)
		last = to
	}
	out.Write(src[last:])
	return []byte(out.String())
}
