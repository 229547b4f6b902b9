package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/adopt"
	"github.com/rmwlint/rmwlint/internal/apply"
	"github.com/rmwlint/rmwlint/internal/config"
	"github.com/rmwlint/rmwlint/internal/govet"
	"github.com/rmwlint/rmwlint/internal/report"
)

// A session is one run over packages: what was asked, what was found, and where it is told.
type session struct {
	options
	changes        adopt.Changes // since -new-from
	result         govet.Result
	text           *report.Text
	stdout, stderr io.Writer
}

// lint analyses packages and prints the findings, as a list or a patch, or applies their fixes.
func lint(ctx context.Context, o options, stdout, stderr io.Writer) error {
	base, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	if info, err := os.Stat(base); err != nil || !info.IsDir() {
		return fmt.Errorf("-C %s: no such directory", o.dir)
	}
	s := &session{options: o, stdout: stdout, stderr: stderr}
	if s.newFrom != "" { // before the analysis, which may take long
		if s.changes, err = adopt.ChangesSince(ctx, base, s.newFrom); err != nil {
			return err
		}
	}
	if s.out != "" {
		if info, err := os.Stat(filepath.Dir(s.in(s.out))); err != nil || !info.IsDir() {
			return fmt.Errorf("-o %s: there is no directory %s", s.out, filepath.Dir(s.in(s.out)))
		}
	}
	s.text = &report.Text{Base: base, Context: o.context, Color: o.out == "" && colored(stdout)}
	snapshot, err := s.analyze(ctx)
	if err != nil {
		return err
	}
	if err := s.choose(slices.Sorted(maps.Keys(snapshot))); err != nil {
		return err
	}
	var status exitStatus
	switch {
	case o.diff:
		status, err = s.printDiff(apply.Build(s.result.Findings, snapshot))
	case o.fix:
		status, err = s.fix(ctx, apply.Build(s.result.Findings, snapshot))
	default:
		status, err = s.print()
	}
	if err != nil {
		return err
	}
	if s.printFailures() {
		status = exitError
	}
	if status == exitOK {
		return nil
	}
	return status
}

// analyze runs go vet with this program as its tool. The snapshot is of the files before, where something needs to know them.
func (s *session) analyze(ctx context.Context) (govet.Snapshot, error) {
	tool, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program's own file, which go vet is to run: %w", err)
	}
	flags, err := libraryFlags(s.file, s.checks)
	if err != nil {
		return nil, err
	}
	vet := govet.Command{Tool: tool, Dir: s.text.Base, Build: s.build, Flags: slices.Concat(s.flags, flags), Patterns: s.patterns,
		Env: []string{config.Variable + "=none"}} // the file has been read; what it switches off is dropped here, where more is known
	if s.unused {
		vet.Flags = append(vet.Flags, "-"+suppressedFlag)
	}
	if s.debug {
		vet.Flags = append(vet.Flags, "-"+govet.DebugFlag)
	}
	var snapshot govet.Snapshot
	var listErr error
	if s.options.fix || s.diff || s.unused {
		snapshot, listErr = vet.Snapshot(ctx)
	}
	stop := showProgress(s.stderr)
	s.result, err = vet.Run(ctx)
	stop()
	if err != nil {
		return nil, err
	}
	if len(s.result.Failures) > 0 { // what keeps go vet from running it says better
		listErr = nil
	}
	return snapshot, listErr
}

// writeText prints findings for people, and what to do about them.
func (s *session) writeText(w io.Writer) error {
	findings := s.result.Findings
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(s.text.Format(f) + "\n")
	}
	if len(findings) > 0 || len(s.result.Failures) == 0 { // "no findings" is a claim about all the packages
		b.WriteString(s.summary() + "\n")
	}
	if n := fixable(findings); n > 0 {
		args := strings.Join(append([]string{"rmwlint", "-fix"}, s.patterns...), " ")
		fmt.Fprintf(&b, "%d can be fixed: %s  (-diff instead of -fix shows the changes)\n", n, args)
	}
	if len(findings) > 0 {
		fmt.Fprintf(&b, "what it means: rmwlint explain %s\n", findings[0].Name())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// summary counts the findings. Where known ones are left out, it says so of none.
func (s *session) summary() string {
	if len(s.result.Findings) == 0 && (s.baseline != "" || s.newFrom != "") {
		return "no new findings"
	}
	return report.Summary(s.result.Findings)
}

// found is the exit status for a list of findings.
func found(findings []report.Finding) exitStatus {
	if len(findings) > 0 {
		return exitFindings
	}
	return exitOK
}

func fixable(findings []report.Finding) int {
	n := 0
	for _, f := range findings {
		if len(f.Fixes) > 0 {
			n++
		}
	}
	return n
}

// printFailures tells on standard error what could not be analysed, and whether there was any.
func (s *session) printFailures() bool {
	for _, w := range s.result.Warnings {
		fmt.Fprintf(s.stderr, "rmwlint: warning: %s\n", w)
	}
	for _, f := range s.result.LeftOut {
		fmt.Fprintf(s.stderr, "rmwlint: %s: left out: %s\n", s.text.Short(f.Pos.File)+strings.TrimPrefix(f.Pos.String(), f.Pos.File), f.Message)
	}
	packages := 0
	for _, f := range s.result.Failures {
		for _, line := range f.Lines {
			if f.Package == "" {
				line = "rmwlint: " + line
			}
			fmt.Fprintln(s.stderr, line)
		}
		if f.Package != "" {
			packages++
		}
	}
	for _, e := range s.result.Errors {
		fmt.Fprintf(s.stderr, "rmwlint: %s: %s gave up: %s\n", e.Package, e.Check, e.Message)
	}
	if packages > 0 {
		fmt.Fprintf(s.stderr, "rmwlint: %s could not be analysed\n", report.Count(packages, "package"))
	}
	return len(s.result.Failures)+len(s.result.Errors) > 0
}

// colored tells whether to use colours: on a terminal, unless the user has said NO_COLOR (https://no-color.org) or the
// terminal is a dumb one. Windows consoles may not know the sequences.
func colored(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || runtime.GOOS == "windows" && os.Getenv("WT_SESSION") == "" {
		return false
	}
	return isTerminal(f)
}
