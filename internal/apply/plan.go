// Package apply carries out suggested fixes on files: it merges them, formats the result and writes each file whole or
// not at all.
//
//	findings ─┬─ Build ─→ Plan ─┬─ Diff   a patch to look at, nothing written
//	snapshot ─┘                 └─ Write  every file through a temporary one and a rename
//
// A fix is applied as one or left out with a reason; nobody's file is changed that cannot be changed for certain: not one
// that is read-only, generated, vendored or edited since the analysis.
package apply

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A Plan is what the findings' fixes do to the files, with nothing written yet.
type Plan struct {
	Fixed   []report.Finding // whose first fix is in Changes
	LeftOut []LeftOut        // whose fix is not, and why
	Unfixed []report.Finding // that offer no fix
	Changes []Change         // by file name
}

// A LeftOut is a finding whose fix was not applied.
type LeftOut struct {
	Finding report.Finding
	Reason  string
}

// A Change is the new content of one file.
type Change struct {
	File          string
	Before, After []byte
	info          fs.FileInfo // of the file behind File, as Before was read
}

// Build plans the first fix of each finding. Snapshot holds the files that may be edited as they were before the
// analysis; a file that is not in it, or no longer the same, is left alone. The findings are taken in their order: of two
// fixes that overlap, the first one wins.
func Build(findings []report.Finding, snapshot map[string]fs.FileInfo) Plan {
	b := builder{snapshot: snapshot, files: map[string]*file{}, refused: map[string]string{}}
	// Formatting shows only at the end whether a file's edits make sense together. If not, the file is refused and the plan
	// is made again without it, since its fixes may have had edits in other files.
	for {
		plan := b.attempt(findings)
		if b.finish(&plan) {
			return plan
		}
	}
}

// A builder holds what is known of the files from one attempt to the next.
type builder struct {
	snapshot map[string]fs.FileInfo
	files    map[string]*file
	refused  map[string]string // reason by file
}

// attempt sorts the findings into those whose fix can be taken and those whose cannot.
func (b *builder) attempt(findings []report.Finding) Plan {
	for _, f := range b.files {
		f.edits = nil
	}
	var plan Plan
	for _, f := range findings {
		if len(f.Fixes) == 0 || len(f.Fixes[0].Edits) == 0 {
			plan.Unfixed = append(plan.Unfixed, f)
			continue
		}
		if reason := b.take(f.Fixes[0]); reason != "" {
			plan.LeftOut = append(plan.LeftOut, LeftOut{f, reason})
			continue
		}
		plan.Fixed = append(plan.Fixed, f)
	}
	return plan
}

// take adds a fix to its files' edits, all of it or nothing, and gives the reason if not.
func (b *builder) take(fix report.Fix) (reason string) {
	byFile := map[string][]report.Edit{}
	for _, e := range fix.Edits {
		byFile[e.File] = append(byFile[e.File], e)
	}
	merged := map[string][]report.Edit{}
	for _, name := range slices.Sorted(maps.Keys(byFile)) {
		f, reason := b.open(name)
		if reason != "" {
			return reason
		}
		edits, reason := f.merge(byFile[name])
		if reason != "" {
			return reason
		}
		merged[name] = edits
	}
	for name, edits := range merged {
		b.files[name].edits = edits
	}
	return ""
}

// open reads a file that a fix wants to edit, once.
func (b *builder) open(name string) (*file, string) {
	if reason := b.refused[name]; reason != "" {
		return nil, reason
	}
	if f := b.files[name]; f != nil {
		return f, ""
	}
	f, err := b.read(name)
	if err != nil {
		b.refused[name] = err.Error()
		return nil, err.Error()
	}
	b.files[name] = f
	return f, ""
}

func (b *builder) read(name string) (*file, error) {
	base := filepath.Base(name)
	was, ok := b.snapshot[name]
	if !ok {
		return nil, fmt.Errorf("%s is vendored, belongs to another module or uses cgo: it cannot be edited", base)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", base, err)
	}
	if !same(was, info) {
		return nil, fmt.Errorf("%s changed since the analysis; run rmwlint -fix again", base)
	}
	if info.Mode().Perm()&0o222 == 0 {
		return nil, fmt.Errorf("%s is read-only (%v)", base, info.Mode().Perm())
	}
	// A file of somebody else's says so only when it is opened; without O_TRUNC that changes nothing.
	w, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", base, err)
	}
	w.Close() // nothing was written
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", base, err)
	}
	return parse(name, content, info)
}

// same tells whether a file is still the one it was: not replaced, resized or written to.
func same(was, is fs.FileInfo) bool {
	return os.SameFile(was, is) && was.Size() == is.Size() && was.ModTime().Equal(is.ModTime())
}

// finish turns the edits into the files' new contents. It reports false, and refuses the file, if one of them does not
// come out as Go code.
func (b *builder) finish(plan *Plan) bool {
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		f := b.files[name]
		if len(f.edits) == 0 {
			continue
		}
		after, err := f.result()
		if err != nil {
			b.refused[name] = fmt.Sprintf("%s would not be valid Go code after it (%v)", filepath.Base(name), err)
			delete(b.files, name)
			return false
		}
		if !bytes.Equal(f.content, after) {
			plan.Changes = append(plan.Changes, Change{File: name, Before: f.content, After: after, info: f.info})
		}
	}
	return true
}

// Changed tells whether the plan changes a file.
func (p Plan) Changed(file string) bool {
	return slices.ContainsFunc(p.Changes, func(c Change) bool { return c.File == file })
}
