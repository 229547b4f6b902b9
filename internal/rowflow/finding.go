package rowflow

import (
	"go/types"
	"slices"
	"strings"
)

// A Finding is a lost update: a cell that was read, computed with in memory, and is written back unprotected.
type Finding struct {
	Category string
	At       Pos // where it is reported
	Read     *ReadSite
	Write    *Write
	Flow     Flow
	Cell     Cell
	Test     bool     // it stands in a test
	InTx     bool     // the write is in a transaction: that alone is no protection
	Self     bool     // check: the column is changed by the database's own arithmetic
	Found    bool     // check: the test is the WHERE of the read
	Unseen   bool     // check: the statement repeats the test, and nobody looks at whether it changed the row
	Changed  []string // stale, refresh: the fields that were changed, where the row is written whole …
	Partly   []string // … those of them that go back as they were read on some paths …
	Kept     []string // … and those that do so on all
	kept     []Cell   // … the columns of these
	apart    bool     // those that go back on some paths do so each on its own
	Seen     Pos      // refresh: where the old value is compared, if that is where it is reported
	Again    bool     // refresh: an assignment that was built once is applied a second time
	Owner    string   // the row's struct type or table, as messages call it
	Type     string   // of the struct's field, "decimal.Decimal"; empty where only SQL names the column
}

// Name is the column as the program writes it: Product.InStock, or products.in_stock where only SQL names it.
func (x *Finding) Name() string {
	if x.Owner == "" || x.Cell.Field == "" {
		return x.Owner + x.Cell.Field
	}
	return x.Owner + "." + x.Cell.Field
}

// name prefers the struct's own words to those of the SQL text.
func (f *frame) name(x *Finding) {
	for _, typ := range []string{x.Write.Type, x.Cell.Type, x.Read.Type} {
		n := f.models.lookup(typ)
		if n == nil {
			continue
		}
		if field := f.models.fieldFor(n, x.Cell.Column); field != "" {
			x.Owner, x.Cell.Field, x.Type = baseName(typ), field, types.TypeString(fieldType(n.Underlying().(*types.Struct), field), (*types.Package).Name)
			return
		}
		if typ == x.Cell.Type || x.Cell.Column == "" {
			x.Owner = baseName(typ)
			return
		}
	}
	if x.Owner = x.Cell.Table; x.Owner == "" {
		x.Owner = x.Read.Table
	}
}

// report takes a finding into the account of the function.
func (f *frame) report(x Finding) {
	f.name(&x)
	if x.At = x.Seen; x.Seen == (Pos{}) {
		x.At = x.level(f.pass.Pkg.Path())
	}
	x.InTx = x.Write.Tx != "" && x.Write.Tx != carriedTx || len(f.open()) > 0
	f.sum.pending = append(f.sum.pending, x)
}

// deliver hands on what was found: nothing in set-up code, which runs once before there is anybody to race with; what a closure found,
// or a function that only this package calls, waits for its callers, which may hold a lock.
func (f *frame) deliver() {
	if f.sum.schema || f.migrates() {
		f.sum.pending, f.sum.rows, f.sum.keySaves, f.sum.creations = nil, nil, nil, nil
	}
	if f.sum.schema { // a migration of many rows is as slow as any other loop over them
		f.sum.repeats = nil
	}
	if f.waits() {
		return
	}
	for _, x := range f.sum.pending {
		f.run.add(x)
	}
	for _, x := range f.sum.repeats {
		f.run.addRepeat(x)
	}
	for _, x := range f.sum.keySaves {
		f.run.addKeySave(x)
	}
	for _, x := range f.sum.creations {
		f.run.addCreation(x)
	}
	f.sum.pending, f.sum.repeats, f.sum.keySaves, f.sum.creations = nil, nil, nil, nil
}

// migrates reports whether the function stands in a file or package of migrations: migration.go, migrations/0042_prices.go.
func (f *frame) migrates() bool {
	at := f.place(f.fn.Pos(), f.fn)
	dirs := strings.Split(at.Pkg, "/")
	return slices.ContainsFunc(append(words(strings.TrimSuffix(at.File, ".go")), dirs...), func(w string) bool {
		return w == "migration" || w == "migrations" || w == "migrate" || w == "migrator"
	})
}

// waits reports whether every call of the function is in sight of this package.
func (f *frame) waits() bool {
	return f.fn.Parent() != nil || f.fn.Object() != nil && !f.fn.Object().Exported()
}

// inTest reports whether the function stands in a test: that a test calls a function says nothing about who else does.
func (f *frame) inTest() bool { return isTest(f.pass.Fset.Position(f.fn.Pos()).Filename) }

// settle takes over what a callee found, unless the caller holds a lock.
func (a *application) settle() {
	if !a.recording || a.inTest() {
		return
	}
	a.frame.sum.schema = a.frame.sum.schema || a.sum.schema
	a.sum.settled = a.sum.settled || len(a.sum.pending)+len(a.sum.repeats)+len(a.sum.keySaves)+len(a.sum.creations) > 0
	a.takeRepeats()
	a.frame.sum.keySaves = append(a.frame.sum.keySaves, a.sum.keySaves...)
	if a.st.guard == "" && !a.sum.sent {
		if !takesTurns(a.block) {
			a.frame.sum.creations = append(a.frame.sum.creations, a.sum.creations...)
		}
		inTx := len(a.open()) > 0
		for _, x := range a.sum.pending {
			x.InTx = x.InTx || inTx
			a.frame.sum.pending = append(a.frame.sum.pending, x)
		}
	}
}
