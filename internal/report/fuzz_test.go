package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

// FuzzSARIF looks for a document of go vet, and code that it is about, of which the printers panic, or print no JSON or regions that the
// schema refuses.
func FuzzSARIF(f *testing.F) {
	root := f.TempDir()
	file := filepath.Join(root, "store.go")
	name, _ := json.Marshal(file) // a text can always be written
	doc := func(diagnostic string) []byte {
		return bytes.ReplaceAll([]byte(`{"example.com/shop": {"lostupdate": [`+diagnostic+`]}}`), []byte("FILE"), name[1:len(name)-1])
	}
	f.Add(doc(`{"category": "arith", "posn": "FILE:6:2", "end": "FILE:6:9", "message": "lost update <é>", "related": [{"posn": "FILE:5:1", "message": "read p"}],
		"suggested_fixes": [{"message": "native", "edits": [{"filename": "FILE", "start": 3, "end": 9, "new": "x"}]}]}`), sarifCode)
	f.Add(doc(`{"posn": "-", "message": ""}, {"posn": "FILE:99:1", "end": "FILE:1:1"}, {"posn": "other:0:5"}`), "package p")
	f.Add(doc(`{"posn": "FILE:1:9", "end": "FILE:1:99", "suggested_fixes": [{"edits": [{"filename": "FILE", "start": -5, "end": 5000}]}]}`), "\xff😀\r\n\x00")
	f.Add([]byte(`{"p": {"lostupdate": {"error": "gave up"}}, "q [q.test]": {}}`), "")
	f.Fuzz(func(t *testing.T, doc []byte, code string) {
		findings, failed, err := Decode(doc)
		if err != nil {
			return
		}
		if err := os.WriteFile(file, []byte(code), 0o666); err != nil {
			t.Fatal(err)
		}
		r := Report{Findings: Sort(findings), Errors: failed, Root: root, Sources: &Sources{}}
		var b bytes.Buffer
		if err := WriteSARIF(&b, r); err != nil {
			t.Fatal(err)
		}
		var log sarifLog
		if err := json.Unmarshal(b.Bytes(), &log); err != nil || !utf8.Valid(b.Bytes()) {
			t.Fatalf("%v in %s", err, b.String())
		}
		for _, res := range log.Runs[0].Results {
			for _, loc := range append(res.Locations, res.Related...) {
				checkRegion(t, loc)
			}
		}
		text := &Text{Base: root, Context: 1}
		for _, found := range r.Findings {
			text.Format(found)
		}
		b.Reset()
		for _, err := range []error{WriteGitHub(&b, r), WriteGitLab(&b, r), WriteJSON(&b, r.Findings, r.Errors)} {
			if err != nil {
				t.Error(err)
			}
		}
	})
}

// checkRegion holds a region to SARIF's rules: lines and columns count from 1, and the end is not before the start.
func checkRegion(t *testing.T, loc sarifLocation) {
	t.Helper()
	if loc.Physical == nil || loc.Physical.Region == nil {
		return
	}
	r := loc.Physical.Region
	if r.StartLine < 1 || r.StartColumn < 0 || r.EndLine != 0 && (r.EndLine < r.StartLine || r.EndLine == r.StartLine && r.EndColumn < r.StartColumn) {
		t.Errorf("region %+v", *r)
	}
}
