package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// An expansion is a call in whose place the statement stands that it leads to. What is called must do nothing but run the statement, and
// all that it names must be in sight of the caller:
//
//	func (d *Dao) UpdateProduct(id uint, p *Product) error {
//		return d.DB.Model(&Product{}).Where("id = ?", id).Updates(p).Error
//	}
//
//	err = dao.UpdateProduct(id, p)   →   err = dao.DB.Model(&Product{}).Where("id = ?", id).Updates(p).Error
//
// The templates work on a package in which that has happened, and back brings their edits to the one on the disk.
type expansion struct {
	*site // around the call
	w     *wrapper
	e     *edits
	mid   *analysis.Pass // the package with the statement in the place of the call
	way   *mapping       // from the file in it to the one on the disk
	moved rowflow.Pos    // the statement
}

// expand makes the expansion of a call.
func expand(pass *analysis.Pass, at rowflow.Pos, via []rowflow.Pos) (*expansion, error) {
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, at))
	if call == nil {
		return nil, refusal("the statement is in another package")
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return nil, err
	}
	fn := s.callee(call)
	switch {
	case fn == nil:
		return nil, inHelper(via[len(via)-1].Func)
	case fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()):
		return nil, refusal("the statement is behind " + fn.Name() + " of an interface, which may serve others as well")
	case len(via) > 1 || fn.Origin() != fn || fn.Signature().TypeParams() != nil || fn.Signature().Variadic():
		return nil, inHelper(via[len(via)-1].Func)
	}
	x := &expansion{site: s, e: s.newEdits()}
	if x.w, err = wrapperOf(pass, fn, via[0]); err != nil {
		return nil, err
	}
	return x, x.make(at)
}

// inHelper is the refusal of a function that does more than to run the statement.
func inHelper(name string) error {
	return refusal("the statement is in " + name + ", which may serve others as well")
}

// make writes the statement in the place of the call, and types the package anew.
func (x *expansion) make(at rowflow.Pos) error {
	if call := x.call(); x.commented(call.Pos(), call.End()) {
		return refusal("a comment would be lost")
	}
	text, err := x.w.text(x)
	if err != nil {
		return err
	}
	from, lead, err := x.put(text)
	if err != nil {
		return err
	}
	if err := x.e.imports(); err != nil {
		return err
	}
	file := x.pass.Fset.File(x.file.FileStart)
	x.way = newMapping(file, x.src, x.tidy(x.e.sorted()))
	start := x.way.toMid(file.Offset(from))
	// gofmt may have spaced it anew, but keeps each parenthesis.
	lparen := start + nth(x.way.mid[start:], '(', strings.Count(lead+text[:x.w.lparen], "("))
	if x.mid, err = retyped(x.pass, x.file, x.way.mid); err != nil {
		return err
	}
	x.moved = x.way.place(x.mid, at, lparen)
	return nil
}

// nth is where a byte stands that has n others of its kind before it.
func nth(text []byte, c byte, n int) int {
	for i, b := range text {
		if b != c {
			continue
		}
		if n--; n < 0 {
			return i
		}
	}
	return len(text)
}

// put replaces the call, or the statement from a place on; lead is what it writes before the text. A statement that gives a result and an
// error gets a place for each:
//
//	return s.setStock(id, n)                _, err := s.db.Exec("UPDATE …", n, id)
//	                                        return err
//	if err := s.setStock(id, n); …          if _, err := s.db.Exec("UPDATE …", n, id); …
func (x *expansion) put(text string) (from token.Pos, lead string, err error) {
	call, parent := x.call(), x.write.Parent().Node()
	from, end, behind := call.Pos(), call.End(), ""
	switch n := parent.(type) {
	case *ast.AssignStmt:
		if !x.w.pair {
			break
		}
		if len(n.Lhs) != 1 {
			return from, "", inHelper(x.w.name)
		}
		from, lead = n.Pos(), "_, "+x.between(n.Pos(), call.Pos())
	case *ast.ReturnStmt:
		if !x.w.pair {
			break
		}
		define, err := x.errHere(n)
		if err != nil {
			return from, "", err
		}
		from, end = n.Pos(), n.End()
		lead, behind = "_, err "+define+" ", "\n"+x.indent(n.Pos())+"return err"
	case *ast.ExprStmt:
	default:
		if x.w.pair {
			return from, "", inHelper(x.w.name)
		}
	}
	x.e.replace(from, end, lead+text+behind)
	return from, lead, nil
}

// errHere is how a statement before a return sets err: that of this block, if it has one.
func (x *expansion) errHere(ret *ast.ReturnStmt) (define string, err error) {
	if len(ret.Results) != 1 || listOf(x.write.Parent()) == nil {
		return "", inHelper(x.w.name)
	}
	old := x.pass.Pkg.Scope().Innermost(ret.Pos()).Lookup("err")
	switch {
	case old == nil:
		return ":=", nil
	case x.visible(old, x.write) && types.Identical(old.Type(), types.Universe.Lookup("error").Type()):
		return "=", nil
	}
	return "", inHelper(x.w.name)
}

// finding is the finding as it is in the package with the expansion.
func (x *expansion) finding(f rowflow.Finding) rowflow.Finding {
	w, r := *f.Write, *f.Read
	w.At, w.Via = x.moved, nil
	if p := rowflow.TokenPos(x.pass, r.At); p.IsValid() && r.At.File == x.moved.File {
		r.At = x.way.place(x.mid, r.At, x.way.toMid(x.pass.Fset.File(x.file.FileStart).Offset(p)))
	}
	f.Write, f.Read = &w, &r
	return f
}

// back is a fix of the package with the expansion as one of the package on the disk.
func (x *expansion) back(fix analysis.SuggestedFix) analysis.SuggestedFix {
	fix.TextEdits = x.way.back(x.mid.Fset, fix.TextEdits)
	return fix
}
