package fix

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A heldText is a statement's text that a name of its own stands for, and nothing else does:
//
//	q := "INSERT INTO lines (sku) VALUES (?)"
//	for _, line := range lines {
//		if _, err := tx.Exec(q, line.SKU); err != nil {
type heldText struct {
	decl   ast.Stmt // what declares the name
	value  ast.Expr // the text there
	inLoop bool     // it is declared in the loop: behind that, the name means nothing
}

// held finds the name that a text stands in, nil if it stands in none that is declared in the function with a constant.
func (l *rowLoop) held(at ast.Expr) (*heldText, error) {
	id, ok := ast.Unparen(at).(*ast.Ident)
	if !ok {
		return nil, nil
	}
	obj := l.info.Uses[id]
	decl, value := l.declared(obj)
	if decl == nil || l.info.Types[value].Value == nil {
		return nil, nil
	}
	_, variable := obj.(*types.Var)
	h := &heldText{decl: decl, value: value, inLoop: l.inLoop(id)}
	switch {
	case !variable && !h.inLoop: // a constant serves any number, and may be left without a use
		return nil, nil
	case len(l.uses[obj]) != 2:
		return nil, refusal("the variable with the text is used elsewhere")
	case l.commented(decl.Pos(), decl.End()):
		return nil, refusal("a comment would be lost")
	}
	return h, nil
}

// declared is the statement that declares nothing but a name, and the value that it gets there.
func (s *site) declared(obj types.Object) (ast.Stmt, ast.Expr) {
	for _, use := range s.uses[obj] {
		if s.info.Defs[use.Node().(*ast.Ident)] != obj {
			continue
		}
		stmt, value := alone(use)
		if c, ok := s.fn.FindNode(stmt); ok && listOf(c) != nil {
			return stmt, value
		}
	}
	return nil, nil
}

// alone is the statement of a name that is declared by itself: q := "…", var q = "…", const q = "…".
func alone(def inspector.Cursor) (ast.Stmt, ast.Expr) {
	switch def.ParentEdgeKind() {
	case edge.AssignStmt_Lhs:
		a := def.Parent().Node().(*ast.AssignStmt)
		if a.Tok == token.DEFINE && len(a.Lhs) == 1 && len(a.Rhs) == 1 {
			return a, a.Rhs[0]
		}
	case edge.ValueSpec_Names:
		spec := def.Parent().Node().(*ast.ValueSpec)
		gen := def.Parent().Parent().Node().(*ast.GenDecl)
		stmt, ok := def.Parent().Parent().Parent().Node().(*ast.DeclStmt)
		if ok && len(gen.Specs) == 1 && len(spec.Names) == 1 && len(spec.Values) == 1 {
			return stmt, spec.Values[0]
		}
	}
	return nil, nil
}

// put writes a text in the place of the statement's. The name that held the old one goes, unless the new one begins with it.
func (s *sqlRow) put(text string, begins bool) {
	s.sub(s.at.Pos(), s.at.End(), text)
	if s.held != nil && (s.held.inLoop || !begins) {
		s.spent = s.held.decl
	}
}

// source is how the statement's text is written behind the loop.
func (s *sqlRow) source() string {
	if s.held != nil && s.held.inLoop {
		return s.text(s.held.value)
	}
	return s.text(s.at)
}

// spend removes the declaration that the new text does without, unless what is replaced from one place to another has it.
func (l *rowLoop) spend(from, to token.Pos) {
	if l.spent != nil && (l.spent.End() <= from || to <= l.spent.Pos()) {
		l.e.removeLine(l.spent)
	}
}
