package rowflow

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// isChosen reports whether a key was chosen: it came from a parameter, a request or another row, or is a constant. One that a function
// made (a UUID, a snowflake, the number of a message that another system has sent) is new, and one that is zero is none.
func (f *frame) isChosen(key Value) bool {
	if key.Int != nil {
		return *key.Int != 0
	}
	if key.Text != nil && len(key.Holes) == 0 && len(key.Flows) == 0 {
		return *key.Text != ""
	}
	flows := f.flat(key).Flows
	chosen := false
	for _, fl := range flows {
		if fl.Root.Kind == Local && (fl.Path == "" && f.makes(fl.Root) || len(fields(fl.Path)) == 1 && f.sends(fl.Root)) {
			return false
		}
		chosen = chosen || fl.Read != "" || fl.Root.Kind == Param || fl.Root.Kind == Outside || fl.Path != ""
	}
	return chosen
}

// makes reports whether the instruction behind a root is a call of an unknown function, not of one that only converts.
func (f *frame) makes(root Root) bool {
	if call := f.callBehind(root); call != nil {
		fn := call.Common().StaticCallee()
		if fn == nil || object(fn) == nil || object(fn).Pkg() == nil {
			return true
		}
		obj := object(fn)
		return f.index.Helper(obj.Pkg().Path(), receiver(obj), obj.Name()) == nil
	}
	return false
}

// sends reports whether the instruction behind a root is a call of an unknown function that is told something and may fail: what it returns has a
// number that is new.
// Have: m, err := bot.Send(text); db.Save(&Question{ID: m.ID}).
func (f *frame) sends(root Root) bool {
	call := f.callBehind(root)
	if call == nil || !f.makes(root) {
		return false
	}
	sig := call.Common().Signature()
	n := sig.Results().Len()
	return sig.Params().Len() > 0 && n > 1 && isError(sig.Results().At(n-1).Type())
}

// callBehind is the call whose result a root is, nil if it is none's.
func (f *frame) callBehind(root Root) ssa.CallInstruction {
	for in, n := range f.num {
		if n == root.N {
			call, _ := in.(ssa.CallInstruction)
			return call
		}
	}
	return nil
}

// boundToo reports whether the key that was put into a decoded struct is itself what the decoder left there.
func (f *frame) boundToo(w *Write, key Value) bool {
	return slices.ContainsFunc(key.Flows, func(fl Flow) bool {
		return slices.ContainsFunc(w.Row.Flows, func(base Flow) bool { return base.Root == fl.Root && fl.Root.Kind == Outside })
	})
}

// isDecoded reports whether a decoder fills the field: its tags do not leave it out.
func (c column) isDecoded() bool {
	return c.tag.Get("json") != "-" && c.tag.Get("form") != "-"
}

// keyIsZero reports whether the statement runs only if the key that came along is zero.
// Have: if p.ID != 0 { return errIDGiven }.
func (f *frame) keyIsZero(w *Write) bool {
	for _, c := range f.controls(f.block) {
		cmp, ok := c.branch().Cond.(*ssa.BinOp)
		if !ok {
			continue
		}
		side, ok := missingCompared(cmp)
		if !ok || side != c.side {
			continue
		}
		for _, fl := range c.cond.Flows {
			if fl.Root.Kind == Outside && isKey(f.models.cell(w.Type, w.Table, fl.Path)) {
				return true
			}
		}
	}
	return false
}

// isAsked reports whether a key may name any row, or none: it came with a request, or with a message that is no row itself. A struct
// whose fields are all taken from one other, as a row is made of an entity, is as good as loaded.
func (f *frame) isAsked(w *Write, key Value) bool {
	for _, fl := range f.flat(key).Flows {
		switch fl.Root.Kind {
		case Outside:
			return true
		case Param, Local: // a part of a parameter, or of what a function returned
			if n := named(f.types[fl.Root]); n != nil && fl.Path != "" {
				return isRequest(n) || !f.isMapped(w, fl)
			}
		}
	}
	return false
}

// isMapped reports whether all that the struct is made of stands beside the key in one other struct.
func (f *frame) isMapped(w *Write, key Flow) bool {
	for _, e := range w.Row.Image {
		for _, fl := range f.flat(e.Value).Flows {
			if fl.Root.Kind == Param && fl.Root != key.Root || fl.Read != "" {
				return false
			}
		}
	}
	head, _ := cutPath(key.Path)
	return f.isPromoted(f.types[key.Root], head)
}

// isPromoted reports whether all that a path goes through is embedded: Base of Base.ID.
func (f *frame) isPromoted(t types.Type, path string) bool {
	for _, name := range fields(path) {
		n := named(t)
		if n == nil {
			return false
		}
		field, _ := f.models.field(n, name)
		if field == nil || !field.Embedded() {
			return false
		}
		t = field.Type()
	}
	return true
}

// isRequest reports whether a struct is what a request is decoded into, by its name or its tags.
func isRequest(n *types.Named) bool {
	name := n.Obj().Name()
	if slices.ContainsFunc([]string{"Request", "Req", "Input", "Form", "Payload", "DTO", "Dto", "Params", "Body", "Command", "Cmd"}, func(w string) bool {
		return strings.HasSuffix(name, w) || strings.HasPrefix(name, w)
	}) {
		return true
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range s.NumFields() {
		for _, key := range []string{"binding", "form", "uri", "query", "param"} {
			if reflect.StructTag(s.Tag(i)).Get(key) != "" {
				return true
			}
		}
	}
	return false
}

// setupWords are what code that fills a database is called.
var setupWords = []string{"seed", "migrat", "importer", "fixture", "testdata", "mock", "demo", "sample", "bootstrap", "install", "populate", "initdb", "initdata", "initialize"}

// isSetup reports whether the write stands in code that fills a new database or moves an old one, by the names of function, file and package.
func (f *frame) isSetup(w *Write) bool {
	last := w.At.Pkg[strings.LastIndexByte(w.At.Pkg, '/')+1:]
	at := strings.ToLower(w.At.Func + " " + w.At.File + " " + last)
	return slices.ContainsFunc(setupWords, func(word string) bool { return strings.Contains(at, word) })
}
