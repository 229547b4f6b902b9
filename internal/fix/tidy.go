package fix

import (
	"bytes"
	"go/format"
	"go/scanner"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// tidy spaces the new code as gofmt does, for editors that apply edits as they are. What stands between two tokens of an edit's text is
// taken from the formatted file; the file's other lines stay as they are.
func (s *site) tidy(list []analysis.TextEdit) []analysis.TextEdit {
	tf := s.pass.Fset.File(s.file.FileStart)
	var b bytes.Buffer
	at := make([][2]int, len(list)) // where the new texts are in the edited file
	last := 0
	for i, x := range list {
		if s.pass.Fset.File(x.Pos) != tf {
			return list // a constant in another file
		}
		b.Write(s.src[last:tf.Offset(x.Pos)])
		at[i][0] = b.Len()
		b.Write(x.NewText)
		at[i][1] = b.Len()
		last = tf.Offset(x.End)
	}
	b.Write(s.src[last:])
	formatted, err := format.Source(b.Bytes())
	if err != nil || bytes.Equal(formatted, b.Bytes()) {
		return list
	}
	before, after := tokens(b.Bytes()), tokens(formatted)
	if len(before) != len(after) {
		return list
	}
	for i := range list {
		list[i].NewText = []byte(respace(b.String(), string(formatted), before, after, at[i]))
	}
	return list
}

// span is where a token stands.
type span struct{ from, to int }

// tokens are the places of a file's tokens and comments, without the semicolons that the scanner adds.
func tokens(src []byte) []span {
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(src))
	sc.Init(file, src, func(token.Position, string) {}, scanner.ScanComments)
	var out []span
	for {
		pos, tok, lit := sc.Scan()
		if tok == token.EOF {
			return out
		}
		if tok == token.SEMICOLON && lit != ";" {
			continue
		}
		if lit == "" {
			lit = tok.String()
		}
		out = append(out, span{file.Offset(pos), file.Offset(pos) + len(lit)})
	}
}

// respace is the text of an edit with the space between its tokens as in the formatted file; the space at its ends stays.
func respace(edited, formatted string, before, after []span, at [2]int) string {
	first, last := -1, -1
	for i, t := range before {
		if t.from >= at[0] && t.to <= at[1] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	text := edited[at[0]:at[1]]
	if first < 0 {
		return text
	}
	head, tail := edited[at[0]:before[first].from], edited[before[last].to:at[1]]
	if strings.TrimSpace(head) != "" || strings.TrimSpace(tail) != "" {
		return text // the edit begins or ends within a token
	}
	return head + formatted[after[first].from:after[last].to] + tail
}
