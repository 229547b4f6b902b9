package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sqlText is an SQL text of the program: what it says and where it stands.
type sqlText struct {
	value  string
	at     ast.Expr // what is handed to the library
	pieces []piece  // the literals that it is made of, nil if they serve others as well
}

// A piece is one literal of a text.
type piece struct {
	lit    *ast.BasicLit
	offset int // of its first byte in the text
	value  string
}

// sqlText finds the text that an expression is: a literal, several joined, a constant, or a variable that is set once.
func (s *site) sqlText(e ast.Expr) (*sqlText, error) {
	t := &sqlText{at: e}
	value, source, err := s.constantText(e)
	if err != nil {
		return nil, err
	}
	t.value = value
	var pieces []piece
	if source != nil && s.gather(source, &pieces) && join(pieces) == value {
		t.pieces = pieces
	}
	return t, nil
}

// constantText is the text of an expression, and the expression that makes it if it serves this statement only.
func (s *site) constantText(e ast.Expr) (string, ast.Expr, error) {
	if tv := s.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value), e, nil
	}
	switch x := ast.Unparen(e).(type) {
	case *ast.CallExpr: // db.Rebind("… ? …")
		if fn := s.callee(x); fn != nil && fn.Name() == "Rebind" && len(x.Args) > 0 {
			return s.constantText(x.Args[len(x.Args)-1])
		}
	case *ast.Ident:
		v, ok := s.info.Uses[x].(*types.Var)
		if !ok {
			break
		}
		evs := s.events(v)
		if len(evs) == 1 && evs[0].kind == assigned && evs[0].rhs != nil && !evs[0].elem && evs[0].path == "" {
			value, source, err := s.constantText(evs[0].rhs)
			if len(s.uses[v]) > 2 {
				source = nil
			}
			return value, source, err
		}
	}
	return "", nil, refusal("the SQL text is put together when the program runs")
}

// gather lists the literals of a constant text; false if one of them serves others as well.
func (s *site) gather(e ast.Expr, out *[]piece) bool {
	switch x := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		v, err := strconv.Unquote(x.Value)
		offset := 0
		for _, p := range *out {
			offset += len(p.value)
		}
		*out = append(*out, piece{x, offset, v})
		return err == nil && !strings.Contains(x.Value, "\r")
	case *ast.BinaryExpr:
		return s.gather(x.X, out) && s.gather(x.Y, out)
	case *ast.Ident:
		c, ok := s.info.Uses[x].(*types.Const)
		if !ok || s.expanded || c.Pkg() != s.pass.Pkg || s.mentionsOf(c) != 1 || ast.IsExported(c.Name()) && c.Parent() == s.pass.Pkg.Scope() {
			return false
		}
		def := s.constDecl(c)
		return def != nil && s.gather(def, out)
	}
	return false
}

// mentionsOf counts the uses of an object in the package.
func (s *site) mentionsOf(obj types.Object) int {
	n := 0
	for _, used := range s.info.Uses {
		if used == obj {
			n++
		}
	}
	return n
}

// constDecl is the expression that a constant of this package is declared with, nil if it stands in a generated file.
func (s *site) constDecl(c *types.Const) ast.Expr {
	var found ast.Expr
	for _, f := range s.pass.Files {
		if c.Pos() < f.FileStart || c.Pos() >= f.FileEnd || generated(f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return found == nil
			}
			for i, name := range spec.Names {
				if s.info.Defs[name] == c && i < len(spec.Values) {
					found = spec.Values[i]
				}
			}
			return true
		})
	}
	return found
}

func join(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.value)
	}
	return b.String()
}

// A textEdit replaces a part of a text.
type textEdit struct {
	pos, end int
	text     string
}

// rewrite makes edits in a text: in its literals, or, where these serve others too, by a new literal in place of what is handed over.
func (e *edits) rewrite(t *sqlText, list []textEdit) error {
	slices.SortStableFunc(list, func(a, b textEdit) int { return a.pos - b.pos })
	if t.pieces != nil {
		placed := true
		var made []placedEdit
		for _, x := range list {
			p, ok := t.place(x)
			placed = placed && ok
			made = append(made, p)
		}
		if placed {
			for _, p := range made {
				e.replace(p.from, p.to, p.text)
			}
			return nil
		}
	}
	value := t.value
	for _, x := range slices.Backward(list) {
		value = value[:x.pos] + x.text + value[x.end:]
	}
	at := t.at
	if call, ok := ast.Unparen(at).(*ast.CallExpr); ok { // Rebind stays
		at = call.Args[len(call.Args)-1]
	}
	e.replace(at.Pos(), at.End(), literal(value))
	e.unused(at)
	return nil
}

type placedEdit struct {
	from, to token.Pos
	text     string
}

// place finds an edit's place in the source; false if it goes over the border of a literal or cannot be written in it.
func (t *sqlText) place(x textEdit) (placedEdit, bool) {
	for _, p := range t.pieces {
		if x.pos < p.offset || x.end > p.offset+len(p.value) || x.pos == p.offset+len(p.value) && x.pos != len(t.value) {
			continue
		}
		text := x.text
		if p.lit.Value[0] == '`' {
			if strings.Contains(text, "`") {
				return placedEdit{}, false
			}
		} else {
			q := strconv.Quote(text)
			text = q[1 : len(q)-1]
		}
		return placedEdit{p.at(x.pos - p.offset), p.at(x.end - p.offset), text}, true
	}
	return placedEdit{}, false
}

// at is the place in the source of a byte of a literal's value.
func (p piece) at(offset int) token.Pos {
	if p.lit.Value[0] == '`' {
		return p.lit.Pos() + 1 + token.Pos(offset)
	}
	rest, done := p.lit.Value[1:], 0
	for done < offset {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			break
		}
		if multibyte {
			done += utf8.RuneLen(r)
		} else {
			done++
		}
		rest = tail
	}
	return p.lit.Pos() + token.Pos(len(p.lit.Value)-len(rest))
}

// literal writes a text as Go does: raw if it has lines.
func literal(text string) string {
	if strings.Contains(text, "\n") && strconv.CanBackquote(strings.ReplaceAll(text, "\n", "")) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}
