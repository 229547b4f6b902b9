package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/config"
	"github.com/rmwlint/rmwlint/internal/govet"
)

// A unit is what the go command says of the package that it wants analysed. It is not unitchecker.Config, which may lack
// fields of a newer go command.
type unit struct {
	file   string
	fields map[string]json.RawMessage
}

func readUnit(file string) (unit, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return unit{}, err
	}
	u := unit{file: file}
	if err := json.Unmarshal(data, &u.fields); err != nil {
		return unit{}, fmt.Errorf("reading %s: %w", file, err)
	}
	return u, nil
}

// text is a field that is a text, empty if there is none.
func (u unit) text(field string) string {
	var s string
	if json.Unmarshal(u.fields[field], &s) != nil {
		return ""
	}
	return s
}

// ours tells whether the package is of a main module, or made of files that were named, and not of the standard library or of
// a module that the program requires.
func (u unit) ours() bool {
	return u.text("ModulePath") != "" && u.text("ModuleVersion") == "" || u.text("ImportPath") == "command-line-arguments"
}

// prepareUnit makes of a call for one package what the configuration file wants, and reports dependencies. The result are the
// arguments with those of the file before them: of two flags the later one counts.
func prepareUnit(args []string, checks []*analysis.Analyzer) ([]string, error) {
	u, err := readUnit(args[len(args)-1])
	if err != nil {
		return nil, err
	}
	var settings []string
	if u.ours() {
		if settings, err = unitFlags(u.text("Dir"), checks); err != nil {
			return nil, err
		}
	}
	if string(u.fields["VetxOnly"]) == "true" && wantsDeps(args, u) {
		err = u.report()
	}
	return slices.Concat(settings, args), err
}

// wantsDeps tells whether to report in a package of which the go command only wants facts; see govet.DepsFlag. With -fix,
// that would write into its files at once. Where a package has tests, the go command asks for findings once more, of the
// package with them, and keeps these apart.
func wantsDeps(args []string, u unit) bool {
	for _, arg := range slices.Backward(args) {
		if name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "="); name == govet.DepsFlag {
			on, err := strconv.ParseBool(value)
			return !given || on && err == nil
		}
	}
	return u.ours() && !u.tested() && !slices.ContainsFunc(args, func(arg string) bool { return isFlag(arg, "fix") })
}

// tested tells whether tests lie in the package itself, and not in one beside it. (Not seen are those that -tags asks for.)
func (u unit) tested() bool {
	dir := u.text("Dir")
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool {
		return strings.HasSuffix(e.Name(), "_test.go") && isOfPackage(dir, e.Name())
	})
}

// isOfPackage tells whether a test file is built here, and is of the package that it tests.
func isOfPackage(dir, test string) bool {
	if built, err := build.Default.MatchFile(dir, test); err != nil || !built {
		return false
	}
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, test), nil, parser.PackageClauseOnly)
	return err == nil && !strings.HasSuffix(f.Name.Name, "_test")
}

// report rewrites the description of a dependency, of which only facts are wanted, so that it is analysed for findings as well.
func (u unit) report() error {
	u.fields["VetxOnly"] = json.RawMessage("false")
	data, err := json.Marshal(u.fields)
	if err != nil {
		return err
	}
	return os.WriteFile(u.file, data, 0o666) // the go command has made it for this call, in a directory of its own
}

// unitFlags are the settings of the configuration file for a directory, as far as they are flags of the tool.
func unitFlags(dir string, checks []*analysis.Analyzer) ([]string, error) {
	c, err := loadConfig(options{dir: dir, checks: checks})
	if err != nil {
		return nil, err
	}
	args, err := settingArgs(c, checks)
	if err != nil {
		return nil, err
	}
	libraries, err := libraryFlags(c, checks)
	args = slices.DeleteFunc(args, func(arg string) bool { return !isToolFlag(arg, checks) })
	return append(args, libraries...), err
}

// isToolFlag tells whether a flag of the program is one of the tool as well: a check, a check's own, or a shared one.
func isToolFlag(arg string, checks []*analysis.Analyzer) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	check, _, _ := strings.Cut(name, ".")
	return slices.ContainsFunc(checks, func(a *analysis.Analyzer) bool { return a.Name == check }) ||
		slices.ContainsFunc(sharedFlags(), func(s sharedFlag) bool { return s.name == name })
}

// printBuild answers the go command's question which build this is. The go command keeps results under the answer, so that
// the configuration file is part of it: where it changes, packages are analysed anew. Without one, the answer is unitchecker's.
// What is wrong in the file is told here, once, and not at each package.
func printBuild(checks []*analysis.Analyzer, w io.Writer) error {
	c, err := loadConfig(options{checks: checks})
	if err != nil || c.File == "" {
		return err
	}
	if _, err := settingArgs(c, checks); err != nil {
		return err
	}
	id, err := buildID(c)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "rmwlint version devel with %s buildID=%x\n", config.Name, id); err != nil {
		return err
	}
	os.Exit(exitOK)
	return nil
}

// buildID is a digest of this program and of a configuration file.
func buildID(c *config.Config) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	for _, name := range []string{self, c.File} {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(h, f)
		f.Close() // it was only read
		if err != nil {
			return nil, err
		}
	}
	io.WriteString(h, c.File) // a hash takes what it is given
	return h.Sum(nil), nil
}
