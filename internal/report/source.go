package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// Sources reads the files that findings stand in, each once. Code that has gone since the analysis is no error: a finding
// stands without it. The zero value is ready for use.
type Sources struct{ files map[string]*sourceFile }

type sourceFile struct {
	text  string
	lines []string
	funcs []Func
}

// A Func is a function declaration in a file: its name as go doc takes it, "Store.Sell", and its lines.
type Func struct {
	Name     string
	From, To int
}

func (s *Sources) file(name string) *sourceFile {
	if f := s.files[name]; f != nil {
		return f
	}
	f := &sourceFile{}
	if data, err := os.ReadFile(name); err == nil {
		f.text = string(data)
		f.lines = strings.Split(strings.ReplaceAll(f.text, "\r\n", "\n"), "\n")
		f.funcs = funcs(name, data)
	}
	if s.files == nil {
		s.files = map[string]*sourceFile{}
	}
	s.files[name] = f
	return f
}

// Lines are a file's lines without their ends; none if it cannot be read.
func (s *Sources) Lines(file string) []string { return s.file(file).lines }

// Line is the line of a place, or "".
func (s *Sources) Line(p Position) string {
	if lines := s.Lines(p.File); 1 <= p.Line && p.Line <= len(lines) {
		return lines[p.Line-1]
	}
	return ""
}

// Excerpt is the code from pos to end, or all of pos's line where the end is not on it.
func (s *Sources) Excerpt(pos, end Position) string {
	line := s.Line(pos)
	if pos.Col >= 1 && end.Line == pos.Line && end.Col > pos.Col && end.Col-1 <= len(line) {
		line = line[pos.Col-1 : end.Col-1]
	}
	return printable(strings.TrimSpace(line))
}

// Func is the declaration around a place; its name is empty where there is none.
func (s *Sources) Func(p Position) Func {
	for _, f := range s.file(p.File).funcs {
		if f.From <= p.Line && p.Line <= f.To {
			return f
		}
	}
	return Func{}
}

// place is the line and the column, in UTF-16 code units, of an offset in a file.
func (s *Sources) place(file string, offset int) (line, col int) {
	text := s.file(file).text
	before := text[:min(max(offset, 0), len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return 1 + strings.Count(before, "\n"), 1 + units(before[start:])
}

// column turns a column that counts bytes into one that counts UTF-16 code units.
func (s *Sources) column(p Position) int {
	line := s.Line(p)
	if p.Col < 1 || p.Col-1 > len(line) {
		return p.Col
	}
	return 1 + units(line[:p.Col-1])
}

func units(text string) int { return len(utf16.Encode([]rune(text))) }

// funcs are the functions that a file declares. A file that does not parse has those before its error.
func funcs(name string, data []byte) []Func {
	fset := token.NewFileSet()
	syntax, _ := parser.ParseFile(fset, name, data, parser.SkipObjectResolution)
	if syntax == nil {
		return nil
	}
	line := func(p token.Pos) int { return fset.PositionFor(p, false).Line }
	var found []Func
	for _, d := range syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			found = append(found, Func{funcName(fn), line(fn.Pos()), line(fn.End())})
		}
	}
	return found
}

func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	typ := fn.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.ParenExpr:
			typ = t.X
		case *ast.IndexExpr: // a generic type's parameter
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name + "." + fn.Name.Name
		default:
			return fn.Name.Name
		}
	}
}

// relative is a file's name below a directory, with slashes; false if the file is not below it.
func relative(root, file string) (string, bool) {
	rel, err := filepath.Rel(root, file)
	if err != nil || root == "" || !filepath.IsLocal(rel) {
		return filepath.ToSlash(file), false
	}
	return filepath.ToSlash(rel), true
}
