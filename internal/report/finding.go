// Package report holds a finding as a user sees it, apart from the analysis that made it, and prints it: as text with
// the code and the trace beside it, or as the JSON that go vet prints.
//
// A finding comes here out of go vet's JSON (Decode), is sorted (Sort) and leaves through a printer (Text, WriteJSON).
// Nothing in this package runs a program or writes to a user's file.
package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A Finding is one diagnostic of one check.
type Finding struct {
	Package  string // import path; of a test variant, that of the package under test
	Check    string // the analyzer's name, "lostupdate"
	Category string // the class of the finding within its check, "arith"; may be empty
	Pos, End Position
	Message  string
	Related  []Related // the trace: where the row was read, the value computed, and the calls between
	Fixes    []Fix     // alternatives, the preferred one first
}

// Name is what a user calls the finding's class: "lostupdate/arith", or "lostupdate" where there is no category.
func (f Finding) Name() string {
	if f.Category == "" {
		return f.Check
	}
	return f.Check + "/" + f.Category
}

// A Position is a place in a file. Line and Col count from 1, Col in bytes; either is 0 where it is not known.
type Position struct {
	File      string
	Line, Col int
}

// ParsePosition reads the form of token.Position: "file:line:col", "file:line" or "file". A file name may itself hold
// colons ("C:\shop\store.go:3:1").
func ParsePosition(s string) Position {
	if s == "" || s == "-" {
		return Position{}
	}
	rest, last, ok := cutNumber(s)
	if !ok {
		return Position{File: s}
	}
	if file, line, ok := cutNumber(rest); ok {
		return Position{File: file, Line: line, Col: last}
	}
	return Position{File: rest, Line: last}
}

// cutNumber splits "rest:n" into its parts.
func cutNumber(s string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	if err != nil || n < 0 {
		return s, 0, false
	}
	return s[:i], n, true
}

// String is the form that ParsePosition reads.
func (p Position) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return p.File + ":" + strconv.Itoa(p.Line)
	}
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col)
}

func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// A Related is one step of a finding's trace. The first word of its message names the step: read, computed, call, locked.
type Related struct {
	Pos, End Position
	Message  string
}

// A Fix is one way to repair what a finding shows; its edits belong together.
type Fix struct {
	Title string
	Edits []Edit
}

// An Edit replaces the bytes [Start, End) of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// Sort brings findings into the order in which they are printed, by place and then by message, and drops those that are
// there twice: a file belongs to a package and to its test variant, and each of the two reports it.
func Sort(findings []Finding) []Finding {
	slices.SortStableFunc(findings, compare)
	return slices.CompactFunc(findings, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(a.Pos.compare(b.Pos), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Name(), b.Name()))
}
