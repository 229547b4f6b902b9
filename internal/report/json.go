package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// The JSON of go vet, as golang.org/x/tools/go/analysis/unitchecker prints it for each package:
//
//	{ "example.com/shop": { "lostupdate": [ {diagnostic}, … ] } }      or in place of the list {"error": "…"}
type (
	tree map[string]map[string]json.RawMessage

	jsonError struct {
		Error string `json:"error"`
	}
	jsonDiagnostic struct {
		Category string        `json:"category,omitempty"`
		Posn     string        `json:"posn"`
		End      string        `json:"end"`
		Message  string        `json:"message"`
		Fixes    []jsonFix     `json:"suggested_fixes,omitempty"`
		Related  []jsonRelated `json:"related,omitempty"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}
	jsonRelated struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	}
)

// A CheckError is a check that gave up on a package, which is no finding and no clean bill either.
type CheckError struct {
	Package, Check, Message string
}

// Compare orders errors by package, check and message.
func (e CheckError) Compare(o CheckError) int {
	return cmp.Or(cmp.Compare(e.Package, o.Package), cmp.Compare(e.Check, o.Check), cmp.Compare(e.Message, o.Message))
}

// Decode reads one document of go vet's JSON. The order of the results follows package and check, never a map.
func Decode(doc []byte) ([]Finding, []CheckError, error) {
	var t tree
	if err := json.Unmarshal(doc, &t); err != nil {
		return nil, nil, fmt.Errorf("reading the JSON of go vet: %w", err)
	}
	var findings []Finding
	var failed []CheckError
	for _, id := range slices.Sorted(maps.Keys(t)) {
		pkg, _, _ := strings.Cut(id, " [") // "shop [shop.test]" is shop, compiled with its tests
		for _, check := range slices.Sorted(maps.Keys(t[id])) {
			raw := t[id][check]
			if !strings.HasPrefix(string(raw), "[") {
				var e jsonError
				if err := json.Unmarshal(raw, &e); err != nil {
					return nil, nil, fmt.Errorf("reading the JSON of go vet: %s of %s: %w", check, id, err)
				}
				failed = append(failed, CheckError{Package: pkg, Check: check, Message: e.Error})
				continue
			}
			var ds []jsonDiagnostic
			if err := json.Unmarshal(raw, &ds); err != nil {
				return nil, nil, fmt.Errorf("reading the JSON of go vet: %s of %s: %w", check, id, err)
			}
			for _, d := range ds {
				findings = append(findings, d.finding(pkg, check))
			}
		}
	}
	return findings, failed, nil
}

func (d jsonDiagnostic) finding(pkg, check string) Finding {
	f := Finding{
		Package:  pkg,
		Check:    check,
		Category: d.Category,
		Pos:      ParsePosition(d.Posn),
		End:      ParsePosition(d.End),
		Message:  d.Message,
	}
	for _, r := range d.Related {
		f.Related = append(f.Related, Related{Pos: ParsePosition(r.Posn), End: ParsePosition(r.End), Message: r.Message})
	}
	for _, x := range d.Fixes {
		fix := Fix{Title: x.Message}
		for _, e := range x.Edits {
			fix.Edits = append(fix.Edits, Edit{File: e.Filename, Start: e.Start, End: e.End, New: e.New})
		}
		f.Fixes = append(f.Fixes, fix)
	}
	return f
}

// WriteJSON prints findings and failed checks as one document of the same shape, so that what reads the output of
// go vet -json reads this as well. No findings are the empty object.
func WriteJSON(w io.Writer, findings []Finding, failed []CheckError) error {
	t := map[string]map[string]any{}
	put := func(pkg, check string, v any) {
		if t[pkg] == nil {
			t[pkg] = map[string]any{}
		}
		t[pkg][check] = v
	}
	for _, f := range findings {
		ds, _ := t[f.Package][f.Check].([]jsonDiagnostic)
		put(f.Package, f.Check, append(ds, f.diagnostic()))
	}
	for _, e := range failed {
		put(e.Package, e.Check, jsonError{Error: e.Message})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // code in messages and edits stays legible: a < b
	enc.SetIndent("", "\t")
	return enc.Encode(t)
}

func (f Finding) diagnostic() jsonDiagnostic {
	d := jsonDiagnostic{Category: f.Category, Posn: f.Pos.String(), End: f.End.String(), Message: f.Message}
	for _, r := range f.Related {
		d.Related = append(d.Related, jsonRelated{Posn: r.Pos.String(), End: r.End.String(), Message: r.Message})
	}
	for _, x := range f.Fixes {
		fix := jsonFix{Message: x.Title}
		for _, e := range x.Edits {
			fix.Edits = append(fix.Edits, jsonEdit{Filename: e.File, Start: e.Start, End: e.End, New: e.New})
		}
		d.Fixes = append(d.Fixes, fix)
	}
	return d
}
