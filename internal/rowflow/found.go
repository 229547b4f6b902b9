package rowflow

import (
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// findThenSet reports the write if the row was found by the column that is set, and the statement does not repeat that condition.
//
//	err := db.QueryRow("SELECT id FROM coupons WHERE code = ? AND used = false", code).Scan(&id)
//	if err != nil { return err }
//	…
//	db.Exec("UPDATE coupons SET used = true WHERE id = ?", id)
func (f *frame) findThenSet(w guardedWrite, c control) bool {
	if w.Verb == knowledge.Delete {
		return false
	}
	for _, read := range f.finders(c) {
		for _, t := range read.Where {
			tested := f.models.cell(read.Type, read.Table, columnPath(t.Column[strings.LastIndexByte(t.Column, '.')+1:]))
			if t.Column == "" || f.models.isKey(tested, w.Lib) || strings.HasSuffix(tested.Column, "id") {
				continue
			}
			unseen := w.tests(tested)
			if unseen && !f.unseenGuard(w, tested) {
				continue
			}
			fl := Flow{Read: read.ID, Path: columnPath(t.Column), How: Compared}
			set, to, self, ok := f.sets(w.Write, tested, read, fl)
			if !ok || self || unseen && !w.fixes(to) || t.Op == "=" && sameValue(to, t.Value) || f.isOwn(w, tested) || !f.isFound(w.Write, read) ||
				!f.collides(w.Write, read, set, fl) || !f.consequence(w, c, set, f.isState(w.Write, set, to), false) {
				continue
			}
			fl.At = read.At
			f.report(Finding{Category: "check", Read: read, Write: w.Write, Flow: fl, Cell: set, Found: true, Unseen: unseen})
			return true
		}
	}
	return false
}

// findThenDelete reports a row that is found, deleted without a look at how many rows that deleted, and made something of: of two
// requests that find it, one deletes nothing and goes on.
func (f *frame) findThenDelete(w guardedWrite, c control) bool {
	if w.Verb != knowledge.Delete || w.Assume != "" || f.looksAtRows(w.Write) {
		return false
	}
	for _, read := range f.finders(c) {
		if !f.sameTable(w.Write, read) || !f.isFound(w.Write, read) || !f.collides(w.Write, read, Cell{}, Flow{}) || !f.consequence(w, c, Cell{}, false, false) {
			continue
		}
		f.report(Finding{Category: "check", Read: read, Write: w.Write, Flow: Flow{Read: read.ID, At: read.At}, Cell: Cell{Type: w.Type, Table: w.Table}, Found: true})
		return true
	}
	return false
}

// isFound reports whether a statement is about the row that was found: it is that row, or one with a key of it, or by the same key.
func (f *frame) isFound(w *Write, read *ReadSite) bool {
	ofRow := func(fl Flow) bool { return fl.Read == read.ID }
	keys := w.Where
	if w.Row != nil {
		if slices.ContainsFunc(w.Row.Flows, ofRow) {
			return f.sameRow(w, read)
		}
		keys = append(keys[:len(keys):len(keys)], f.keysIn(w)...)
	}
	return (shareKey(read.owner(), keys, read.Where) || slices.ContainsFunc(keys, func(t Term) bool { return slices.ContainsFunc(t.Value.Flows, ofRow) })) && f.sameRow(w, read)
}

// finders are the reads that found a row, if the branch is taken to the control's side.
func (f *frame) finders(c control) []*ReadSite {
	return f.missing(control{at: c.at, side: 1 - c.side, cond: c.cond})
}

// isMark reports whether a column says that something was done that is done once: used, redeemed_at, IsClaimed.
func isMark(c Cell) bool {
	marks := 0
	for _, w := range words(c.Field) {
		switch {
		case slices.Contains([]string{"used", "redeemed", "consumed", "claimed", "revoked", "spent"}, w):
			marks++
		case !slices.Contains([]string{"is", "was", "has", "been", "already", "at", "on", "by", "date", "time"}, w):
			return false
		}
	}
	return marks == 1
}
