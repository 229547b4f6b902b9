package pksave

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// diagnostic stands at the call that saves; the calls beneath it, down to the library's, are related to it.
func diagnostic(pass *analysis.Pass, s rowflow.KeySave) analysis.Diagnostic {
	d := analysis.Diagnostic{Category: s.Category, URL: url + "#" + s.Category, Message: message(s)}
	d.Pos, d.End = rowflow.CallSpan(pass, s.At)
	for _, via := range s.Write.Via {
		if pos := rowflow.TokenPos(pass, via); pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: "saved in " + via.Func})
		}
	}
	return d
}

// message says what the key does, in one line.
func message(s rowflow.KeySave) string {
	switch {
	case s.Category == "autokey":
		return fmt.Sprintf("explicit key: %s.%s is set here though the database numbers the rows; "+
			"its sequence stays behind, and a later insert fails on this row", s.Owner, s.Key)
	case s.Category == "decoded":
		return fmt.Sprintf("blind save: %s comes from a request with its %s; whoever sends the request chooses the row that is overwritten", s.Owner, s.Key)
	case len(s.Left) > 0:
		return fmt.Sprintf("blind save: %s was not loaded but made here with its %s; the row that it meets is overwritten, and gets zeros for %s",
			s.Owner, s.Key, list(s.Left))
	}
	return fmt.Sprintf("blind save: %s was not loaded but made here with its %s; the row that it meets is overwritten, and where there is none one is inserted",
		s.Owner, s.Key)
}

// list names three fields at most.
func list(names []string) string {
	const most = 3
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
