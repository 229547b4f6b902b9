package knowledge

import "strings"

// Index finds rows of knowledge by the name of what is called.
type Index struct {
	libs       map[string]*Library
	calls      map[callKey]found
	helpers    map[callKey]*Helper
	outside    map[callKey]bool
	bulkKeys   map[string]bool
	handles    map[callKey]*Library
	exprs      map[string]bool
	clauses    map[string]*Clause
	flags      map[Flag]Verb
	methods    map[string][]Lookalike
	generators []*Library
	under      []string
}

type callKey struct{ path, on, name string }

type found struct {
	lib  *Library
	call *Call
}

// NewIndex makes the index of some libraries and helpers.
func NewIndex(libs []*Library, helpers []Helper) *Index {
	x := &Index{libs: map[string]*Library{}, calls: map[callKey]found{}, helpers: map[callKey]*Helper{}, outside: map[callKey]bool{}, bulkKeys: map[string]bool{},
		handles: map[callKey]*Library{}, exprs: map[string]bool{}, clauses: map[string]*Clause{}, flags: map[Flag]Verb{}, methods: map[string][]Lookalike{}}
	for _, lib := range libs {
		x.addLibrary(lib)
	}
	x.under = append(x.under, Foreign()...)
	for i := range helpers {
		h := &helpers[i]
		for _, k := range keys(strings.Fields(h.Path), h.On, h.Name) {
			x.helpers[k] = h
		}
	}
	for _, h := range outside {
		for _, k := range keys(strings.Fields(h.Path), h.On, h.Name) {
			x.outside[k] = true
		}
	}
	return x
}

func (x *Index) addLibrary(lib *Library) {
	x.under = append(x.under, lib.Under...)
	x.bulkKeys[lib.Name] = lib.BulkKeys
	if len(lib.Generated) > 0 {
		x.generators = append(x.generators, lib)
	}
	for _, p := range lib.Paths {
		x.libs[p] = lib
		for _, h := range lib.Handles {
			x.handles[callKey{path: p, on: h}] = lib
		}
	}
	for i := range lib.Calls {
		for _, k := range keys(lib.Paths, lib.Calls[i].On, lib.Calls[i].Name) {
			x.calls[k] = found{lib, &lib.Calls[i]}
			if k.on != "" {
				x.methods[k.name] = append(x.methods[k.name], Lookalike{k.path, k.on})
			}
		}
	}
	for _, e := range lib.Exprs {
		x.exprs[e] = true
	}
	for _, f := range lib.Flags {
		x.flags[Flag{Type: f.Type, Value: f.Value}] = f.Will
	}
	for i := range lib.Clauses {
		x.clauses[lib.Clauses[i].Type] = &lib.Clauses[i]
	}
}

// keys multiplies a row's paths, receivers and names out.
func keys(paths []string, on, name string) []callKey {
	ons := strings.Fields(on)
	if on == "" {
		ons = []string{""}
	}
	var out []callKey
	for _, p := range paths {
		for _, o := range ons {
			for _, n := range strings.Fields(name) {
				out = append(out, callKey{p, o, n})
			}
		}
	}
	return out
}

// Unversioned drops major version elements from an import path: github.com/go-pg/pg/v10/orm is github.com/go-pg/pg/orm.
func Unversioned(path string) string {
	if !strings.Contains(path, "/v") {
		return path
	}
	parts := strings.Split(path, "/")
	out := parts[:0]
	for _, p := range parts {
		if len(p) > 1 && p[0] == 'v' && strings.Trim(p[1:], "0123456789") == "" {
			continue
		}
		out = append(out, p)
	}
	return strings.Join(out, "/")
}

// Call is what a library's function or method does, nil if it is in no row.
func (x *Index) Call(path, on, name string) (*Library, *Call) {
	f := x.calls[callKey{Unversioned(path), on, name}]
	return f.lib, f.call
}

// Generators lists those of the index that generate code.
func (x *Index) Generators() []*Library { return x.generators }

// Match is a row for generated code, and what the stars in it stand for.
type Match struct {
	Call         *Call
	On, NameStar string
}

