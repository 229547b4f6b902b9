package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestRatio(t *testing.T) {
	of := func(seconds ...float64) (list []sample) {
		for _, s := range seconds {
			list = append(list, sample{cpu: time.Duration(s * float64(time.Second))})
		}
		return list
	}
	if got := ratio(of(1, 9, 4), of(2, 3, 4)); got != "1.00" { // of 0.5, 3 and 1
		t.Error(got)
	}
	if got := ratio(nil, of(1)); got != "" {
		t.Error(got)
	}
	if got := median(of(4, 1), sample.seconds); got != 2.5 {
		t.Error(got)
	}
}

func TestLeftOut(t *testing.T) {
	out := `{ "x": { "leftout": [
		"message": "x.F: beyond the budget: its blocks"
		"message": "x.F: beyond the budget: its blocks"
		"message": "x.G: internal error: index out of range"
	] } }
`
	var b bytes.Buffer
	if got := leftOut(&b, []byte(out)); got != 1 {
		t.Errorf("%d failures", got)
	}
	if want := "  \"message\": \"x.F: beyond the budget: its blocks\"\n  \"message\": \"x.G: internal error: index out of range\"\n"; b.String() != want {
		t.Error(b.String())
	}
}

// The program stands between the go command and a tool: here the tool is a shell.
func TestWatch(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the tool of this test is a shell's script")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(at(name), []byte(content), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	write("tool", "#!/bin/sh\necho facts > "+at("facts")+"\necho wrong >&2\nexit 3\n")
	write("vet.cfg", `{"ImportPath": "example.com/shop", "VetxOutput": "`+at("facts")+`"}`)
	t.Setenv(watchLog, at("log"))
	if got := watch(at("tool"), []string{at("vet.cfg")}); got != 3 {
		t.Errorf("exit status %d", got)
	}
	data, err := os.ReadFile(at("log"))
	if err != nil {
		t.Fatal(err)
	}
	var u unit
	if err := json.Unmarshal(data, &u); err != nil {
		t.Fatal(err)
	}
	if u.Package != "example.com/shop" || u.Status != 3 || u.Facts != 6 || u.CPU <= 0 || u.Peak <= 0 || !strings.Contains(u.Stderr, "wrong") {
		t.Errorf("%+v", u)
	}
}
