package report

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// width is the column after which text is broken and code is cut.
const width = 100

// Text prints findings for people. The zero value prints the code line alone, without colours, and file names as they
// are. A Text is for one run: it remembers the source files that it has read.
type Text struct {
	Base    string // directory that file names are shown relative to
	Context int    // lines of code to show above and below the one that is reported
	Color   bool   // whether to use the terminal's colours
	Sources Sources
}

// Format returns one finding as it is printed, ending in a newline:
//
//	shop/store.go:41:12: lost update: Product.InStock is read at line 36, decremented in Go and saved
//	    here; two requests that both read 5 leave 4 (lostupdate/arith)
//	   41 |     return db.Save(&p).Error
//	      |            ^^^^^^^^^^^
//	   read      store.go:36  db.First(&p, id)
//	   computed  store.go:40  p.InStock -= qty
//	   written   store.go:41  db.Save(&p)
//	   fix       decrement in the UPDATE: gorm.Expr("in_stock - ?", qty)
//	   or        orm.Update with orm.F(&p.InStock).Sub(qty)  (-fixstyle=orm)
func (t *Text) Format(f Finding) string {
	var b strings.Builder
	t.head(&b, f)
	t.code(&b, f)
	t.rows(&b, f)
	return b.String()
}

func (t *Text) head(b *strings.Builder, f Finding) {
	at := f.Pos
	at.File = t.Short(at.File)
	place, name := at.String()+":", "("+f.Name()+")"
	lines := wrap(place, printable(f.Message)+" "+name, width, 4)
	// Colours come after the wrapping, which counts columns.
	pal := t.palette()
	lines[0] = pal.bold + place + pal.reset + strings.TrimPrefix(lines[0], place)
	last := len(lines) - 1
	lines[last] = strings.TrimSuffix(lines[last], name) + pal.dim + name + pal.reset
	b.WriteString(strings.Join(lines, "\n"))
	b.WriteByte('\n')
}

// code writes the reported line with its neighbours, and a row of carets below what is reported. A diagnostic that spans
// several lines is underlined to the end of its first one.
func (t *Text) code(b *strings.Builder, f Finding) {
	lines := t.Sources.Lines(f.Pos.File)
	if f.Pos.Line < 1 || f.Pos.Line > len(lines) {
		return
	}
	pal := t.palette()
	gutter := max(5, len(fmt.Sprint(f.Pos.Line+t.Context)))
	for n := max(1, f.Pos.Line-t.Context); n <= min(len(lines), f.Pos.Line+t.Context); n++ {
		line, from, to := lines[n-1], 0, 0
		if n == f.Pos.Line {
			from, to = f.span(line)
		}
		text, from, to := window(line, from, to, width-gutter-3)
		fmt.Fprintf(b, "%s\n", strings.TrimRight(fmt.Sprintf("%s%*d |%s %s", pal.dim, gutter, n, pal.reset, text), " "))
		if n == f.Pos.Line && to > from {
			fmt.Fprintf(b, "%s%*s |%s %*s%s%s%s\n", pal.dim, gutter, "", pal.reset, from, "",
				pal.mark, strings.Repeat("^", to-from), pal.reset)
		}
	}
}

// span is the range of bytes of its first line that the finding reports; empty where the column is unknown.
func (f Finding) span(line string) (from, to int) {
	if f.Pos.Col < 1 || f.Pos.Col > len(line) {
		return 0, 0
	}
	from, to = f.Pos.Col-1, len(line)
	if f.End.Line == f.Pos.Line && f.End.Col > f.Pos.Col {
		to = min(to, f.End.Col-1)
	} else if f.End == f.Pos || f.End.Line == 0 {
		_, size := utf8.DecodeRuneInString(line[from:])
		to = from + size
	}
	return from, to
}

func (t *Text) rows(b *strings.Builder, f Finding) {
	type row struct{ label, place, text, note string }
	var rows []row
	for _, s := range t.Sources.Trace(f) {
		rows = append(rows, row{s.Label, t.place(s.Pos, f), s.Code, s.Note})
	}
	places := 0
	for _, r := range rows {
		places = max(places, utf8.RuneCountInString(r.place))
	}
	pal := t.palette()
	for _, r := range rows {
		line := fmt.Sprintf("%-*s  %s", places, r.place, r.text)
		if r.note != "" {
			line = strings.TrimRight(line, " ") + "  // " + r.note
		}
		fmt.Fprintf(b, "   %s%-9s%s %s\n", pal.label, r.label, pal.reset, clip(line, width-13))
	}
	for i, x := range f.Fixes {
		label, style := "fix", ""
		if i > 0 {
			label, style = "or", "  (-fixstyle=orm)"
		}
		fmt.Fprintf(b, "   %s%-9s%s %s%s\n", pal.fix, label, pal.reset, clip(printable(x.Title), width-13-len(style)), style)
	}
}

// place names a step's line: by its file's base name where the finding is in the same directory.
func (t *Text) place(p Position, f Finding) string {
	name := t.Short(p.File)
	if filepath.Dir(p.File) == filepath.Dir(f.Pos.File) {
		name = filepath.Base(p.File)
	}
	return fmt.Sprintf("%s:%d", name, p.Line)
}

// Short is a file name as it is shown: relative to Base where that is shorter.
func (t *Text) Short(file string) string {
	if t.Base == "" {
		return file
	}
	if rel, err := filepath.Rel(t.Base, file); err == nil && len(rel) < len(file) {
		return rel
	}
	return file
}

// A palette holds the escape sequences of a run; all are empty without colours.
type palette struct{ bold, dim, mark, label, fix, reset string }

func (t *Text) palette() palette {
	if !t.Color {
		return palette{}
	}
	return palette{bold: "\x1b[1m", dim: "\x1b[2m", mark: "\x1b[1;31m", label: "\x1b[36m", fix: "\x1b[32m", reset: "\x1b[0m"}
}
