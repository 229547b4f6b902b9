package govet

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// listed is what go list tells about a package.
type listed struct {
	Dir, ImportPath, Name, ForTest               string
	GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string
	Standard                                     bool
	Module                                       *struct{ Main bool }
	Error                                        *listError
	DepsErrors                                   []*listError
}

// A listError is an error of loading, with the place of the import where there is one.
type listError struct{ Pos, Err string }

// line tells the error as a compiler does: at the place of the import, or where there is none, of the package.
func (e listError) line(pkg string) string {
	text := strings.Join(strings.Fields(e.Err), " ")
	if e.Pos == "" && strings.Contains(text, pkg) {
		return text // "pattern ./shop/...: lstat ./shop/: no such file or directory"
	}
	return cmp.Or(e.Pos, pkg) + ": " + text
}

// list runs go list over the command's packages. A package that cannot be loaded is listed with its error; the error
// result is for patterns that go list itself refuses.
func (c Command) list(ctx context.Context, args ...string) ([]listed, error) {
	stdout, stderr, failed, err := c.goCommand(ctx, slices.Concat([]string{"list", "-e"}, args, c.Build, []string{"--"}, c.Patterns)...)
	if err != nil {
		return nil, err
	}
	var pkgs []listed
	for dec := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var p listed
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			if failed && len(pkgs) == 0 {
				return nil, fmt.Errorf("go list: %s", strings.Join(strings.Fields(string(stderr)), " "))
			}
			return pkgs, nil
		case err != nil:
			return nil, fmt.Errorf("reading the JSON of go list: %w", err)
		}
		pkgs = append(pkgs, p)
	}
}

// sift separates the packages that can be loaded, by import path, from those that cannot.
func (c Command) sift(ctx context.Context) (good []string, bad []Failure, err error) {
	pkgs, err := c.list(ctx, "-test", "-json=ImportPath,Name,ForTest,Error,DepsErrors")
	if err != nil {
		return nil, nil, nil // go vet has said why already, and better
	}
	// The error of one import shows at each package above it: it is told once, at the first.
	told, broken := map[string]bool{}, map[string]bool{}
	for _, p := range pkgs {
		name := p.ImportPath
		if p.ForTest != "" {
			name = p.ForTest
		}
		name = strings.TrimSuffix(name, ".test")
		failure := Failure{Package: name}
		if p.Name == "" && p.Error != nil && p.Error.Pos == "" {
			failure.Package = "" // there is no such package: the error is the command line's
		}
		errs := p.DepsErrors
		if p.Error != nil {
			errs = append([]*listError{p.Error}, errs...)
		}
		for _, e := range errs {
			broken[name] = true
			if len(c.Patterns) == 0 && strings.HasPrefix(e.Err, "no Go files in ") {
				e.Err += "; rmwlint ./... takes the packages below it"
			}
			if line := e.line(name); !told[line] {
				told[line] = true
				failure.Lines = append(failure.Lines, line)
			}
		}
		if len(failure.Lines) > 0 || len(errs) > 0 && !slices.ContainsFunc(bad, func(f Failure) bool { return f.Package == failure.Package }) {
			bad = append(bad, failure)
		}
	}
	for _, p := range pkgs {
		if p.ForTest == "" && !strings.HasSuffix(p.ImportPath, ".test") && !broken[p.ImportPath] {
			good = append(good, p.ImportPath)
		}
	}
	return good, bad, nil
}

// A Snapshot holds the state of the source files that a run may edit, by absolute name.
type Snapshot map[string]fs.FileInfo

// Snapshot lists the Go files of the command's packages as they are now. Taken before Run it tells afterwards which of
// them have changed meanwhile. Files of the standard library, of other modules and of vendor directories are not in it:
// they are nobody's to edit. Nor are files that use cgo: the analysis sees a translation of them, with other offsets.
func (c Command) Snapshot(ctx context.Context) (Snapshot, error) {
	pkgs, err := c.list(ctx, "-json=Dir,GoFiles,TestGoFiles,XTestGoFiles,Standard,Module")
	if err != nil {
		return nil, err
	}
	snap := Snapshot{}
	for _, p := range pkgs {
		if p.Standard || p.Module != nil && !p.Module.Main || slices.Contains(strings.Split(filepath.ToSlash(p.Dir), "/"), "vendor") {
			continue
		}
		for _, name := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			name = filepath.Join(p.Dir, name)
			if info, err := os.Stat(name); err == nil { // a file that has gone has no edits either
				snap[name] = info
			}
		}
	}
	return snap, nil
}
