package rowflow

import (
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A site is one call of a library's function: its operands as rows of knowledge number them.
type site struct {
	*frame
	in   ssa.CallInstruction
	obj  *types.Func
	lib  *knowledge.Library
	row  *knowledge.Call
	recv Value
	args []Value
	tag  string
	via  []Pos // of a statement that a callee runs with a text from here: the calls beneath this one

	onStar, nameStar string // what the stars of a row for generated code stand for
}

// newSite splits the receiver from the arguments.
func (f *frame) newSite(in ssa.CallInstruction, obj *types.Func, args []Value) *site {
	s := &site{frame: f, in: in, obj: obj, args: args}
	if obj.Signature().Recv() != nil && len(args) > 0 {
		s.recv, s.args = args[0], args[1:]
	}
	return s
}

// resultTypes are the types of the results as the call sees them: a generic function's are those of its instance.
func (s *site) resultTypes() *types.Tuple {
	c := s.in.Common()
	if fn := c.StaticCallee(); c.IsInvoke() && c.Method == s.obj || fn != nil && object(fn) == s.obj {
		return c.Signature().Results()
	}
	return s.obj.Signature().Results()
}

// arg is one operand. Where the call's last parameter is variadic, the elements count one by one.
func (s *site) arg(n knowledge.Arg) Value {
	switch {
	case n == knowledge.Recv:
		return s.recv
	case n == knowledge.Star:
		return Value{Text: &s.nameStar}
	case n > 0:
		if all := s.from(n); len(all) > 0 {
			return all[0]
		}
	}
	return Value{}
}

// from lists the operands from the nth on, of which the receiver is the one before the first.
func (s *site) from(n knowledge.Arg) []Value {
	if n == knowledge.Recv {
		return append([]Value{s.recv}, s.from(1)...)
	}
	if n <= 0 || int(n) > len(s.args) {
		if n > 0 && s.obj.Signature().Variadic() && len(s.args) > 0 { // beyond the first of the variadic ones
			last := s.elements(s.args[len(s.args)-1])
			if skip := int(n) - len(s.args); skip < len(last) {
				return last[skip:]
			}
		}
		return nil
	}
	out := append([]Value{}, s.args[n-1:]...)
	if s.obj.Signature().Variadic() && len(s.args) == s.obj.Signature().Params().Len() {
		out = append(out[:len(out)-1], s.elements(out[len(out)-1])...)
	}
	return out
}

// list are the operands from the nth on, or the elements of the one that is a list of its own: QueryFunc's []any{&id, &balance}.
func (s *site) list(n knowledge.Arg) []Value {
	p := s.obj.Signature().Params()
	if n > 0 && int(n) <= p.Len() && !(s.obj.Signature().Variadic() && int(n) == p.Len()) {
		if _, ok := p.At(int(n) - 1).Type().Underlying().(*types.Slice); ok {
			return s.elements(s.arg(n))
		}
	}
	return s.from(n)
}

// elements lists what a variadic argument holds: the values written at the call, or all those of a slice as one.
func (f *frame) elements(v Value) []Value {
	var out []Value
	for _, r := range v.Refs {
		for i := 0; ; i++ {
			at := Ref{r.Root, joinPath(r.Path, "["+strconv.Itoa(i)+"]")}
			e, ok := f.st.mem[at.Root][at.Path]
			if !ok {
				break
			}
			if len(e.Refs) == 0 && len(f.st.parts(at)) > 0 { // a struct by value
				e.Refs = []Ref{at}
			}
			out = append(out, e)
		}
	}
	if len(out) == 0 && !v.empty() {
		e := f.part(v, "[]", types.NewInterfaceType(nil, nil))
		if !e.empty() {
			out = append(out, e)
		}
	}
	return out
}

// text is the string constant that an operand holds; it may have holes.
func (f *frame) text(v Value) (string, bool) {
	if p := f.phrase(v); p.Text != nil {
		return *p.Text, true
	}
	return "", false
}

// names are column names among operands: strings, lists of strings, pointers to fields. ok is false if one of them is not known.
func (s *site) names(vals []Value) (names []string, ok bool) {
	ok = true
	for _, v := range vals {
		if t, is := s.text(v); is {
			ok = ok && len(v.Flows) == 0 // it may be another name, too
			for _, n := range strings.Split(t, ",") {
				names = append(names, strings.Trim(strings.TrimSpace(n), "`\"[]"))
			}
			continue
		}
		if n := s.fieldOf(v); n != "" {
			names = append(names, n)
			continue
		}
		elems := s.elements(v)
		if len(elems) == 0 || s.partlyUnknown(v) {
			ok = false
			continue
		}
		for _, e := range elems {
			t, is := s.text(e)
			ok = ok && is
			names = append(names, t)
		}
	}
	return names, ok
}

// partlyUnknown reports whether a list has elements from elsewhere: append(columns, "hash").
func (s *site) partlyUnknown(v Value) bool {
	for _, r := range v.Refs {
		if len(s.st.load(r).Flows) > 0 {
			return true
		}
	}
	return len(v.Flows) > 0
}

// fieldOf is the field that a pointer points to: orm.Set(&p.Stock, …).
func (s *site) fieldOf(v Value) string {
	for _, r := range v.Refs {
		path := fields(r.Path)
		if n := len(path); n > 1 && s.obj != nil && path[n-1] == receiver(s.obj) && !token.IsExported(path[n-1]) { // what the column's type embeds
			path = path[:n-1]
		}
		if len(path) > 0 {
			if t := s.typeAt(r); t == nil || named(t) == nil || !s.models.isRow(t) {
				return path[len(path)-1]
			}
		}
	}
	return ""
}

// column is the column that an operand names.
func (s *site) column(v Value) string {
	if t, ok := s.text(v); ok {
		return strings.Trim(t, "`\"[] ")
	}
	if q := s.queryOf(v); q != nil && q.Expr && len(q.Columns) == 1 {
		return q.Columns[0]
	}
	return s.fieldOf(v)
}
