package rowflow

import (
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A TextRun is a statement whose text the caller gives: who calls knows what it does.
//
// Have: func (d DB) Exec(query string, args ...any) error { _, err := d.conn.Exec(query, args...); return err }.
type TextRun struct {
	Text Value  // the text; its Query is the statement without it: connection, transaction, values
	At   Pos    // the call, in the function at hand …
	Via  []Pos  // … and the calls beneath it, down to the library's
	Lib  string // the library's name
}

// givenText notes that a text runs which came in as a parameter.
func (f *frame) givenText(text Value, r TextRun) {
	flows := f.flat(text).Flows
	given := slices.ContainsFunc(flows, func(fl Flow) bool { return fl.Root.Kind == Param && fl.How == 0 })
	if !given || !f.recording || len(r.Via) > maxDepth || len(f.sum.Effects) >= maxEffects {
		return
	}
	r.Text = f.outward(Value{Flows: flows, Query: text.Query}, false)
	f.sum.Effects = append(f.sum.Effects, Effect{Run: &r})
}

// runText runs a callee's statement with the text that it is given here.
func (a *application) runText(r *TextRun) {
	text := a.inward(r.Text, nil)
	q := text.Query
	lib := a.models.library(r.Lib)
	if q == nil || lib == nil {
		return
	}
	via := append([]Pos{r.At}, r.Via...)
	given := a.givenOperand(r.Text)
	p := a.phrase(given)
	if p.Text == nil {
		given.Query = q
		a.givenText(given, TextRun{At: a.at, Via: via, Lib: r.Lib})
		return
	}
	q.Text, q.Holes, q.Args = p.Text, p.Holes, a.spelled(q.Args)
	s := &site{frame: a.frame, in: a.site, lib: lib, row: &knowledge.Call{}, via: via}
	s.execWrites(q, false)
}

// givenOperand is what the caller gave for a text.
func (a *application) givenOperand(text Value) Value {
	var out Value
	for _, fl := range text.Flows {
		if v, ok := a.env[fl.Root]; ok && fl.Path == "" {
			out = join(out, v)
		}
	}
	return out
}

// spelled are values, those of a list that is written out at the call one by one: args of args...
func (f *frame) spelled(vals []Value) []Value {
	var out []Value
	for _, v := range vals {
		if list := f.variadic(v); len(list) > 0 {
			out = append(out, list...)
			continue
		}
		out = append(out, v)
	}
	return out
}
