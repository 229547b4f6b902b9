// Package govet runs go vet with rmwlint as its tool and reads what comes back. The go command does the loading: it
// compiles what has changed, hands each package to the tool once and keeps the answers in the build cache, so that a
// second run takes tenths of a second where a loader of our own would type-check every dependency again.
//
// What go vet -json prints differs by version. Since Go 1.26 the documents of the packages stand on standard output and
// errors on standard error; before, both are on standard error:
//
//	# example.com/shop
//	# [example.com/shop]
//	{
//		"example.com/shop": { "lostupdate": [ … ] }
//	}
//	# example.com/broken
//	rmwlint: broken/b.go:3:23: undefined: x
//
// The exit status is 0 with findings and 1 with errors in either.
package govet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/report"
)

// DepsFlag is the tool's flag to print the findings of the packages that go vet has analysed only for their facts, those
// that the named packages import. We ask for them and drop them, because since Go 1.26 the go command keeps what a tool
// printed under a key that does not tell the two kinds apart: go vet ./app would keep "nothing" for its dependency
// ./store, and go vet ./store would answer from that, however much there is to find. (Seen in go1.26.0, go1.26.8 and
// go1.27.0 with the vet of the distribution.) With the flag, what is kept is always complete.
const DepsFlag = "rmwlint.deps"

// DebugFlag is the tool's flag to report, as findings of the check LeftOut, which functions were left out. (The name debug is taken:
// unitchecker does not tell the go command of it.)
const (
	DebugFlag = "rmwlint.debug"
	LeftOut   = "leftout"
)

// A Command is one run of go vet.
type Command struct {
	Tool     string   // the executable that speaks the vettool protocol
	Dir      string   // where to run; empty is the current directory
	Build    []string // build flags for the go command: "-tags=integration"
	Flags    []string // flags for the tool: "-lostupdate.fixstyle=orm"
	Env      []string // added to the environment: "NAME=value"
	Patterns []string // packages as for go build; none is the current directory's
}

// A Result is what a run found.
type Result struct {
	Findings []report.Finding    // sorted, each once
	Errors   []report.CheckError // checks that gave up on a package
	Failures []Failure           // packages that could not be analysed
	Warnings []string            // of the go command
	LeftOut  []report.Finding    // functions that were left out, of dependencies too; with DebugFlag
}

// A Failure is a package that could not be loaded, compiled or analysed.
type Failure struct {
	Package string   // empty where the error is not one of a package
	Lines   []string // the errors, as a compiler prints them
}

// Run runs the command. A package that does not compile is a Failure in the result and does not hide the findings of the
// others; the error is for what keeps go vet from running at all.
func (c Command) Run(ctx context.Context) (Result, error) {
	type answer struct {
		pkgs []listed
		err  error
	}
	named := make(chan answer, 1)
	go func() { // beside go vet, which takes longer
		pkgs, err := c.list(ctx, "-json=ImportPath")
		named <- answer{pkgs, err}
	}()
	res, err := c.load(ctx)
	list := <-named
	if err != nil {
		return Result{}, err
	}
	if list.err != nil && len(res.Failures) == 0 { // what keeps go vet from running it says better
		return Result{}, list.err
	}
	res.keep(list.pkgs)
	res.Failures = placed(res.Failures)
	if goVersion := c.newerGo(ctx, res); goVersion != "" {
		// Nothing can be read then, and each package of the standard library says so.
		res.Failures = []Failure{{Lines: []string{fmt.Sprintf(
			"this rmwlint was built with %s and cannot read all that %s compiles; build it again: GOTOOLCHAIN=%[2]s go install github.com/rmwlint/rmwlint/cmd/rmwlint@latest",
			runtime.Version(), goVersion)}}}
	}
	return res, nil
}

// newerGo is the version of the go command if it is of a later release than the Go that this program was built with, and
// packages could not be analysed; else "".
func (c Command) newerGo(ctx context.Context, res Result) string {
	if len(res.Failures) == 0 {
		return ""
	}
	out, _, failed, err := c.goCommand(ctx, "env", "GOVERSION")
	goVersion := strings.TrimSpace(string(out))
	if err != nil || failed || version.Compare(version.Lang(goVersion), version.Lang(runtime.Version())) <= 0 {
		return ""
	}
	return goVersion
}

