// Package config reads .rmwlint.yaml, the file in which a repository says how rmwlint is to treat it:
//
//	tests: true                       # what the flags of the same names say; a flag on the command line goes before
//	fixstyle: native
//	baseline: .rmwlint-baseline.json
//	flags:                            # the checks' own flags
//	  lostupdate.assume: false
//	checks:                           # all, a check, or one category of it; the narrower one counts
//	  lostupdate/check: false
//	paths:                            # the same for a part of the tree; a later entry goes before an earlier one
//	  - path: internal/legacy/**
//	    checks: {all: false}
//	libraries:                        # what calls of an in-house repository layer do, in the columns of package knowledge
//	  - name: store
//	    paths: [example.com/shop/internal/store]
//	    handles: [Store]
//	    calls:
//	      - {on: Store, name: Load, do: read, row: 2}
//	      - {on: Store, name: Put, do: save, row: 2}
package config

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/yamlfile"
)

// Name is the file's name.
const Name = ".rmwlint.yaml"

// A Config is the content of a file.
type Config struct {
	File     string // absolute; empty for the configuration of a repository that has none
	Settings []Setting

	Libraries []knowledge.Library

	checks  switches
	paths   []pathRule
	written []yamlfile.At[contentLibrary]
}

// A Setting is a flag that the file sets, and where it does.
type Setting struct {
	Flag, Value string
	Line, Col   int
}

type switches = yamlfile.Map[bool]

type pathRule struct {
	path   string
	checks switches
}

// content is the file as it is written.
type content struct {
	Tests     yamlfile.At[bool]
	Fixstyle  yamlfile.At[string]
	Baseline  yamlfile.At[string]
	Flags     yamlfile.Map[string]
	Checks    switches
	Paths     []yamlfile.At[contentPath]
	Libraries []yamlfile.At[contentLibrary]
}

// contentLibrary is a library whose paths, handles and calls remember their lines.
type contentLibrary struct {
	knowledge.Library
	Paths, Handles []yamlfile.At[string]
	Calls          []yamlfile.At[knowledge.Call]
}

type contentPath struct {
	Path   string
	Checks switches
}

// Variable is the environment variable that names the file to read instead, absolute, or is "none". It is for drivers that
// have no flag for it.
const Variable = "RMWLINT_CONFIG"

// Nearest reads the configuration for a directory: the file that the environment names, else the one that Find finds. Where there
// is none, it is an empty configuration.
func Nearest(dir string) (*Config, error) {
	file := os.Getenv(Variable)
	switch {
	case file == "none":
		return &Config{}, nil
	case file == "":
		if file = Find(dir); file == "" {
			return &Config{}, nil
		}
	case !filepath.IsAbs(file): // a driver may run us in any directory
		return nil, fmt.Errorf("%s=%s: want an absolute path, or none", Variable, file)
	}
	return Read(file)
}

// Find is the file for a directory: in it or above it, but not above the repository that it belongs to; empty if there is none.
func Find(dir string) string {
	for {
		file := filepath.Join(dir, Name)
		if _, err := os.Stat(file); err == nil {
			return file
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil || filepath.Dir(dir) == dir {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// Read reads a file. An error names its place.
func Read(file string) (*Config, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parse(file, data)
}

// parse reads the content of a file.
func parse(file string, data []byte) (*Config, error) {
	var in content
	if err := yamlfile.Decode(file, data, &in); err != nil {
		return nil, err
	}
	c := &Config{File: file, Settings: in.settings(file), checks: in.Checks}
	for _, p := range in.Paths {
		if err := checkPattern(file, p); err != nil {
			return nil, err
		}
		c.paths = append(c.paths, pathRule{p.Value.Path, p.Value.Checks})
	}
	for _, lib := range in.Libraries {
		if err := checkLibrary(file, lib); err != nil {
			return nil, err
		}
		c.Libraries = append(c.Libraries, lib.Value.library())
	}
	c.written = in.Libraries
	return c, nil
}

// settings are the keys that stand for flags. The baseline's name is relative to the file.
func (in content) settings(file string) []Setting {
	var list []Setting
	if in.Tests.Line > 0 {
		value := "false"
		if in.Tests.Value {
			value = "true"
		}
		list = append(list, Setting{"tests", value, in.Tests.Line, in.Tests.Col})
	}
	if in.Fixstyle.Line > 0 {
		list = append(list, Setting{"fixstyle", in.Fixstyle.Value, in.Fixstyle.Line, in.Fixstyle.Col})
	}
	if in.Baseline.Line > 0 {
		name := in.Baseline.Value
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(file), name)
		}
		list = append(list, Setting{"baseline", name, in.Baseline.Line, in.Baseline.Col})
	}
	for _, f := range in.Flags {
		list = append(list, Setting{f.Key, f.Value, f.Line, f.Col})
	}
	return list
}

// Errorf is an error at one of the file's settings.
func (c *Config) Errorf(s Setting, message string) error {
	return &yamlfile.Error{File: c.File, Line: s.Line, Col: s.Col, Message: message}
}
