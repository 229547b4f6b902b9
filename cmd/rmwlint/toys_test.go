package main

import (
	"errors"
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/suppress"
)

// toys are two small checks with everything that a real one has: a trace, alternatives, an import, flags, suppression, and
// the ways to fail. They let the tests of the command say what is to be found where.
//
//	save(x)        a finding with two fixes: store(x), ormStore(x)
//	saveUpper(x)   a finding whose fix adds an import: store(strings.ToUpper(x))
//	savePlain(x)   a finding without a fix
//	saveTwice(x)   two findings, whose fixes overlap
//	saveBroken(x)  a finding whose fix is no Go
//	boom()         a panic of the check
//	giveUp()       an error of the check
func toys() []*analysis.Analyzer {
	stock := &analysis.Analyzer{
		Name: "stock",
		Doc:  "report calls of save\n\nA toy.",
		URL:  "https://example.com/stock",
	}
	toy := &stockToy{}
	stock.Flags.StringVar(&toy.style, "fixstyle", "both", "which `fixes` to offer")
	stock.Flags.StringVar(&toy.note, "note", "", "text to add to the message")
	stock.Run = toy.run
	idle := &analysis.Analyzer{Name: "idle", Doc: "report nothing", Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	return []*analysis.Analyzer{stock, idle}
}

type stockToy struct{ style, note string }

func (toy *stockToy) run(pass *analysis.Pass) (any, error) {
	report := suppress.Wrap(pass)
	var failed error
	for _, f := range pass.Files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				name, ok := call.Fun.(*ast.Ident)
				if !ok {
					return true
				}
				switch name.Name {
				case "boom":
					panic("boom")
				case "giveUp":
					failed = errors.New("gave up at giveUp")
				case "save":
					report(toy.finding(fn, call, replace(name, "store"), replace(name, "ormStore")))
				case "saveUpper":
					at := f.Name.End()
					imp := analysis.TextEdit{Pos: at, End: at, NewText: []byte("\n\nimport \"strings\"")}
					arg := call.Args[0]
					report(toy.finding(fn, call, imp, replace(name, "store"),
						analysis.TextEdit{Pos: arg.Pos(), End: arg.Pos(), NewText: []byte("strings.ToUpper(")},
						analysis.TextEdit{Pos: arg.End(), End: arg.End(), NewText: []byte(")")}))
				case "savePlain":
					report(toy.finding(fn, call))
				case "saveTwice":
					report(toy.finding(fn, call, replace(call, "save(1)")))
					d := toy.finding(fn, call, replace(name, "save"))
					d.Message += " again"
					report(d)
				case "saveBroken":
					report(toy.finding(fn, call, replace(call, "store(((")))
				}
				return true
			})
		}
	}
	return nil, failed
}

func replace(n ast.Node, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: n.Pos(), End: n.End(), NewText: []byte(text)}
}

// finding makes a diagnostic at a call whose edits are one fix, but for save, where they are two alternatives.
func (toy *stockToy) finding(fn *ast.FuncDecl, call *ast.CallExpr, edits ...analysis.TextEdit) analysis.Diagnostic {
	name := call.Fun.(*ast.Ident).Name
	first := fn.Body.List[0]
	d := analysis.Diagnostic{
		Pos:      call.Pos(),
		End:      call.End(),
		Category: "arith",
		Message:  fmt.Sprintf("lost update: %s is called%s", name, toy.note),
		Related:  []analysis.RelatedInformation{{Pos: first.Pos(), End: first.End(), Message: "read here"}},
	}
	if name != "save" {
		if len(edits) > 0 {
			d.SuggestedFixes = []analysis.SuggestedFix{{Message: "repair " + name, TextEdits: edits}}
		}
		return d
	}
	if toy.style != "orm" {
		d.SuggestedFixes = append(d.SuggestedFixes, analysis.SuggestedFix{Message: "call store", TextEdits: edits[:1]})
	}
	if toy.style != "native" {
		d.SuggestedFixes = append(d.SuggestedFixes, analysis.SuggestedFix{Message: "call ormStore", TextEdits: edits[1:]})
	}
	return d
}