// keep drops what was found in packages that were not named; see DepsFlag.
func (r *Result) keep(named []listed) {
	foreign := func(pkg string) bool {
		return !slices.ContainsFunc(named, func(p listed) bool {
			return p.ImportPath == pkg || p.ImportPath == strings.TrimSuffix(pkg, "_test") // a test package of its own
		})
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f report.Finding) bool {
		if f.Check == LeftOut {
			r.LeftOut = append(r.LeftOut, f)
		}
		return f.Check == LeftOut || foreign(f.Package)
	})
	r.Errors = slices.DeleteFunc(r.Errors, func(e report.CheckError) bool { return foreign(e.Package) })
}

// placed gives errors that name a file but no package the file's directory as a package, "testonly/t_test.go:3:8: …".
func placed(failures []Failure) []Failure {
	var all []Failure
	for _, f := range failures {
		for _, line := range f.Lines {
			pkg := f.Package
			if file, _, ok := strings.Cut(line, ".go:"); ok && pkg == "" && !strings.Contains(file, " ") {
				pkg = filepath.Dir(file)
			}
			if last := len(all) - 1; last >= 0 && all[last].Package == pkg {
				all[last].Lines = append(all[last].Lines, line)
			} else {
				all = append(all, Failure{pkg, []string{line}})
			}
		}
		if len(f.Lines) == 0 {
			all = append(all, f) // its error has been told at another package
		}
	}
	return all
}

// load runs go vet on those packages that can be loaded.
func (c Command) load(ctx context.Context) (Result, error) {
	res, err := c.vet(ctx)
	if err != nil || !res.stoppedAtLoad() {
		return res, err
	}
	last := &res.Failures[0].Lines[len(res.Failures[0].Lines)-1]
	switch {
	case c.outsideModule(ctx):
		*last = "there is no go.mod in this directory or above it; run rmwlint inside a Go module (go mod init starts one)"
		return res, nil
	case *last == "no packages to vet":
		*last = "no packages match " + strings.Join(c.Patterns, " ")
		res.Warnings = nil // they say the same
		return res, nil
	}
	// One package with a missing import stops go vet before it looks at any. Ask which ones can be loaded.
	good, bad, err := c.sift(ctx)
	switch {
	case err != nil || len(bad) == 0: // the error is not one of a package
		return res, err
	case len(good) == 0:
		return Result{Failures: bad, Warnings: res.Warnings}, nil
	}
	c.Patterns = good
	res, err = c.vet(ctx)
	res.Failures = append(bad, res.Failures...)
	return res, err
}

// outsideModule tells whether the command runs where there is no module.
func (c Command) outsideModule(ctx context.Context) bool {
	out, _, failed, err := c.goCommand(ctx, "env", "GOMOD", "GOWORK")
	mod, work, _ := strings.Cut(strings.TrimRight(string(out), "\r\n"), "\n")
	return err == nil && !failed && (mod == "" || mod == os.DevNull) && (work == "" || work == "off")
}

// stoppedAtLoad tells whether go vet ended before it ran the tool on anything.
func (r Result) stoppedAtLoad() bool {
	return len(r.Failures) > 0 && r.Failures[0].Package == "" && len(r.Findings) == 0
}

func (c Command) vet(ctx context.Context) (Result, error) {
	args := slices.Concat([]string{"vet", "-vettool=" + c.Tool, "-json", "-" + DepsFlag}, c.Build, c.Flags, []string{"--"}, c.Patterns)
	stdout, stderr, failed, err := c.goCommand(ctx, args...)
	if err != nil {
		return Result{}, err
	}
	docs, text := split(slices.Concat(stdout, []byte("\n"), stderr))
	var res Result
	for _, doc := range docs {
		findings, failed, err := report.Decode(doc)
		if err != nil {
			return Result{}, err
		}
		res.Findings = append(res.Findings, findings...)
		res.Errors = append(res.Errors, failed...)
	}
	res.Findings = report.Sort(res.Findings)
	slices.SortFunc(res.Errors, report.CheckError.Compare)
	res.Errors = slices.Compact(res.Errors)
	failures, warnings := c.sections(text)
	res.Warnings = warnings
	if failed { // in a run that succeeds the rest is chatter: a C compiler's warnings, downloads
		res.Failures = failures
	}
	if failed && len(failures) == 0 {
		res.Failures = []Failure{{Lines: []string{"go vet failed and did not say why; run go vet -vettool=" + c.Tool + " to see"}}}
	}
	return res, nil
}

