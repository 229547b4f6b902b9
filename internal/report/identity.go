package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// An Identity is what remains of a finding when its code moves: no line, no column. Two findings of one function may have
// the same identity; they are told apart by their number.
type Identity struct {
	File    string // relative to a root, with slashes
	Func    string // the declaration around it; empty outside of any
	Name    string // "lostupdate/arith"
	Message string // its first clause, without places
}

// places are the numbers of lines and columns in a message: "line 12", "store.go:12", "store.go:12:3".
var places = regexp.MustCompile(`(\bline |\.go:)\d+(?::\d+)?`)

// Identify gives the identity of a finding, with its file's name relative to root.
func (s *Sources) Identify(f Finding, root string) Identity {
	file, _ := relative(root, f.Pos.File)
	return Identity{
		File:    file,
		Func:    s.Func(f.Pos).Name,
		Name:    f.Name(),
		Message: subject(f.Message),
	}
}

// subject is what a message says of the finding itself. The clauses after it tell what follows and what to do, in words that depend
// on the code nearby and on the version of rmwlint.
func subject(message string) string {
	message, _, _ = strings.Cut(message, "; ")
	return places.ReplaceAllString(message, "${1}?")
}

// Fingerprints names each finding by a short text that stays as the code around it changes. They are different within
// one list.
func (s *Sources) Fingerprints(findings []Finding, root string) []string {
	seen := map[Identity]int{}
	var prints []string
	for _, f := range findings {
		id := s.Identify(f, root)
		seen[id]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%d", id.File, id.Func, id.Name, id.Message, seen[id]))
		prints = append(prints, hex.EncodeToString(sum[:16]))
	}
	return prints
}
