package rowflow

import (
	"bytes"
	"compress/flate"
	"encoding/gob"
	"errors"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"sort"

	"golang.org/x/tools/go/ssa"
)

// factVersion changes with the shape of the facts: those of another version mean unknown.
const factVersion = 2

// PackageFact is what other packages learn of a package. The parts are encoded one by one and decoded only where they are needed.
type PackageFact struct {
	Version int
	Reaches bool   // it can touch a database: who imports it can, too
	Funcs   []byte // []funcFact
	Types   []byte // []typeFact
	Tables  []tableFact
	Mapped  []string // library and type: a call said that it has a version column
	Keyless []string // types and tables of which a row was inserted without its key: the database makes it
}

// AFact marks PackageFact as a fact of go/analysis.
func (*PackageFact) AFact() {}

func (p *PackageFact) String() string {
	return fmt.Sprintf("reaches a database (%d bytes)", len(p.Funcs))
}

// funcFact is the summary of a function that other packages can call.
type funcFact struct {
	Key     string // "Store.Save", "Open"
	Summary Summary
	Reads   []*ReadSite // in order: maps have none
}

// typeFact is a type whose methods do something to rows.
type typeFact struct {
	Name    string
	Generic bool // its methods are found by its name
	Methods []methodFact
}

type methodFact struct {
	Name string
	Sig  uint32
	Pkg  string // of the declared method, which may be promoted from elsewhere
	Key  string
}

type tableFact struct{ Type, Table string }

// mappedElsewhere are the types that packages beneath this one mapped with a version column.
func (r *run) mappedElsewhere() map[string]bool {
	out := map[string]bool{}
	for _, pf := range r.pass.AllPackageFacts() {
		if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == factVersion {
			for _, typ := range fact.Mapped {
				out[typ] = true
			}
		}
	}
	return out
}

// facts are a package's facts, decoded.
type facts struct {
	sums map[string]*Summary
}

func funcKey(obj *types.Func) string { return receiver(obj) + "." + obj.Name() }

// exportFact tells other packages about this one.
func (r *run) exportFact() {
	fact := &PackageFact{Version: factVersion, Reaches: r.reaches, Tables: r.tablesHere(), Mapped: slices.Sorted(maps.Keys(r.models.mapped)),
		Keyless: slices.Sorted(maps.Keys(r.keyless))}
	var funcs []funcFact
	speaks := map[string]bool{}
	for _, fn := range r.functions() {
		obj, sum := object(fn), r.sums[fn]
		if obj == nil || !obj.Exported() || sum.silent() {
			continue
		}
		ff := funcFact{Key: funcKey(obj), Summary: *sum}
		for _, s := range sum.Reads {
			ff.Reads = append(ff.Reads, s)
		}
		sort.Slice(ff.Reads, func(i, j int) bool { return ff.Reads[i].ID < ff.Reads[j].ID })
		ff.Summary.Reads = nil
		funcs = append(funcs, ff)
		speaks[ff.Key] = true
	}
	sort.Slice(funcs, func(i, j int) bool { return funcs[i].Key < funcs[j].Key })
	fact.Funcs = encode(&funcs)
	ts := r.typesHere()
	fact.Types = encode(&ts)
	r.pass.ExportPackageFact(fact)
}

// encode makes a part of a fact: gob, deflated, for the names of files, functions and columns stand in it again and again.
func encode(v any) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		err = errors.Join(gob.NewEncoder(w).Encode(v), w.Close())
	}
	if err != nil {
		panic(err) // the types above are made to be encoded, and a buffer takes what it is given
	}
	return b.Bytes()
}

// decode reads a part of a fact.
func decode(part []byte, v any) error {
	return gob.NewDecoder(flate.NewReader(bytes.NewReader(part))).Decode(v)
}

// factSummary is the summary that another package's facts have of a function, nil if they have none.
func (r *run) factSummary(obj *types.Func) *Summary {
	return r.factSummaryOf(obj.Pkg(), funcKey(obj))
}

func (r *run) factSummaryOf(pkg *types.Package, key string) *Summary {
	if pkg == nil {
		return nil
	}
	fs, ok := r.facts[pkg]
	if !ok {
		fs = r.decodeFacts(pkg)
		r.facts[pkg] = fs
	}
	return fs.sums[key]
}

func (r *run) decodeFacts(pkg *types.Package) *facts {
	fs := &facts{sums: map[string]*Summary{}}
	var fact PackageFact
	if !r.pass.ImportPackageFact(pkg, &fact) || fact.Version != factVersion {
		return fs
	}
	var funcs []funcFact
	if decode(fact.Funcs, &funcs) != nil {
		return fs
	}
	for i := range funcs {
		s := &funcs[i].Summary
		s.Reads, s.foreign = map[string]*ReadSite{}, true
		for _, site := range funcs[i].Reads {
			s.Reads[site.ID] = site
		}
		fs.sums[funcs[i].Key] = s
	}
	return fs
}

// functionOf is the SSA function of a declared one of this package.
func (r *run) functionOf(obj *types.Func) *ssa.Function { return r.prog.FuncValue(obj) }
