// Package adopt lets a code base with many findings begin: it tells new findings from those that were there before, by a
// file of known ones (Baseline) or by the lines that have changed since a revision (Changes).
package adopt

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A Baseline counts the findings that are known. A finding is known by its function and its words, not by its line, so
// that code may move; of several that are alike as many are known as were counted.
type Baseline map[report.Identity]int

// An entry is a known finding as it stands in the file, for people who review it.
type entry struct {
	File    string `json:"file"`
	Func    string `json:"func,omitempty"`
	Check   string `json:"check"`
	Message string `json:"message"`
	Count   int    `json:"count"`
}

type baselineFile struct {
	Version  int     `json:"version"`
	Findings []entry `json:"findings"`
}

// ReadBaseline reads a file; ok is false if there is none.
func ReadBaseline(file string) (b Baseline, ok bool, err error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	b, err = parseBaseline(file, data)
	return b, err == nil, err
}

// parseBaseline reads the content of a file.
func parseBaseline(file string, data []byte) (Baseline, error) {
	var in baselineFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return nil, fmt.Errorf("%s is no baseline of rmwlint: %w", file, plain(err))
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("%s is no baseline of rmwlint: something follows its end", file)
	}
	if in.Version != 1 {
		return nil, fmt.Errorf("%s is a baseline of version %d, and this rmwlint knows version 1", file, in.Version)
	}
	b := Baseline{}
	for _, e := range in.Findings {
		if e.Count < 1 || e.Count > math.MaxInt32 {
			return nil, fmt.Errorf("%s is no baseline of rmwlint: count %d of %q", file, e.Count, e.Message)
		}
		b[report.Identity{File: e.File, Func: e.Func, Name: e.Check, Message: e.Message}] += e.Count
	}
	return b, nil
}

// plain says without names of this program what is wrong with a file.
func plain(err error) error {
	if err == io.EOF {
		return errors.New("it is empty")
	}
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return fmt.Errorf("there is a JSON %s at byte %d that does not belong there", wrong.Value, wrong.Offset)
	}
	return err
}

// WriteBaseline writes findings as the known ones. Names are relative to the file's directory.
func WriteBaseline(file string, findings []report.Finding, sources *report.Sources) error {
	counts := Baseline{}
	for _, f := range findings {
		counts[sources.Identify(f, filepath.Dir(file))]++
	}
	data, err := counts.encode()
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o666)
}

// encode is the content of a file, sorted.
func (b Baseline) encode() ([]byte, error) {
	out := baselineFile{Version: 1, Findings: []entry{}}
	for id, n := range b {
		out.Findings = append(out.Findings, entry{id.File, id.Func, id.Name, id.Message, n})
	}
	slices.SortFunc(out.Findings, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Func, b.Func), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Message, b.Message))
	})
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(out)
	return buf.Bytes(), err
}

// New are the findings that are not in the baseline, which was read from the file.
func (b Baseline) New(file string, findings []report.Finding, sources *report.Sources) []report.Finding {
	left := Baseline{}
	var found []report.Finding
	for _, f := range findings {
		id := sources.Identify(f, filepath.Dir(file))
		if left[id]++; left[id] > b[id] {
			found = append(found, f)
		}
	}
	return found
}
