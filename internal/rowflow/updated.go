package rowflow

import (
	"maps"
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// An updatedFact says which columns of a type, or of a table, statements of a package change in rows that are there.
type updatedFact struct {
	Of      string
	Columns []string
}

// noteUpdate keeps the columns that a statement changes. What only an insert sets, nobody changes: a row that goes back whole loses nothing there.
func (f *frame) noteUpdate(w *Write) {
	if w.Verb != knowledge.Update && w.Verb != knowledge.Save && w.Verb != knowledge.Upsert || f.inTest() || f.isSetup(w) || f.savesNew(w) {
		return
	}
	of := w.tableOrType()
	if of == "" {
		return
	}
	if f.updated[of] == nil {
		f.updated[of] = map[string]bool{}
	}
	for _, t := range w.Set {
		f.updated[of][sqltext.Normal(t.Column)] = true
	}
	for _, name := range w.Atomic {
		f.updated[of][sqltext.Normal(name)] = true
	}
	for _, path := range f.pathsSet(w) {
		if c := f.models.cell(w.Type, w.Table, path); c.Column != "" && !c.Assoc && c.Type == w.Type && w.writes(c) {
			f.updated[of][c.Column] = true
		}
	}
}

// pathsSet are the parts of a row that a statement sets. Of a row that came with a request, and of one of which no more than a list of columns is
// known, those are all.
// Have: p.Name = in.Name; db.Updates(&p), c.ShouldBindJSON(&p); db.Updates(&p), db.Model(&p).Select("name", "price").Updates(in).
func (f *frame) pathsSet(w *Write) (out []string) {
	if w.Row == nil {
		return nil
	}
	if from, _ := f.sourceOf(w); !w.overwrites() || from != built && from != copied || f.isMadeOfLoaded(w) {
		for _, e := range w.Row.Image {
			if !f.setsOnlyNew(w, e.Path) && !f.keepsValue(w, e) {
				out = append(out, e.Path)
			}
		}
	}
	lib, n := f.models.library(w.Lib), f.models.lookup(w.Type)
	all := len(w.Columns) > 0 || slices.ContainsFunc(w.Row.Flows, func(fl Flow) bool { return fl.Root.Kind == Outside })
	if all && lib != nil && n != nil {
		for _, c := range f.models.columns(n, lib) {
			out = append(out, c.path)
		}
	}
	return out
}

// isMadeOfLoaded reports whether a struct that was made here is a twin of a row that was read. Of another that is saved whole it is not known
// whether its row is there, nor, where it was made of what came in as a parameter, which of its columns the callers have changed.
// Have: func (r *Repo) Update(p *Product) error { return r.db.Save(toRow(p)).Error }.
func (f *frame) isMadeOfLoaded(w *Write) bool {
	return slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		return slices.ContainsFunc(f.flat(e.Value).Flows, func(fl Flow) bool { return f.isCellOf(w, e, fl) })
	})
}

func (f *frame) isCellOf(w *Write, e Entry, fl Flow) bool {
	r := f.sum.Reads[fl.Read]
	return r != nil && f.models.sameCell(f.models.cell(r.Type, r.Table, fl.Path), f.models.cell(w.Type, w.Table, e.Path))
}

// keepsValue reports whether a column gets what was read of it and nothing else, or what the row was found by, as far as this function tells.
// Have: db.First(&s, "goods_id = ?", id); s.GoodsID, s.Stock = id, n; db.Save(&s).
func (f *frame) keepsValue(w *Write, e Entry) bool {
	v := f.flat(e.Value)
	if _, name := cutPath(e.Path); len(w.Via) > 0 && v.empty() && len(f.stores(name)) == 0 { // the callee has set it, and knows to what
		return true
	}
	if len(v.Flows) > 0 && v.Text == nil && v.Int == nil && !slices.ContainsFunc(v.Flows, func(fl Flow) bool { return fl.How != 0 || !f.isCellOf(w, e, fl) }) {
		return true
	}
	column := f.models.cell(w.Type, w.Table, e.Path).Column
	return slices.ContainsFunc(w.Row.Flows, func(base Flow) bool {
		r := f.sum.Reads[base.Read]
		return r != nil && slices.ContainsFunc(r.Where, func(t Term) bool { return t.Op == "=" && keyName(t.Column) == column && sameValue(t.Value, v) })
	})
}

// updatesHere are the columns that statements of this package change.
func (r *run) updatesHere() []updatedFact {
	var out []updatedFact
	for _, of := range slices.Sorted(maps.Keys(r.updated)) {
		out = append(out, updatedFact{of, slices.Sorted(maps.Keys(r.updated[of]))})
	}
	return out
}

// keepStale drops from findings of stale the columns that nothing in sight changes, in the package or in those beneath it, and findings of which
// no column is left.
func (r *run) keepStale() {
	if !slices.ContainsFunc(r.result.Findings, func(x Finding) bool { return x.Category == "stale" }) {
		return
	}
	updates := r.updatesHere()
	for _, pf := range r.pass.AllPackageFacts() {
		if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion && pf.Package != r.pass.Pkg {
			updates = append(updates, fact.Updated...)
		}
	}
	var kept []Finding
	for _, x := range r.result.Findings {
		if x.Category != "stale" || r.goesOverOthers(&x, updates) {
			kept = append(kept, x)
		}
	}
	r.result.Findings = kept
}
