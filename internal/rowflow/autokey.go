package rowflow

import (
	"slices"

	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// judgeInsert reports a row that is inserted under a key of the program's choice though the database numbers the table: its sequence is
// not moved, and an insert without a key meets the row later.
func (f *frame) judgeInsert(w *Write) {
	key, ok := f.insertedKey(w)
	switch {
	case !ok:
		return
	case key.value.empty():
		w.KeyJudged = true
		f.keyless[w.tableOrType()] = true
		return
	case !f.isChosen(key.value) || slices.ContainsFunc(key.value.Flows, func(fl Flow) bool { return fl.Root.Kind == Param }):
		return // not known yet: the callers choose
	}
	w.KeyJudged = true
	if key.auto && f.isNumbered(w, key.value) && !f.isSetup(w) {
		f.reportKey(KeySave{Category: "autokey", Write: w, Key: key.name})
	}
}

// setKey is the key that a statement sets in a row; the value is empty if it leaves the key to the database.
type setKey struct {
	name  string
	value Value
	auto  bool // the database makes the key of a row that has none
}

// tableOrType names what is inserted into.
func (w *Write) tableOrType() string {
	if w.Type != "" {
		return w.Type
	}
	return w.Table
}

// insertedKey is the key that an insert sets. ok is false if that is not known.
func (f *frame) insertedKey(w *Write) (key setKey, ok bool) {
	if w.Row == nil {
		for _, t := range w.Set {
			if sqltext.Normal(t.Column) == "id" {
				return setKey{t.Column, t.Value, true}, !t.Value.empty()
			}
		}
		return setKey{auto: true}, len(w.Set) > 0
	}
	lib, n := f.models.library(w.Lib), f.models.lookup(w.Type)
	if lib == nil || n == nil {
		return setKey{}, false
	}
	keys := f.models.keys(f.models.columns(n, lib), lib)
	if len(keys) != 1 {
		return setKey{}, false
	}
	key = setKey{name: keys[0].name(), auto: keys[0].isAuto(lib)}
	from, _ := f.sourceOf(w)
	v, set := w.entry(keys[0].path)
	if zero := v.Int != nil && *v.Int == 0; set && !zero {
		key.value = v
		return key, from == built || from == bound || from == given
	}
	return key, from == built
}

// isNumbered reports whether the key is one that the program made up: a constant, what a request said, one more than the last.
func (f *frame) isNumbered(w *Write, key Value) bool {
	if key.Int != nil {
		return true
	}
	return slices.ContainsFunc(key.Flows, func(fl Flow) bool {
		if fl.Root.Kind == Outside {
			return true
		}
		read := f.sum.Reads[fl.Read]
		if read == nil || fl.How&Computed == 0 {
			return false
		}
		from := f.models.cell(read.Type, read.Table, fl.Path)
		from.Column, from.Below = "id", false
		return f.models.sameCell(from, Cell{Type: w.Type, Table: w.Table, Column: "id"})
	})
}

// keepAutoKeys drops findings on tables of which no insert in sight leaves the key to the database: there the program numbers all rows.
func (r *run) keepAutoKeys() {
	r.result.KeySaves = slices.DeleteFunc(r.result.KeySaves, func(x KeySave) bool {
		return x.Category == "autokey" && !r.isKeyless(x.Write)
	})
}

// isKeyless reports whether this package, or one beneath it, inserts into the table without a key.
func (r *run) isKeyless(w *Write) bool {
	known := func(name string) bool {
		if name == "" {
			return false
		}
		return r.models.sameCell(Cell{Type: w.Type, Table: w.Table, Column: "id"}, r.models.cellOf(name, "id"))
	}
	for name := range r.keyless {
		if known(name) {
			return true
		}
	}
	for _, pf := range r.pass.AllPackageFacts() {
		if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion && slices.ContainsFunc(fact.Keyless, known) {
			return true
		}
	}
	return false
}
