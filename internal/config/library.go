package config

import (
	"errors"
	"go/types"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/yamlfile"
)

// library is what the file says, without its places. Import paths are known without major versions.
func (l contentLibrary) library() knowledge.Library {
	lib := l.Library
	for _, p := range l.Paths {
		lib.Paths = append(lib.Paths, knowledge.Unversioned(p.Value))
	}
	for _, h := range l.Handles {
		lib.Handles = append(lib.Handles, h.Value)
	}
	for _, c := range l.Calls {
		lib.Calls = append(lib.Calls, c.Value)
	}
	return lib
}

// checkLibrary refuses a library that could never match a call.
func checkLibrary(file string, lib yamlfile.At[contentLibrary]) error {
	l, message := lib.Value, ""
	switch {
	case l.Name == "":
		message = "a library wants a name"
	case len(l.Paths) == 0:
		message = l.Name + ": a library wants paths, the import paths of its packages"
	case len(l.Calls) == 0:
		message = l.Name + ": a library wants calls"
	}
	for _, c := range l.Calls {
		if strings.TrimSpace(c.Value.Name) == "" {
			message = l.Name + ": a call wants a name"
		}
	}
	if message == "" {
		return nil
	}
	return &yamlfile.Error{File: file, Line: lib.Line, Col: lib.Col, Message: message}
}

// LibraryPaths are the import paths of the file's libraries, as they are written.
func (c *Config) LibraryPaths() []string {
	var paths []string
	for _, lib := range c.written {
		for _, p := range lib.Value.Paths {
			paths = append(paths, p.Value)
		}
	}
	return paths
}

// CheckLibraries compares what the file says of its libraries with their packages, by the paths of LibraryPaths; nil stands for one
// of which nothing is known. It tells all that does not exist, each with its line.
func (c *Config) CheckLibraries(packages map[string]*types.Package) error {
	var all []error
	for _, lib := range c.written {
		wrong := func(line, col int, message string) {
			all = append(all, &yamlfile.Error{File: c.File, Line: line, Col: col, Message: lib.Value.Name + ": " + message})
		}
		var own []*types.Package
		complete := len(lib.Value.Generated) == 0 // else the calls may stand in packages that are not named
		for _, path := range lib.Value.Paths {
			switch p, exists := packages[path.Value]; {
			case !exists:
				wrong(path.Line, path.Col, "no package "+path.Value+" in the program")
				complete = false
			case p == nil:
				complete = false
			default:
				own = append(own, p)
			}
		}
		if !complete {
			continue
		}
		for _, h := range lib.Value.Handles {
			if !declares(own, h.Value) {
				wrong(h.Line, h.Col, "no type "+h.Value+" in "+strings.Join(lib.Value.library().Paths, ", "))
			}
		}
		for _, call := range lib.Value.Calls {
			for _, why := range call.Value.Mismatches(own, nil) {
				wrong(call.Line, call.Col, why)
			}
		}
	}
	return errors.Join(all...)
}

func declares(pkgs []*types.Package, name string) bool {
	for _, p := range pkgs {
		if knowledge.Declares(p, name) {
			return true
		}
	}
	return false
}
