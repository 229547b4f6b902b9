package knowledge

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// Mismatches tells what a row says that the code does not: a call that no package of the library declares, an operand that a
// call has not. A name with a star stands for calls of generated packages; one at least must have the operands.
func (c Call) Mismatches(own, generated []*types.Package) []string {
	var all []string
	for _, on := range Ons(c.On) {
		for _, name := range strings.Fields(c.Name) {
			star := strings.Contains(on+name, "*")
			found := Declared(own, on, name)
			if star || len(found) == 0 {
				found = append(found, Declared(generated, on, name)...)
			}
			if len(found) == 0 {
				all = append(all, missing(append(own[:len(own):len(own)], generated...), on, name))
			}
			var bad []string
			for _, f := range found {
				if why := c.badOperand(f.Signature(), on, name); why != "" {
					bad = append(bad, why+": "+types.ObjectString(f, (*types.Package).Name))
				}
			}
			if len(bad) > 0 && (!star || len(bad) == len(found)) {
				all = append(all, bad[0])
			}
		}
	}
	return all
}

// missing says what there is not: the type, its method, or the function.
func missing(pkgs []*types.Package, on, name string) string {
	var paths []string
	for _, p := range pkgs {
		paths = append(paths, p.Path())
	}
	in := " in " + strings.Join(paths, ", ")
	switch {
	case on == "":
		return "no function " + name + in
	case !slices.ContainsFunc(pkgs, func(p *types.Package) bool { return Declares(p, on) }):
		return "no type " + on + in
	}
	return "type " + on + " has no method " + name + " of its own" + in
}

// Declares reports whether a package declares a type of this name, which may have a star.
func Declares(p *types.Package, pattern string) bool {
	return slices.ContainsFunc(p.Scope().Names(), func(name string) bool {
		_, ok := p.Scope().Lookup(name).(*types.TypeName)
		return ok && matches(pattern, name)
	})
}

// Declared are the functions and methods that a receiver's and a call's name, with or without a star, stand for. A method counts
// where it is declared, as for the engine: promoted ones belong to the embedded type.
func Declared(pkgs []*types.Package, on, name string) []*types.Func {
	var out []*types.Func
	for _, p := range pkgs {
		for _, n := range p.Scope().Names() {
			switch obj := p.Scope().Lookup(n).(type) {
			case *types.Func:
				if on == "" && matches(name, n) {
					out = append(out, obj)
				}
			case *types.TypeName:
				if on != "" && matches(on, n) {
					out = append(out, methods(p, obj, name)...)
				}
			}
		}
	}
	return out
}

func methods(p *types.Package, obj *types.TypeName, name string) []*types.Func {
	named, ok := types.Unalias(obj.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() != p {
		return nil
	}
	var out []*types.Func
	for i := range named.NumMethods() {
		if m := named.Method(i); matches(name, m.Name()) {
			out = append(out, m)
		}
	}
	if iface, ok := named.Underlying().(*types.Interface); ok {
		for i := range iface.NumExplicitMethods() {
			if m := iface.ExplicitMethod(i); matches(name, m.Name()) {
				out = append(out, m)
			}
		}
	}
	return out
}

func matches(pattern, name string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	return len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after)
}

// Ons are the receivers of a row, one empty name for a function.
func Ons(on string) []string {
	if on == "" {
		return []string{""}
	}
	return strings.Fields(on)
}

// badOperand says which operand of the row the signature has not, empty if none.
func (c Call) badOperand(sig *types.Signature, on, name string) string {
	for _, op := range operands(c) {
		switch {
		case op.arg > 0 && int(op.arg) > sig.Params().Len() && !sig.Variadic():
			return fmt.Sprintf("%s is argument %d, of which there are %d", op.name, op.arg, sig.Params().Len())
		case op.arg == Result && sig.Results().Len() == 0:
			return op.name + " is the result, and there is none"
		case op.arg == Recv && on == "":
			return op.name + " is the receiver, and there is none"
		case op.arg == Star && !strings.Contains(name, "*"), op.arg == OnStar && !strings.Contains(on, "*"), op.arg < OnStar:
			return op.name + " is what a star stands for, and there is none"
		case op.arg > 0 && op.isFunc && !isFunc(sig, int(op.arg)):
			return fmt.Sprintf("%s is argument %d, which is no function", op.name, op.arg)
		case op.isText && op.arg > 0 && !mayBeText(sig, int(op.arg)):
			return fmt.Sprintf("%s is argument %d, which is no text", op.name, op.arg)
		}
	}
	return ""
}

type operand struct {
	name           string
	arg            Arg
	isFunc, isText bool
}

func operands(c Call) []operand {
	return []operand{
		{name: "query", arg: c.Query}, {name: "handle", arg: c.Handle}, {name: "parts", arg: c.Parts}, {name: "table", arg: c.Table},
		{name: "model", arg: c.Model}, {name: "key", arg: c.Key}, {name: "where", arg: c.Where}, {name: "columns", arg: c.Columns},
		{name: "omit", arg: c.Omit}, {name: "column", arg: c.Column}, {name: "value", arg: c.Value},
		{name: "setText", arg: c.SetText, isText: true}, {name: "atomic", arg: c.Atomic}, {name: "sql", arg: c.SQL, isText: true},
		{name: "args", arg: c.Args}, {name: "named", arg: c.Named}, {name: "lockBy", arg: c.LockBy, isText: true},
		{name: "suffix", arg: c.Suffix, isText: true}, {name: "clause", arg: c.Clause}, {name: "onClash", arg: c.OnClash}, {name: "dead", arg: c.Dead, isText: true},
		{name: "version", arg: c.Version, isText: true}, {name: "row", arg: c.Row}, {name: "scan", arg: c.Scan},
		{name: "options", arg: c.Options}, {name: "runs", arg: c.Runs, isFunc: true}, {name: "scope", arg: c.Scope, isFunc: true},
		{name: "expr", arg: c.Expr}, {name: "sameAs", arg: c.SameAs},
	}
}

// param is the type of an operand, a variadic parameter's element.
func param(sig *types.Signature, n int) types.Type {
	last := sig.Params().Len()
	if !sig.Variadic() || n < last {
		return sig.Params().At(n - 1).Type()
	}
	return sig.Params().At(last - 1).Type().(*types.Slice).Elem()
}

func isFunc(sig *types.Signature, n int) bool {
	switch param(sig, n).Underlying().(type) {
	case *types.Signature, *types.Interface: // go-pg's ForEach takes any
		return true
	}
	return false
}

func mayBeText(sig *types.Signature, n int) bool {
	switch u := param(sig, n).Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0
	case *types.Interface:
		return true
	}
	return false
}
