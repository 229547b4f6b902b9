package config

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/yamlfile"
)

// CheckNames refuses a switch for a check or category that is not among the known ones.
func (c *Config) CheckNames(known []string) error {
	for _, s := range c.all() {
		if s.Key != "all" && !slices.Contains(known, s.Key) {
			return &yamlfile.Error{File: c.File, Line: s.Line, Col: s.Col,
				Message: "unknown check " + s.Key + "; there are: all, " + strings.Join(known, ", ")}
		}
	}
	return nil
}

// Enable sets the flags of what is off without one and that the file switches on; flagOf is the flag that a check or category
// wants, empty if none. Where only some paths switch it on, it stays off elsewhere.
func (c *Config) Enable(flagOf func(name string) string) {
	everywhere, all := c.checks, c.all()
	for i, s := range all {
		same := func(o yamlfile.Entry[bool]) bool { return o.Key == s.Key && o.Value }
		if flag := flagOf(s.Key); s.Value && flag != "" && slices.IndexFunc(all, same) == i {
			c.Settings = slices.Insert(c.Settings, 0, Setting{flag, "true", s.Line, s.Col}) // the key flags goes before
			if !slices.ContainsFunc(everywhere, func(o yamlfile.Entry[bool]) bool { return o.Key == s.Key }) {
				c.checks = append(c.checks[:len(c.checks):len(c.checks)], yamlfile.Entry[bool]{Key: s.Key, Line: s.Line, Col: s.Col})
			}
		}
	}
}

// all are the switches of the file, for all files and by path.
func (c *Config) all() switches {
	all := c.checks
	for _, p := range c.paths {
		all = slices.Concat(all, p.checks)
	}
	return all
}

// Wants tells whether the file lets a finding of a check and its category in a Go file through.
func (c *Config) Wants(file, check, category string) bool {
	wanted := true
	apply := func(s switches) {
		if on, ok := decide(s, check, category); ok {
			wanted = on
		}
	}
	apply(c.checks)
	rel, err := filepath.Rel(filepath.Dir(c.File), file)
	if err != nil || c.File == "" {
		return wanted
	}
	for _, p := range c.paths {
		if match(p.path, filepath.ToSlash(rel)) {
			apply(p.checks)
		}
	}
	return wanted
}

// decide is what switches say of a category: its own switch, else its check's, else the one for all.
func decide(s switches, check, category string) (on, ok bool) {
	for _, name := range []string{check + "/" + category, check, "all"} {
		if i := slices.IndexFunc(s, func(e yamlfile.Entry[bool]) bool { return e.Key == name }); i >= 0 {
			return s[i].Value, true
		}
	}
	return false, false
}

// Paths is the file's key paths, as YAML; empty if it has none.
func (c *Config) Paths() string {
	var b strings.Builder
	for i, p := range c.paths {
		if i == 0 {
			b.WriteString("paths:\n")
		}
		fmt.Fprintf(&b, "  - path: %q\n    checks:\n", p.path)
		for _, s := range p.checks {
			fmt.Fprintf(&b, "      %s: %t\n", s.Key, s.Value)
		}
	}
	return b.String()
}

// match tells whether a file's name is the pattern's, or below it. A star stands for a part of one element, ** for any
// number of elements: internal/legacy, internal/*/gen, **/migrations.
func match(pattern, name string) bool {
	return matchParts(strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(name, "/"))
}

func matchParts(pattern, name []string) bool {
	switch {
	case len(pattern) == 0:
		return true // the rest is below it
	case pattern[0] == "**":
		return len(pattern) == 1 || matchParts(pattern[1:], name) || len(name) > 0 && matchParts(pattern, name[1:])
	case len(name) == 0:
		return false
	}
	ok, _ := path.Match(pattern[0], name[0]) // a wrong pattern was refused when the file was read
	return ok && matchParts(pattern[1:], name[1:])
}

// checkPattern refuses a pattern that can match nothing.
func checkPattern(file string, at yamlfile.At[contentPath]) error {
	pattern, message := at.Value.Path, ""
	switch _, err := path.Match(pattern, ""); {
	case pattern == "":
		message = "an entry of paths wants a path"
	case err != nil:
		message = "path " + pattern + ": " + err.Error()
	case path.IsAbs(pattern), strings.HasPrefix(path.Clean(pattern), ".."):
		message = "path " + pattern + ": want one below the directory of this file"
	}
	if message == "" {
		return nil
	}
	return &yamlfile.Error{File: file, Line: at.Line, Col: at.Col, Message: message}
}
