package rowflow

import (
	"fmt"
	"sort"
	"strings"
)

// Summaries are what is known of the functions whose name contains part.
func (r *Result) Summaries(part string) string {
	var out []string
	for fn, s := range r.sums {
		if s != nil && strings.Contains(fn.String(), part) {
			out = append(out, fn.String()+"\n"+s.String())
		}
	}
	sort.Strings(out)
	return strings.Join(out, "")
}

// String shows a summary, for debugging and tests.
func (s *Summary) String() string {
	var b strings.Builder
	for i, r := range s.Results {
		fmt.Fprintf(&b, "  result %d: %s\n", i, r)
	}
	for _, p := range s.Post {
		fmt.Fprintf(&b, "  post %s: %s\n", p.At, p.Value)
	}
	for _, e := range s.Effects {
		switch {
		case e.Write != nil:
			w := e.Write
			fmt.Fprintf(&b, "  write %d %s|%s set=%v where=%v cols=%v guard=%q base=%v", w.Verb, w.Type, w.Table, w.Set, w.Where, w.Columns, w.Guard, w.Base)
			if w.Row != nil {
				fmt.Fprintf(&b, " row=%s", *w.Row)
			}
			b.WriteByte('\n')
		case e.Call != nil:
			fmt.Fprintf(&b, "  callback %d of %v (%v)\n", e.Call.N, e.Call.Fn, e.Call.Args)
		case e.Run != nil:
			fmt.Fprintf(&b, "  runs %s\n", e.Run.Text)
		default:
			fmt.Fprintf(&b, "  guard %s\n", e.Guard)
		}
	}
	for _, r := range s.Reads {
		fmt.Fprintf(&b, "  read %s at %s:%d type=%s table=%s guard=%q where=%v\n", r.ID, r.At.File, r.At.Line, r.Type, r.Table, r.Guard, r.Where)
	}
	return b.String()
}

func (r Root) String() string { return fmt.Sprintf("%c%d.%d", "?PLCG"[r.Kind], r.N, r.Sub) }

func (r Ref) String() string { return "&" + r.Root.String() + ":" + r.Path }

func (f Flow) String() string {
	src := f.Read
	if src == "" {
		src = f.Root.String()
	}
	return fmt.Sprintf("%s:%s/%d", src, f.Path, f.How)
}

func (v Value) String() string {
	var parts []string
	for _, r := range v.Refs {
		parts = append(parts, r.String())
	}
	for _, f := range v.Flows {
		parts = append(parts, f.String())
	}
	if v.Text != nil {
		parts = append(parts, fmt.Sprintf("%.40q", *v.Text))
	}
	if v.Fresh {
		parts = append(parts, "fresh")
	}
	for _, f := range v.funcs {
		parts = append(parts, "func "+f.Fn.Name())
	}
	if q := v.Query; q != nil {
		parts = append(parts, fmt.Sprintf("query{%s %s where=%v set=%v base=%v lock=%t tx=%s}", q.Type, q.Table, q.Where, q.Set, q.Base, q.Lock, q.Tx))
	}
	for _, e := range v.Image {
		parts = append(parts, e.Path+"="+e.Value.String())
	}
	return "{" + strings.Join(parts, " ") + "}"
}

func (t Term) String() string { return fmt.Sprintf("%s%s%s", t.Column, t.Op, t.Value) }
