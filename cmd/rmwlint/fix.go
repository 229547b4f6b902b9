package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/adopt"
	"github.com/rmwlint/rmwlint/internal/apply"
	"github.com/rmwlint/rmwlint/internal/report"
)

// fix carries out the plan and tells what became of each finding:
//
//	fixed shop/store.go:41:12: decrement in the UPDATE (lostupdate/arith)
//	left out shop/store.go:44:2: it overlaps another fix; run rmwlint -fix again (lostupdate/arith)
//
// and then the findings that offer no fix, in full. Places are those in the files as they are now. The status is 0 if nothing
// is left of any finding.
func (s *session) fix(ctx context.Context, plan apply.Plan) (exitStatus, error) {
	s.warnOfUncommitted(ctx, plan)
	written, writeErr := plan.Write()
	move := plan.Moved(written)
	var b strings.Builder
	fixed, files := 0, 0
	for _, f := range plan.Fixed {
		if slices.ContainsFunc(f.Fixes[0].Edits, func(e report.Edit) bool { return plan.Changed(e.File) && !slices.Contains(written, e.File) }) {
			continue // the error says why
		}
		fixed++
		fmt.Fprintf(&b, "fixed %s: %s (%s)\n", s.at(f.Moved(move)), f.Fixes[0].Title, f.Name())
	}
	files = len(written)
	for _, l := range plan.LeftOut {
		fmt.Fprintf(&b, "left out %s: %s (%s)\n", s.at(l.Finding.Moved(move)), l.Reason, l.Finding.Name())
	}
	for _, f := range plan.Unfixed {
		b.WriteString("\n" + s.text.Format(f.Moved(move)))
	}
	total := len(s.result.Findings)
	switch {
	case total == 0 && len(s.result.Failures) == 0:
		b.WriteString(s.summary() + "\n")
	case total > 0:
		fmt.Fprintf(&b, "fixed %d of %s in %s", fixed, report.Count(total, "finding"), report.Count(files, "file"))
		if n := len(plan.LeftOut); n > 0 {
			fmt.Fprintf(&b, "; %d left out", n)
		}
		if n := len(plan.Unfixed); n > 0 {
			fmt.Fprintf(&b, "; %d without a fix", n)
		}
		b.WriteString("\n")
	}
	if _, err := io.WriteString(s.stdout, b.String()); err != nil {
		return exitError, err
	}
	switch {
	case writeErr != nil:
		return exitError, writeErr
	case fixed < total:
		return exitFindings, nil
	}
	return exitOK, nil
}

// warnOfUncommitted says which files had changes of the user's own before they are changed.
func (s *session) warnOfUncommitted(ctx context.Context, plan apply.Plan) {
	var files []string
	for _, c := range plan.Changes {
		files = append(files, c.File)
	}
	for _, f := range adopt.Uncommitted(ctx, s.text.Base, files) {
		fmt.Fprintf(s.stderr, "rmwlint: warning: %s has changes that are not committed; git diff shows them together with the fixes\n", s.text.Short(f))
	}
}

// printDiff prints the plan as a patch, and on standard error the fixes that are not in it. The status is 0 if the patch
// is empty.
func (s *session) printDiff(plan apply.Plan) (exitStatus, error) {
	for _, l := range plan.LeftOut {
		fmt.Fprintf(s.stderr, "rmwlint: left out %s: %s (%s)\n", s.at(l.Finding), l.Reason, l.Finding.Name())
	}
	patch := plan.Diff(s.text.Short)
	if patch == "" {
		return exitOK, nil
	}
	if s.text.Color {
		patch = colorPatch(patch)
	}
	_, err := io.WriteString(s.stdout, patch)
	return exitFindings, err
}

// at is a finding's place as it is shown.
func (s *session) at(f report.Finding) string {
	pos := f.Pos
	pos.File = s.text.Short(pos.File)
	return pos.String()
}

// colorPatch paints removed lines red, inserted ones green and places cyan, as git does.
func colorPatch(patch string) string {
	var b strings.Builder
	for line := range strings.Lines(patch) {
		color := ""
		switch {
		case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+++"):
			color = "\x1b[1m"
		case line[0] == '-':
			color = "\x1b[31m"
		case line[0] == '+':
			color = "\x1b[32m"
		case line[0] == '@':
			color = "\x1b[36m"
		}
		text := strings.TrimSuffix(line, "\n")
		if color != "" {
			text = color + text + "\x1b[0m"
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}
