package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/docs"
	"github.com/rmwlint/rmwlint/internal/apply"
	"github.com/rmwlint/rmwlint/internal/report"
	"github.com/rmwlint/rmwlint/internal/report/page"
)

// formats are the forms in which findings can be printed, by the name that -format takes. Text is apart: it goes on with
// what to do next.
func formats() []string { return []string{"text", "json", "sarif", "github", "gitlab", "html"} }

// print writes the findings in the format that was asked for, on standard output or into the file of -o.
func (s *session) print() (exitStatus, error) {
	status := found(s.result.Findings)
	if s.out == "" {
		return status, s.write(s.stdout)
	}
	var b bytes.Buffer
	if err := s.write(&b); err != nil {
		return exitError, err
	}
	if err := os.WriteFile(s.in(s.out), b.Bytes(), 0o666); err != nil {
		return exitError, err
	}
	_, err := fmt.Fprintf(s.stdout, "%s; written to %s\n", s.summary(), s.out)
	return status, err
}

func (s *session) write(w io.Writer) error {
	r := report.Report{
		Findings: s.result.Findings, Errors: s.result.Errors, Failures: s.failures(), Rules: rules(s.checks),
		Root: repository(s.text.Base), Version: programVersion(), Sources: &s.text.Sources,
	}
	switch s.format {
	case "json":
		return report.WriteJSON(w, r.Findings, r.Errors)
	case "sarif":
		return report.WriteSARIF(w, r)
	case "github":
		return report.WriteGitHub(w, r)
	case "gitlab":
		return report.WriteGitLab(w, r)
	case "html":
		return page.Write(w, r, s.patch)
	}
	return s.writeText(w)
}

// failures are what could not be analysed, a line each.
func (s *session) failures() []string {
	var lines []string
	for _, f := range s.result.Failures {
		lines = append(lines, f.Lines...)
	}
	return lines
}

// patch is what one fix of a finding would change by itself.
func (s *session) patch(f report.Finding, fix int) string {
	f.Fixes = f.Fixes[fix : fix+1]
	snapshot := map[string]fs.FileInfo{}
	for _, e := range f.Fixes[0].Edits {
		if info, err := os.Stat(e.File); err == nil { // one that has gone is left out of the plan, which says so
			snapshot[e.File] = info
		}
	}
	return apply.Build([]report.Finding{f}, snapshot).Diff(s.text.Short)
}

// rules are the classes of findings of the checks, with their pages.
func rules(checks []*analysis.Analyzer) []report.Rule {
	var rules []report.Rule
	for _, topic := range docs.Topics() {
		check, category, _ := strings.Cut(topic, "/")
		i := slices.IndexFunc(checks, func(a *analysis.Analyzer) bool { return a.Name == check })
		if category == "" || i < 0 {
			continue
		}
		help, _ := docs.Find(topic)
		rules = append(rules, report.Rule{Name: topic, Summary: docs.Summary(topic), Help: help, URL: checks[i].URL + "#" + category})
	}
	return rules
}

// repository is the directory at or above dir that holds a version control's data; dir if there is none. Services that show
// findings beside the code name files from there.
func repository(dir string) string {
	for at := dir; ; {
		for _, name := range []string{".git", ".hg", ".jj"} {
			if _, err := os.Stat(filepath.Join(at, name)); err == nil {
				return at
			}
		}
		above := filepath.Dir(at)
		if above == at {
			return dir
		}
		at = above
	}
}
