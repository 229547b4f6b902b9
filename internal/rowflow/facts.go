package rowflow

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"sort"

	"golang.org/x/tools/go/ssa"
)

// FactVersion changes with the shape of the facts: those of another version mean unknown.
const FactVersion = 11

// maxFact is how many bytes a package's fact may have. The largest summaries of one that has more are left out.
const maxFact = 64 << 10

// PackageFact is what other packages learn of a package. The parts are encoded one by one and decoded only where they are needed.
type PackageFact struct {
	Version int
	Reaches bool   // it can touch a database: who imports it can, too
	Funcs   []byte // []funcFact
	Types   []byte // []typeFact
	Tables  []tableFact
	Mapped  []string      // library and type: a call said that it has a version column
	Keyless []string      // types and tables of which a row was inserted without its key: the database makes it
	Updated []updatedFact // what its statements change
	Pools   []string      // fields that hold nothing but a pool of connections
	Schema  []byte        // schemaFact
}

// AFact marks PackageFact as a fact of go/analysis.
func (*PackageFact) AFact() {}

func (p *PackageFact) String() string {
	return fmt.Sprintf("reaches a database (%d bytes)", len(p.Funcs))
}

// plainFact is the fact without its methods.
type plainFact PackageFact

// GobEncode implements gob.GobEncoder: the version, as one number, and the rest.
func (p *PackageFact) GobEncode() ([]byte, error) {
	b := bytes.NewBuffer(binary.AppendUvarint(nil, uint64(p.Version)))
	err := gob.NewEncoder(b).Encode((*plainFact)(p))
	return b.Bytes(), err
}

// GobDecode implements gob.GobDecoder. A fact of another version, or one that is broken, is one that says nothing, and no error.
func (p *PackageFact) GobDecode(data []byte) error {
	version, n := binary.Uvarint(data)
	var plain plainFact
	if n <= 0 || version != FactVersion || gob.NewDecoder(bytes.NewReader(data[n:])).Decode(&plain) != nil {
		*p = PackageFact{}
		return nil
	}
	*p = PackageFact(plain)
	return nil
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
		if fact, ok := pf.Fact.(*PackageFact); ok && fact.Version == FactVersion {
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
	fact := &PackageFact{Version: FactVersion, Reaches: r.reaches, Tables: r.tablesHere(), Mapped: slices.Sorted(maps.Keys(r.models.mapped)),
		Keyless: slices.Sorted(maps.Keys(r.keyless)), Updated: r.updatesHere(), Schema: r.schemaHere()}
	if r.reaches {
		fact.Pools = r.poolFacts()
	}
	var funcs []funcFact
	at := map[string]*ssa.Function{}
	for _, fn := range r.functions() {
		obj, sum := object(fn), r.sums[fn]
		if obj == nil || !obj.Exported() || sum.silent() {
			continue
		}
		ff := funcFact{Key: funcKey(obj), Summary: sum.lean()}
		for _, s := range ff.Summary.Reads {
			ff.Reads = append(ff.Reads, s)
		}
		sort.Slice(ff.Reads, func(i, j int) bool { return ff.Reads[i].ID < ff.Reads[j].ID })
		funcs = append(funcs, ff)
		at[ff.Key] = fn
	}
	sort.Slice(funcs, func(i, j int) bool { return funcs[i].Key < funcs[j].Key })
	ts := r.typesHere()
	fact.Types = encode(&ts)
	for _, left := range fact.fit(funcs) {
		r.result.LeftOut = append(r.result.LeftOut, LeftOut{Pos: at[left].Pos(), Func: at[left].String(),
			Why: fmt.Sprintf("beyond the budget: the package's facts are more than %d KiB, and other packages know nothing of this one", maxFact>>10)})
	}
	r.pass.ExportPackageFact(fact)
}

// fit sets the summaries of a fact, without the columns that are updated and as many of the largest summaries as are too much, and gives the keys of those.
func (p *PackageFact) fit(funcs []funcFact) (left []string) {
	if p.Funcs = encode(&funcs); p.bytes() <= maxFact {
		return nil
	}
	if p.Updated = nil; p.bytes() <= maxFact { // a check that is off by default costs the others nothing
		return nil
	}
	bySize := slices.Clone(funcs)
	slices.SortStableFunc(bySize, func(a, b funcFact) int { return cmp.Compare(b.Summary.size(), a.Summary.size()) })
	without := func(n int) (left []string) {
		for _, ff := range bySize[:n] {
			left = append(left, ff.Key)
		}
		kept := slices.DeleteFunc(slices.Clone(funcs), func(ff funcFact) bool { return slices.Contains(left, ff.Key) })
		p.Funcs = encode(&kept)
		return left
	}
	return without(sort.Search(len(funcs), func(n int) bool {
		without(n)
		return p.bytes() <= maxFact
	}))
}

// bytes is the size of a fact as it is written.
func (p *PackageFact) bytes() int {
	data, err := p.GobEncode()
	if err != nil {
		panic(err) // its fields are bytes, texts and truth values
	}
	return len(data)
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
	if !r.pass.ImportPackageFact(pkg, &fact) || fact.Version != FactVersion {
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