// goCommand runs go and tells whether it exited with an error; err is for when it did not run.
func (c Command) goCommand(ctx context.Context, args ...string) (stdout, stderr []byte, failed bool, err error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = c.Dir
	cmd.Env = slices.Concat(cmd.Environ(), c.Env)
	var outBuf, errBuf bytes.Buffer
	cmd.Stdout, cmd.Stderr = &outBuf, &errBuf
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, nil, false, errors.New("the go command is not in PATH; rmwlint works through go vet and needs it (https://go.dev/dl)")
	case errors.As(err, &exit) && exit.Exited():
		return outBuf.Bytes(), errBuf.Bytes(), true, nil
	case err != nil:
		return nil, nil, false, fmt.Errorf("running go %s: %w", args[0], err)
	}
	return outBuf.Bytes(), errBuf.Bytes(), false, nil
}

// split separates the JSON documents in an output from its other lines. The tool indents its JSON, so that a document
// begins and ends with a brace that has a line to itself.
func split(out []byte) (docs [][]byte, text []string) {
	var doc []byte
	for line := range bytes.Lines(out) {
		trimmed := string(bytes.TrimRight(line, "\r\n"))
		switch {
		case doc == nil && trimmed == "{":
			doc = slices.Clone(line)
		case doc != nil:
			doc = append(doc, line...)
			if trimmed == "}" {
				docs, doc = append(docs, doc), nil
			}
		case trimmed != "" && trimmed != "{}":
			text = append(text, trimmed)
		}
	}
	if doc != nil {
		docs = append(docs, doc) // cut off; decoding it is an error, as it must be
	}
	return docs, text
}

// sections groups the lines that go vet prints beside the JSON by their headers, "# example.com/shop".
func (c Command) sections(lines []string) (failures []Failure, warnings []string) {
	var at Failure
	flush := func() {
		if at.Lines = c.compact(at); len(at.Lines) > 0 {
			failures = append(failures, at)
		}
		at = Failure{}
	}
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "# ["): // "# [shop.test]", the variant's name under the package's
		case strings.HasPrefix(line, "# "):
			flush()
			at.Package, _, _ = strings.Cut(strings.TrimPrefix(line, "# "), " [")
		case strings.HasPrefix(line, "go: warning: "):
			warnings = append(warnings, strings.TrimPrefix(line, "go: warning: "))
		case strings.HasPrefix(line, "go: downloading "), strings.HasPrefix(line, "go: finding "):
		default:
			at.Lines = append(at.Lines, line)
		}
	}
	flush()
	// Errors that belong to no package come first: they are why the run stopped.
	slices.SortStableFunc(failures, func(a, b Failure) int { return strings.Compare(a.Package, b.Package) })
	return failures, warnings
}

// compact makes each error one line, without the name of the tool that found it and without stack traces.
func (c Command) compact(f Failure) []string {
	tool := filepath.Base(c.Tool) + ": "
	var lines []string
	for _, line := range f.Lines {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return []string{fmt.Sprintf("%s: internal error of a check (%s); please report it with the output of: go vet -vettool=%s %s",
				f.Package, line, c.Tool, f.Package)}
		}
		if strings.HasPrefix(line, "\t") && len(lines) > 0 { // "…; to add it:\n\tgo get example.com/x"
			lines[len(lines)-1] += " " + strings.TrimSpace(line)
			continue
		}
		for _, program := range []string{tool, "vet: ", "go: "} {
			line = strings.TrimPrefix(line, program)
		}
		lines = append(lines, line)
	}
	return slices.Compact(lines)
}
