package rowflow

import (
	"slices"
	"strings"
)

// A test of a row that the caller gave is told to the caller with the write that it decides: whether it counts depends on how the row was read.
//
// Have: func buy(db *sql.DB, u *User) error { if u.Coins < 10 { return errPoor }; _, err := db.Exec("UPDATE users SET coins = coins - 10 WHERE id = ?", u.ID); return err }.

// givenTests notes the columns of given rows which a branch tests and the statement changes.
func (f *frame) givenTests(w guardedWrite, c control) {
	for _, fl := range c.cond.Flows {
		row, path := f.givenPart(fl)
		if row == nil || !fl.isTest() || !c.at.Dominates(w.block) {
			continue
		}
		tested := f.models.testedCell(row, path)
		if !tested.isTestable() || w.tests(tested) {
			continue
		}
		set, to, self, ok := f.changes(w.Write, tested, row, Flow{Root: fl.Root, Path: path})
		if !ok || !self && !f.consequence(w, c, set, f.isState(w.Write, set, to), f.comparedWith(c, to)) || slices.Contains(w.Renewed, set.Column) {
			continue
		}
		fl.How |= Compared
		fl.At = f.place(c.branch().Cond.Pos(), f.fn)
		for _, h := range f.happened {
			if h.Write == w.Write {
				h.out.Tested = unionFlows(h.out.Tested, []Flow{fl})
			}
		}
	}
}

// givenPart is the row that a parameter is, or holds, and the column of it that a flow names; nil if it is no part of a row.
func (f *frame) givenPart(fl Flow) (row *ReadSite, path string) {
	if fl.Read != "" || fl.Root.Kind != Param || fl.Path == "" || fl.isOutcome() {
		return nil, ""
	}
	for base, rest := fl.Path, ""; base != ""; {
		var name string
		base, name = cutPath(base)
		rest = joinPath(name, rest)
		if t := f.typeAt(Ref{fl.Root, base}); t != nil && f.models.isRow(t) && typeName(t) != "" {
			return &ReadSite{Type: typeName(t)}, strings.TrimPrefix(rest, ".")
		}
	}
	return nil, ""
}

// testedBefore reports a write whose test stands in a callee, of a row that was read here.
func (f *frame) testedBefore(w guardedWrite) {
	for _, fl := range w.Tested {
		read := f.sum.Reads[fl.Read]
		if read == nil || fl.Path == "" || fl.isOutcome() {
			continue
		}
		tested := f.models.testedCell(read, fl.Path)
		if !tested.isTestable() || w.tests(tested) {
			continue
		}
		set, _, self, ok := f.changes(w.Write, tested, read, fl)
		if ok && f.isFound(w.Write, read) && f.collides(w.Write, read, set, fl) {
			f.report(Finding{Category: "check", Read: read, Write: w.Write, Flow: fl, Cell: set, Self: self})
			return
		}
	}
}
