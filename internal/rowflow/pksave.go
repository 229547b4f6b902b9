package rowflow

import (
	"go/types"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A KeySave is a row that is saved under a key which was set in it, not read or made by the database: the key decides whether
// a row is overwritten or inserted.
type KeySave struct {
	Category string // upsert, decoded, autokey
	At       Pos
	Write    *Write
	Owner    string   // the row's struct type or table
	Key      string   // its key
	Set      []string // the fields that the struct sets beside the key, where all are known
	Left     []string // the fields that the struct leaves out: they are overwritten with zeros
	Looked   bool     // the function has looked whether there is such a row
	Test     bool
}

// source says where the struct that is saved comes from.
type source int

const (
	unknownSource source = iota
	built                // here, field by field
	copied               // from a struct of another type
	bound                // from a request
	loaded               // from the database
	given                // as a parameter: the callers know
)

// overwrites reports whether the statement writes every column of a row that it meets, or inserts one.
func (w *Write) overwrites() bool {
	if len(w.Columns)+len(w.Set) > 0 || w.ColumnsBy != nil || w.NonZero {
		return false
	}
	switch w.Verb {
	case knowledge.Save:
		return !w.Upsert
	case knowledge.Upsert:
		return w.All
	}
	return w.Verb == knowledge.Insert && w.Upsert && w.All
}

// judgeKey looks at what the key of a written row decides.
func (f *frame) judgeKey(w *Write) {
	if w.KeyJudged || w.Assume != "" {
		return
	}
	switch {
	case w.overwrites():
		f.judgeOverwrite(w)
	case w.Verb == knowledge.Insert && !w.Upsert:
		f.judgeInsert(w)
	}
}

// judgeOverwrite reports a struct that was not loaded and is saved over whatever row has its key.
func (f *frame) judgeOverwrite(w *Write) {
	lib, n := f.models.library(w.Lib), f.models.lookup(w.Type)
	if lib == nil || n == nil || w.Row == nil || len(w.Row.Refs) == 0 {
		return
	}
	from, twin := f.sourceOf(w)
	if from == given {
		return
	}
	w.KeyJudged = true
	if from == unknownSource || from == loaded || from == built && f.mayBeFilled(w) || f.isSetup(w) || f.saved(w) || f.isNew(w) {
		return
	}
	cols := f.models.columns(n, lib)
	keys := f.models.keys(cols, lib)
	if len(keys) == 0 {
		return
	}
	x := KeySave{Category: "upsert", Write: w, Key: keys[0].name(), Looked: f.looked(w.Type)}
	key, set := w.entry(keys[0].path)
	switch {
	case from == bound && (!set || f.boundToo(w, key)):
		if !keys[0].isDecoded() || f.keyIsZero(w) {
			return
		}
		x.Category = "decoded"
	case from == bound && (f.isOfRow(w, key) || f.lookedFor(w, key)): // the key was set back
		return
	case from == copied && !set && hasField(twin, x.Key):
		key = Value{Flows: extend(w.Row.Flows, x.Key)}
	case !set || !f.isChosen(key):
		return
	}
	if from != bound {
		for _, c := range cols {
			switch {
			case slices.ContainsFunc(keys, func(k column) bool { return k.path == c.path }):
			case w.has(c.path):
				x.Set = append(x.Set, c.name())
			case !c.keepsItself(lib) && !(from == copied && hasField(twin, c.name())):
				x.Left = append(x.Left, c.name())
			}
		}
		if from == copied || len(keys) > 1 {
			x.Set = nil
		}
		if len(x.Left) == 0 && !(keys[0].isAuto(lib) && f.isAsked(w, key) && !f.lookedFor(w, key)) {
			return
		}
	}
	f.reportKey(x)
}

// reportKey takes the finding into the function's account.
func (f *frame) reportKey(x KeySave) {
	x.At = x.Write.At
	if x.Owner = baseName(x.Write.Type); x.Owner == "" {
		x.Owner = x.Write.Table
	}
	f.sum.keySaves = append(f.sum.keySaves, x)
}

// addKeySave takes a finding, once a place; none in generated files.
func (r *run) addKeySave(x KeySave) {
	x.Test = isTest(x.At.File)
	if !r.isGenerated(x.At.File) && r.first("key "+x.Category, x.At) {
		r.result.KeySaves = append(r.result.KeySaves, x)
	}
}

// sourceOf says where the saved struct comes from; a copy of another struct has that one's type. A request that is decoded over a row which
// was read brings the key along like one that fills a new struct.
func (f *frame) sourceOf(w *Write) (from source, twin *types.Named) {
	from = built
	shared := false
	for _, r := range w.Row.Refs {
		switch r.Root.Kind {
		case Param:
			return given, nil
		case Global:
			shared = true
		case Local:
		default:
			return unknownSource, nil
		}
	}
	if slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return strings.HasPrefix(e.Path, "[") }) { // many rows
		return unknownSource, nil
	}
	read := false
	for _, fl := range w.Row.Flows {
		switch {
		case fl.Read != "":
			read = true
		case fl.Root.Kind == Outside:
			from = max(from, bound)
		case fl.Root.Kind == Param:
			t := f.typeAt(Ref{fl.Root, fl.Path})
			if t == nil || typeName(t) == w.Type || named(t) == nil {
				return given, nil
			}
			from, twin = max(from, copied), named(t)
		case fl.Root.Kind != Local || f.makes(fl.Root):
			return unknownSource, nil
		}
	}
	switch {
	case read && (from != bound || len(w.Row.Refs) > 1):
		return loaded, nil
	case shared && from != bound: // what else there is of it, another function has put there
		return unknownSource, nil
	}
	return from, twin
}

