package config

import (
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/rmwlint/rmwlint/internal/yamlfile"
)

// FuzzParse looks for a file that makes the package panic, an error without the file's name, and for paths that are not read again as
// they were written.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "# nothing\n", "tests: true\nfixstyle: orm\nbaseline: known.json\n", "flags:\n  lostupdate.assume: false\n", "tests: !!binary aGk=\n",
		"checks: {all: false, lostupdate/check: true}\npaths:\n  - path: internal/**/gen/*_x\n    checks: {all: false}\n",
		"libraries:\n  - name: store\n    paths: [a/b]\n    handles: [S]\n    calls:\n      - {on: S, name: Load, do: read, row: 2, lock: true}\n",
		"a: &a [*a]\n", "<<: *x\n", "? [a]\n: b\n", "--- \n...\n---\n", "paths:\n- path: '**/**/**/**/[a-'\n", "tests: yes\ntests: no\n", "\t", "\x00", "!!null\n",
		"flags: &f {a: b}\nchecks: *f\n", "libraries: [{name: a, paths: [b], calls: [{name: F, row: 99999999999999999999}]}]\n",
	} {
		f.Add(seed, "internal/x/gen/a_x.go")
	}
	dir := f.TempDir()
	file := filepath.Join(dir, Name)
	f.Fuzz(func(t *testing.T, text, name string) {
		c, err := parse(file, []byte(text))
		var placed *yamlfile.Error
		if err != nil {
			if !errors.As(err, &placed) || placed.File != file || placed.Message == "" {
				t.Errorf("an error without its place: %v", err)
			}
			return
		}
		c.Wants(filepath.Join(dir, name), "lostupdate", "arith")
		if err := c.CheckNames([]string{"lostupdate", "lostupdate/arith"}); err != nil && !errors.As(err, &placed) {
			t.Errorf("an error without its place: %v", err)
		}
		again, err := parse(file, []byte(c.Paths()))
		if err != nil {
			t.Fatalf("%v in\n%s", err, c.Paths())
		}
		if !reflect.DeepEqual(rules(c), rules(again)) {
			t.Errorf("%v became %v", rules(c), rules(again))
		}
	})
}

type switchedPath struct {
	path string
	on   map[string]bool
}

// rules are the paths of a file without their places.
func rules(c *Config) []switchedPath {
	var list []switchedPath
	for _, p := range c.paths {
		s := switchedPath{p.path, map[string]bool{}}
		for _, e := range p.checks {
			s.on[e.Key] = e.Value
		}
		list = append(list, s)
	}
	return list
}
