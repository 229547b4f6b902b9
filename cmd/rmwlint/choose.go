package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/adopt"
	"github.com/rmwlint/rmwlint/internal/report"
	"github.com/rmwlint/rmwlint/internal/suppress"
)

// unusedCheck is the name under which comments that suppress nothing are reported.
const unusedCheck = "rmwlint/unused"

// unusedFlag asks for them.
const unusedFlag = "unused-suppressions"

// choose leaves those findings that are to be reported. The order matters: a comment is used if it suppresses something,
// whatever the configuration says of it, and a baseline is written of what would be reported without it.
func (s *session) choose(files []string) error {
	used := s.takeSuppressed()
	if s.unused {
		s.addUnused(files, used)
	}
	s.result.Findings = slices.DeleteFunc(s.result.Findings, func(f report.Finding) bool {
		return !s.tests && isTest(f.Pos.File) || !s.file.Wants(f.Pos.File, f.Check, f.Category)
	})
	if s.newFrom != "" {
		s.result.Findings = s.changes.New(s.result.Findings)
	}
	if s.baseline != "" {
		return s.compare()
	}
	return nil
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }

// takeSuppressed removes the findings that a comment suppresses, which the checks report only when asked, and gives the
// comments' places.
func (s *session) takeSuppressed() map[report.Position]bool {
	used := map[report.Position]bool{}
	s.result.Findings = slices.DeleteFunc(s.result.Findings, func(f report.Finding) bool {
		if len(f.Related) == 0 || f.Related[len(f.Related)-1].Message != suppress.Suppressed {
			return false
		}
		used[f.Related[len(f.Related)-1].Pos] = true
		return true
	})
	return used
}

// addUnused reports the comments that are not used. Where a package could not be analysed, nothing is known of its comments.
func (s *session) addUnused(files []string, used map[report.Position]bool) {
	if len(s.result.Failures)+len(s.result.Errors) > 0 {
		s.result.Warnings = append(s.result.Warnings, "comments that suppress nothing are not reported, since not all packages could be analysed")
		return
	}
	var names []string
	for _, a := range s.checks {
		names = append(names, a.Name)
	}
	check, category, _ := strings.Cut(unusedCheck, "/")
	for _, file := range files {
		for _, c := range suppress.List(file, names) {
			at := report.Position{File: file, Line: c.Line, Col: c.Col}
			if !used[at] && (s.tests || !isTest(file)) {
				end := at
				end.Col += len(c.Text)
				message := "this comment suppresses nothing"
				if c.Reasonless {
					message += ", for it gives no reason: //lint:ignore CHECK REASON"
				}
				s.result.Findings = append(s.result.Findings, report.Finding{Check: check, Category: category, Pos: at, End: end, Message: message})
			}
		}
	}
	s.result.Findings = report.Sort(s.result.Findings)
}

// compare drops the findings that the baseline knows, or makes them the baseline where there is none. What is to be fixed is
// not written there: without a baseline, nothing is known.
func (s *session) compare() error {
	file, err := filepath.Abs(s.in(s.baseline))
	if err != nil {
		return err
	}
	known, ok, err := adopt.ReadBaseline(file)
	if err != nil {
		return err
	}
	if ok {
		s.result.Findings = known.New(file, s.result.Findings, &s.text.Sources)
		return nil
	}
	if s.options.fix || s.diff {
		return nil
	}
	if len(s.result.Failures)+len(s.result.Errors) > 0 {
		return nil // printFailures says why; a baseline without their findings would report them as new
	}
	if err := adopt.WriteBaseline(file, s.result.Findings, &s.text.Sources); err != nil {
		return err
	}
	fmt.Fprintf(s.stderr, "rmwlint: wrote %s to %s; from now on, what is not in it is reported\n", report.Count(len(s.result.Findings), "finding"), s.baseline)
	s.result.Findings = nil
	return nil
}