// entry is what was put into a field.
func (w *Write) entry(path string) (Value, bool) {
	for _, e := range w.Row.Image {
		if e.Path == path {
			return e.Value, true
		}
	}
	return Value{}, false
}

// has reports whether a field was set, itself or with the struct that it is embedded in.
func (w *Write) has(path string) bool {
	return slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		_, below := under(path, e.Path)
		return e.Path == path || below && !e.Value.empty()
	})
}

// saved reports whether the row was written before, by the function or what it called: then it is there, and its key is known.
func (f *frame) saved(w *Write) bool {
	return slices.ContainsFunc(f.guarded, func(g guardedWrite) bool {
		return g.Row != nil && g.Write != w && slices.ContainsFunc(g.Row.Refs, func(r Ref) bool { return slices.Contains(w.Row.Refs, r) })
	})
}

// isNew reports whether the statement runs only if a row of the type was looked for and not found.
func (f *frame) isNew(w *Write) bool {
	return slices.ContainsFunc(f.controls(f.block), func(c control) bool {
		return slices.ContainsFunc(f.missing(c), func(r *ReadSite) bool { return r.Type == w.Type || r.Type == "" })
	})
}

// lookedFor reports whether a row of the type was read by this key before: it is there.
func (f *frame) lookedFor(w *Write, key Value) bool {
	by := []Term{{Op: "=", Value: f.flat(key)}}
	for _, r := range f.sum.Reads {
		if r.Type == w.Type && r.At != w.At && shareKey(r.owner(), r.Where, by) {
			return true
		}
	}
	return false
}

// isOfRow reports whether a key is that of a row of the type that was read: it is there.
// Have: id := p.ID; c.ShouldBindJSON(&p); p.ID = id.
func (f *frame) isOfRow(w *Write, key Value) bool {
	return slices.ContainsFunc(f.flat(key).Flows, func(fl Flow) bool {
		r := f.sum.Reads[fl.Read]
		return r != nil && r.Type == w.Type && f.models.isKey(f.models.cell(r.Type, r.Table, fl.Path), w.Lib)
	})
}

func hasField(n *types.Named, name string) bool {
	if n == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name)
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// looked reports whether the function has read a row of a type.
func (f *frame) looked(typ string) bool {
	for _, r := range f.sum.Reads {
		if typ != "" && r.Type == typ {
			return true
		}
	}
	return false
}
