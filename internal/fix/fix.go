// Package fix turns a finding into edits that repair it.
//
//	finding ─→ site ─→ changes, guards ─→ template ─→ edits
//
// A site is the code around the finding: the call that reads the row, the statements that compute, the call that writes. From it the
// package works out, as expressions over the column, what the flow does to the row (changes) and on what conditions (guards):
//
//	if p.InStock < qty {                      guard   in_stock >= qty, else return errSoldOut
//		return errSoldOut
//	}
//	p.InStock -= qty                          change  in_stock = in_stock - qty
//	return db.Save(&p).Error
//
// A template, one file a library, writes them down in that library's words; orm.go in those of our own package:
//
//	res := db.Model(&p).Where("in_stock >= ?", qty).Update("in_stock", gorm.Expr("in_stock - ?", qty))
//
// Every step may refuse. An edit is offered only where the code shows that it does the same as before for one request at a time: the same
// rows, the same results, and the same path where a guard no longer holds. Else a sentence says what to do.
package fix

import (
	"errors"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// A Style is which repairs are offered.
type Style int

// The styles. With Both, the library's own form comes first, for a driver that applies one takes the first.
const (
	Both   Style = iota
	Native       // the library's own atomic form: gorm.Expr, Decr, SET c = c - ?
	Orm          // our package, on the same connection or transaction
)

// For is the list of repairs of a finding, told apart by their titles; empty if none is certain to keep the code's meaning. Then todo
// says in a sentence what to do, and why there is none.
func For(pass *analysis.Pass, f rowflow.Finding, style Style) (fixes []analysis.SuggestedFix, todo string) {
	fixes, why := suggest(pass, f, style)
	if len(fixes) == 0 && why != nil {
		todo = advice(f, why)
	}
	return fixes, todo
}

// A refusal is why there is no edit, as the second half of a sentence: "the row is changed elsewhere".
type refusal string

func (r refusal) Error() string { return string(r) }

// suggest makes the repairs, and the reason why there is none. In a transaction, a lock does where the library has no other form.
func suggest(pass *analysis.Pass, f rowflow.Finding, style Style) (fixes []analysis.SuggestedFix, why error) {
	templates, ok := templatesFor[f.Category]
	if !ok {
		return nil, nil // nothing is computed that the database could compute
	}
	defer func() { // odd code costs the edit, never the finding
		if x := recover(); x != nil {
			fixes, why = nil, refusal("the code is of a form that the edits do not know")
		}
	}()
	w, r := *f.Write, *f.Read
	w.At, w.Via = inside(pass, w.At, w.Via)
	r.At, r.Via = inside(pass, r.At, r.Via)
	f.Write, f.Read = &w, &r
	lock, unlockable := locked(pass, f)
	if f.Found && (unlockable != nil || style == Orm) { // a read by the key alone would not repeat the test
		return nil, refusal("the test is the WHERE of the statement that reads")
	}
	if f.Found { // who waits for the lock finds no row then
		return []analysis.SuggestedFix{lock}, nil
	}
	for _, other := range []func(*analysis.Pass, rowflow.Finding) (analysis.SuggestedFix, error){relocked, lockedQuery} {
		fix, err := other(pass, f)
		if unlockable != nil && err == nil {
			lock, unlockable = fix, nil
		}
	}
	if style == Orm || f.Category == "stale" || f.Category == "refresh" {
		unlockable = refusal("a lock is of another style")
	}
	s, back, why := where(pass, f)
	inItsForm := false
	for _, t := range templates {
		if s == nil || style != Both && style != t.style || t.style == Native && len(f.Write.Via) > 0 && unlockable == nil {
			continue // a lock leaves what is called as it is
		}
		fix, err := t.write(s)
		if err != nil {
			why = errors.Join(why, err)
			continue
		}
		fixes = append(fixes, back(fix))
		inItsForm = inItsForm || t.style == Native
	}
	if !inItsForm && unlockable == nil {
		fixes = append([]analysis.SuggestedFix{lock}, fixes...)
	}
	if len(fixes) > 0 {
		return fixes, nil
	}
	if f.Category == "arith" && f.InTx && style != Orm && !expressible(f) { // what it says is to lock the row
		return nil, unlockable
	}
	return nil, first(why)
}

// inside is the call in a closure that another call is handed, where that is how it gets to the statement: the two stand in one function.
//
//	db.Transaction(func(tx *gorm.DB) error { return tx.Save(&p).Error })
func inside(pass *analysis.Pass, at rowflow.Pos, via []rowflow.Pos) (rowflow.Pos, []rowflow.Pos) {
	for len(via) > 0 {
		outer := rowflow.CallAt(pass, rowflow.TokenPos(pass, at))
		inner := rowflow.CallAt(pass, rowflow.TokenPos(pass, via[0]))
		if outer == nil || inner == nil || inner.Pos() < outer.Lparen || outer.End() < inner.End() {
			break
		}
		at, via = via[0], via[1:]
	}
	return at, via
}

// where is the code around a finding. Where the statement stands in a function of its own, that is the code with the statement in the place
// of the call, and back turns a fix of it into one of the program.
func where(pass *analysis.Pass, f rowflow.Finding) (s *site, back func(analysis.SuggestedFix) analysis.SuggestedFix, err error) {
	if len(f.Write.Via) == 0 || f.Write.Assume != "" {
		s, err = newSite(pass, f)
		return s, func(fix analysis.SuggestedFix) analysis.SuggestedFix { return fix }, err
	}
	x, err := expand(pass, f.Write.At, f.Write.Via)
	if err != nil {
		return nil, nil, err
	}
	if s, err = newSite(x.mid, x.finding(f)); s != nil {
		s.expanded = true
	}
	return s, x.back, err
}

// A template writes the repair of a finding in one style.
type template struct {
	style Style
	write func(*site) (analysis.SuggestedFix, error)
}

// templatesFor are the templates by the category of the finding.
var templatesFor = map[string][]template{
	"arith":   {{Native, native}, {Orm, ours}},
	"check":   {{Native, checked}},
	"stale":   {{Native, narrowed}},
	"refresh": {{Native, refreshed}},
}

// native chooses the template of the library that writes.
func native(s *site) (analysis.SuggestedFix, error) {
	switch s.f.Write.Lib {
	case "gorm", "gorm v1":
		return nativeGorm(s)
	case "xorm":
		return nativeXorm(s)
	case "bun":
		return nativeBun(s)
	case "ent":
		return nativeEnt(s)
	}
	return nativeSQL(s)
}

// first is the first of several reasons: that of the library's own form.
func first(err error) error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()[0]
	}
	return err
}

// generated reports whether a file is not to be edited.
func generated(f *ast.File) bool { return ast.IsGenerated(f) }
