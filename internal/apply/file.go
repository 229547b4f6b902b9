package apply

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A file is a source file with the edits taken so far.
type file struct {
	content []byte
	info    fs.FileInfo
	syntax  *ast.File
	imports [2]int        // offsets of the part where imports stand: from the package name's end to the last import's
	edits   []report.Edit // by offset, disjoint
}

// bom is the byte order mark with which some editors begin a file. The go command accepts it, gofmt drops it.
const bom = "\ufeff"

// parse reads a file's syntax and refuses what must not or cannot be edited by offsets.
func parse(name string, content []byte, info fs.FileInfo) (*file, error) {
	base := filepath.Base(name)
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, name, content, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be parsed: %w", base, err)
	}
	if ast.IsGenerated(syntax) {
		return nil, fmt.Errorf("%s is generated; change what generates it", base)
	}
	for _, group := range syntax.Comments {
		for _, c := range group.List {
			// A //line directive makes the analysis name other places than those of the file.
			if strings.HasPrefix(c.Text, "//line ") || strings.HasPrefix(c.Text, "/*line ") {
				return nil, fmt.Errorf("%s has line directives; change what generates it", base)
			}
		}
	}
	offset := func(pos token.Pos) int { return fset.PositionFor(pos, false).Offset }
	f := &file{content: content, info: info, syntax: syntax}
	f.imports = [2]int{offset(syntax.Name.End()), offset(syntax.Name.End())}
	for _, d := range syntax.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			f.imports[1] = offset(g.End())
		}
	}
	return f, nil
}

// merge is the file's edits together with those of one more fix, or the reason why they do not go together. Two fixes may
// both add the same import: that is one edit. Any other place belongs to the fix that came first.
//
//	taken   …[ p.InStock -= qty ]……[ db.Save(&p) ]…
//	fix              [ qty ]                              overlaps: left out
func (f *file) merge(fix []report.Edit) ([]report.Edit, string) {
	all := slices.Clone(f.edits)
	for _, e := range fix {
		if e.Start < 0 || e.End < e.Start || e.End > len(f.content) {
			return nil, fmt.Sprintf("its edit lies outside of %s, which must have changed", filepath.Base(e.File))
		}
		if f.isImport(e) && insertion(e) {
			if e.New = f.newLines(e); strings.TrimSpace(e.New) == "" {
				continue
			}
		}
		if f.isImport(e) && slices.Contains(f.edits, e) {
			continue
		}
		for _, taken := range f.edits {
			if overlap(taken, e) && !(f.isImport(e) && f.isImport(taken) && insertion(e) && insertion(taken)) {
				return nil, "it overlaps another fix; run rmwlint -fix again"
			}
		}
		all = append(all, e)
	}
	// Stable: two insertions at one place stay in the order of their fix.
	slices.SortStableFunc(all, func(a, b report.Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for i := 1; i < len(all); i++ {
		if all[i].Start < all[i-1].End {
			return nil, "its own edits overlap"
		}
	}
	return all, ""
}

// newLines is what an edit inserts into the imports, without the lines that another has inserted at that place.
//
//	taken   + "fmt" + "slices" + "strings"
//	fix              + "slices"
func (f *file) newLines(e report.Edit) string {
	lines := strings.SplitAfter(e.New, "\n")
	for _, taken := range f.edits {
		if !insertion(taken) || taken.Start != e.Start {
			continue
		}
		for old := range strings.Lines(taken.New) {
			lines = slices.DeleteFunc(lines, func(l string) bool {
				return strings.TrimSpace(l) != "" && strings.TrimSpace(l) == strings.TrimSpace(old)
			})
		}
	}
	left := strings.Join(lines, "")
	if !strings.HasSuffix(e.New, "\n") { // the last line may be gone
		left = strings.TrimSuffix(left, "\n")
	}
	return left
}

func insertion(e report.Edit) bool { return e.Start == e.End }

// overlap tells whether two edits touch the same bytes, or insert at the same place in an order that nobody has given.
func overlap(a, b report.Edit) bool {
	if insertion(a) && insertion(b) {
		return a.Start == b.Start
	}
	return a.Start < b.End && b.Start < a.End
}

// isImport tells whether an edit is confined to the imports, where the order and the repetition of lines mean nothing.
func (f *file) isImport(e report.Edit) bool {
	return f.imports[0] <= e.Start && e.End <= f.imports[1]
}

// result is the file's content with the edits made: without the imports that nothing uses any more, and with the byte order mark and the
// line ends that the file had. A file that was formatted is so again; in another, lines that no edit is about stay as they are.
func (f *file) result() ([]byte, error) {
	var edited bytes.Buffer
	at := 0
	for _, e := range f.edits {
		edited.Write(f.content[at:e.Start])
		edited.WriteString(e.New)
		at = e.End
	}
	edited.Write(f.content[at:])
	src, err := dropImports(f.syntax, plain(edited.Bytes()))
	if err != nil {
		return nil, err
	}
	formatted, err := format.Source(src)
	if err != nil {
		return nil, err
	}
	if was, err := format.Source(plain(f.content)); err == nil && bytes.Equal(was, plain(f.content)) {
		src = formatted
	}
	if bytes.IndexByte(f.content, '\r') >= 0 {
		src = restoreEnds(f.content, src)
	}
	if bytes.HasPrefix(f.content, []byte(bom)) {
		src = append([]byte(bom), src...)
	}
	return src, nil
}

// plain is a file's content without the byte order mark and the line ends of Windows.
func plain(content []byte) []byte {
	return bytes.ReplaceAll(bytes.TrimPrefix(content, []byte(bom)), []byte("\r\n"), []byte("\n"))
}

// restoreEnds gives the lines of src, which end in \n, the ends that they have in the original; new lines get the end that
// most lines have.
func restoreEnds(original, src []byte) []byte {
	old, now := splitLines(original), splitLines(src)
	crlf := 0
	bare := make([]string, len(old))
	for i, line := range old {
		bare[i] = strings.Replace(line, "\r\n", "\n", 1)
		if bare[i] != line {
			crlf++
		}
	}
	var b strings.Builder
	for _, op := range compare(bare, now) {
		switch {
		case op.kind == equal:
			b.WriteString(old[op.a])
		case op.kind == insert && crlf*2 >= len(old):
			b.WriteString(strings.Replace(now[op.b], "\n", "\r\n", 1))
		case op.kind == insert:
			b.WriteString(now[op.b])
		}
	}
	return []byte(b.String())
}
