package plugin

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// wrap is a check as golangci-lint can take it: without the categories that are switched off, and with fixes that its fixer
// can apply.
func (l *linter) wrap(a *analysis.Analyzer) *analysis.Analyzer {
	wrapped := *a
	wrapped.Run = func(pass *analysis.Pass) (any, error) {
		inner := *pass
		fixes := &fixer{pass: pass}
		inner.Report = func(d analysis.Diagnostic) {
			if on, ok := l.settings.Checks[a.Name+"/"+d.Category]; ok && !on {
				return
			}
			d.SuggestedFixes = fixes.choose(d)
			d.Related = nil // golangci-lint would make each step of the trace an issue of its own
			pass.Report(d)
		}
		return a.Run(&inner)
	}
	return &wrapped
}

// A fixer leaves of each finding's fixes the first one, and that only if its edits touch no other's: golangci-lint puts the
// edits of all fixes of a file together, and where two of them overlap it drops every edit in that file.
type fixer struct {
	pass  *analysis.Pass
	taken []analysis.TextEdit
}

func (x *fixer) choose(d analysis.Diagnostic) []analysis.SuggestedFix {
	if len(d.SuggestedFixes) == 0 {
		return nil
	}
	fix := d.SuggestedFixes[0]
	for _, e := range fix.TextEdits {
		if x.fileOf(e.Pos) != x.fileOf(d.Pos) { // it takes all edits for ones of the finding's own file
			return nil
		}
		for _, t := range x.taken {
			if e.Pos <= max(t.Pos, t.End) && t.Pos <= max(e.Pos, e.End) && !(x.amongImports(e) && x.amongImports(t)) {
				return nil
			}
		}
	}
	x.taken = append(x.taken, fix.TextEdits...)
	return []analysis.SuggestedFix{fix}
}

func (x *fixer) fileOf(pos token.Pos) *ast.File {
	for _, f := range x.pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// amongImports reports whether an edit inserts where imports stand. Two fixes may add the same import there, which the fixer
// makes one edit, or two different ones.
func (x *fixer) amongImports(e analysis.TextEdit) bool {
	f := x.fileOf(e.Pos)
	end := f.Name.End()
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			end = g.End()
		}
	}
	return e.Pos <= end && (e.End == e.Pos || e.End == token.NoPos)
}