// Star finds the row that speaks of a function or method in a package that the library generated: one without a star first, then the
// first that fits.
func (lib *Library) Star(on, name string) (Match, bool) {
	var best Match
	found := false
	for i := range lib.Calls {
		c := &lib.Calls[i]
		o, okOn := starOf(c.On, on)
		n, okName := starOf(c.Name, name)
		if !okOn || !okName || (c.On == "") != (on == "") {
			continue
		}
		if m := (Match{c, o, n}); !found {
			best, found = m, true
		} else if n == "" && best.NameStar != "" {
			best = m
		}
	}
	return best, found
}

// starOf fits a name to a list of patterns with at most one star each, and returns what the star stands for.
func starOf(patterns, name string) (star string, ok bool) {
	if patterns == "" {
		return "", name == ""
	}
	for _, p := range strings.Fields(patterns) {
		if p == name {
			return "", true
		}
		pre, post, has := strings.Cut(p, "*")
		if has && len(name) > len(pre)+len(post) && strings.HasPrefix(name, pre) && strings.HasSuffix(name, post) {
			return name[len(pre) : len(name)-len(post)], true
		}
	}
	return "", false
}

// HandleStar reports whether the type is a connection, transaction or statement of a package that the library generated.
func (lib *Library) HandleStar(name string) bool {
	_, ok := starOf(strings.Join(lib.Handles, " "), name)
	return ok
}

// Helper is what a helper does, nil if it is in no row.
func (x *Index) Helper(path, on, name string) *Helper {
	return x.helpers[callKey{Unversioned(path), on, name}]
}

// Outside reports whether a function changes something outside of the program and its database.
func (x *Index) Outside(path, on, name string) bool {
	return x.outside[callKey{Unversioned(path), on, name}]
}

// Lookalikes lists the handles whose method of this name has a row: an interface of a program's own (sqlc's DBTX) may stand for one.
func (x *Index) Lookalikes(name string) []Lookalike { return x.methods[name] }

// Lookalike is a handle type of a library.
type Lookalike struct{ Path, On string }

// Handle is the library whose connection, transaction or statement the type is, nil if it is none's.
func (x *Index) Handle(path, name string) *Library {
	return x.handles[callKey{path: Unversioned(path), on: name}]
}

// BulkKeys reports whether an insert of many rows through the library fills in their generated keys.
func (x *Index) BulkKeys(library string) bool { return x.bulkKeys[library] }

// Library is the library that a package belongs to by its import path, nil if it is none's.
func (x *Index) Library(path string) *Library { return x.libs[Unversioned(path)] }

// Known reports whether a package is a library's own code: rows speak for it, and it is not analysed.
func (x *Index) Known(path string) bool {
	path = Unversioned(path)
	if x.libs[path] != nil {
		return true
	}
	for _, u := range x.under {
		if strings.HasPrefix(path+"/", strings.TrimSuffix(u, "/")+"/") {
			return true
		}
	}
	return false
}

// Schema reports whether a handle's method of this name changes the schema, as programs do when they start.
func (x *Index) Schema(method string) bool {
	switch method {
	case "AutoMigrate", "Migrator", "Sync", "Sync2", "StoreEngine", "CreateTable", "CreateTables", "CreateTablesIfNotExists", "DropTable", "NewCreateTable":
		return true
	}
	return false
}

// MakesTables reports whether a library's function of this name makes tables or indexes as structs declare them.
func (x *Index) MakesTables(name string) bool {
	switch name {
	case "AutoMigrate", "Sync", "Sync2", "CreateTable", "CreateTables", "CreateIndex", "CreateIndexes", "CreateUniques", "AddUniqueIndex", "RunSyncdb":
		return true
	}
	return false
}

// Opens reports whether a package that imports this one may touch a database. database/sql/driver alone does not: types that are
// stored (decimal, uuid) import it for their Value methods.
func (x *Index) Opens(path string) bool {
	return path != "database/sql/driver" && x.Known(path)
}

// Expr reports whether the type's values are SQL expressions.
func (x *Index) Expr(typ string) bool { return x.exprs[typ] }

// Flag is the verb that a constant of this type and value makes of a call, Shape if it is no flag.
func (x *Index) Flag(typ string, value int64) Verb { return x.flags[Flag{Type: typ, Value: value}] }

// Clause is the clause struct of this type, nil if it is none.
func (x *Index) Clause(typ string) *Clause { return x.clauses[typ] }
