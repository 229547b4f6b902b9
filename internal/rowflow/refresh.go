package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// judgeRefresh reports a row that is written whole after the database has computed one of its columns: the column goes back as it was
// read before.
// Have: db.Model(&p).Update("in_stock", gorm.Expr("in_stock - 1")); p.Status = "sold"; db.Save(&p).
func (f *frame) judgeRefresh(w *Write) {
	read := f.whole(w)
	if read == nil {
		return
	}
	for _, g := range f.happened {
		if g.Verb != knowledge.Update || g.Returns || read.At.Line > g.At.Line || !f.sameTable(g.Write, read) || !f.isRowOf(g.Write, read) ||
			!f.comesBefore(g.block) {
			continue
		}
		for _, col := range f.computed(g.Write) {
			c := Cell{Type: w.Type, Table: w.Table, Column: sqltext.Normal(col), Field: col}
			if w.writes(c) && !f.assigns(w, c) {
				x := Finding{Category: "refresh", Read: read, Write: w, Flow: Flow{Read: read.ID, At: g.At, Op: "by an expression"}, Cell: c}
				f.divide(&x)
				f.report(x)
				return
			}
		}
	}
}

// comesBefore reports whether what stands in a block was done when this one is reached: in a loop, to the row of the same turn.
// Have: for i := range items { if items[i].Sold { db.Model(&items[i]).Update(…); continue }; items[i].Seen = true; db.Save(&items[i]) }.
func (f *frame) comesBefore(b *ssa.BasicBlock) bool {
	return b == f.block || b.Dominates(f.block) || reachesBlock(b, f.block, nil) && !reachesBlock(f.block, b, nil)
}

// isRowOf reports whether the statement is about the row that was read: its condition has a part of that row, or is the key that it was read by.
// Have: db.First(&p, id); db.Model(&Product{}).Where("id = ?", id).Update(…).
func (f *frame) isRowOf(w *Write, read *ReadSite) bool {
	var keys []Term
	for _, t := range w.Where {
		if f.models.isKey(f.models.cell(w.Type, w.Table, columnPath(keyName(t.Column))), w.Lib) {
			keys = append(keys, t)
		}
	}
	if len(w.Where) == 1 { // any other condition leaves out rows that the read may have found
		keys = w.Where
	}
	return !w.Or && shareKey(read.owner(), keys, read.Where) || slices.ContainsFunc(w.Where, func(t Term) bool {
		return t.Op == "=" && slices.ContainsFunc(t.Value.Flows, func(fl Flow) bool { return fl.Read == read.ID })
	})
}

// computed are the columns that the database computes in a statement.
func (f *frame) computed(w *Write) []string {
	out := slices.Clone(w.Atomic)
	for _, t := range w.Set {
		if t.Self || f.isExpr(t.Value) {
			out = append(out, t.Column)
		}
	}
	if w.Row != nil {
		for _, e := range w.Row.Image {
			if c := f.models.cell(w.Type, w.Table, e.Path); f.isExpr(e.Value) && c.Field != "" {
				out = append(out, c.Field)
			}
		}
	}
	return out
}

// assigns reports whether the program put a value of its own into the column of the row that is written.
func (f *frame) assigns(w *Write, c Cell) bool {
	return slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return f.models.cell(w.Type, w.Table, e.Path).Column == c.Column })
}

// judgeCompared reports a comparison with a column as it was read, after the database has computed another value.
// Have: db.Model(&p).Update("in_stock", gorm.Expr("in_stock - 1")); if p.InStock == 0 { … }.
func (f *frame) judgeCompared(v *ssa.BinOp, flows []Flow) {
	for _, fl := range flows {
		read := f.sum.Reads[fl.Read]
		if read == nil || fl.Path == "" || fl.How != 0 || fl.isOutcome() || read.Type == "" {
			continue
		}
		cell := f.models.cell(read.Type, read.Table, fl.Path)
		for _, g := range f.happened {
			if g.Verb != knowledge.Update || g.Returns || read.At.Line > g.At.Line || g.block != f.block && !g.block.Dominates(f.block) ||
				!f.sameTable(g.Write, read) || !f.isRowOf(g.Write, read) {
				continue
			}
			if slices.ContainsFunc(f.computed(g.Write), func(col string) bool { return sqltext.Normal(col) == cell.Column }) {
				f.report(Finding{Category: "refresh", Read: read, Write: g.Write, Flow: Flow{Read: read.ID, At: g.At, Op: "by an expression"}, Cell: cell, Seen: f.pos(v)})
				return
			}
		}
	}
}

// judgeAgain reports an assignment by an expression that was built once and is applied to the row a second time: the database computes it
// anew.
// Have: less := orm.Set(&p.InStock, orm.F(&p.InStock).Sub(1)); orm.Update(ctx, db, &p, less); orm.Update(ctx, db, &p, less).
func (f *frame) judgeAgain(h happening) {
	if h.Verb != knowledge.Update || h.in == nil || len(h.Via) > 0 {
		return
	}
	for _, made := range f.assignments(h.in) {
		for _, g := range f.happened {
			if g.in == nil || g.in == h.in || g.Verb != h.Verb || len(g.Via) > 0 || g.block != h.block && !g.block.Dominates(h.block) {
				continue
			}
			if slices.Contains(f.assignments(g.in), made) && f.sameOperand(g.in, h.in) {
				t := f.value(made).Query.Set[0]
				cell := f.models.cell(h.Type, h.Table, t.Column)
				f.report(Finding{Category: "refresh", Read: &ReadSite{At: g.At}, Write: h.Write, Flow: Flow{At: f.pos(made)}, Cell: cell, Again: true})
				return
			}
		}
	}
}

// assignments are the arguments of a call that set a column to an expression.
func (f *frame) assignments(in ssa.CallInstruction) []*ssa.Call {
	var out []*ssa.Call
	for _, v := range spelledOut(in.Common().Args) {
		if box, ok := v.(*ssa.MakeInterface); ok {
			v = box.X
		}
		call, ok := v.(*ssa.Call)
		if !ok {
			continue
		}
		if q := f.value(call).Query; q != nil && slices.ContainsFunc(q.Set, func(t Term) bool { return t.Self || f.isExpr(t.Value) }) {
			out = append(out, call)
		}
	}
	return out
}

// sameOperand reports whether two calls get the same row.
func (f *frame) sameOperand(a, b ssa.CallInstruction) bool {
	return slices.ContainsFunc(a.Common().Args, func(v ssa.Value) bool {
		return named(v.Type()) != nil && !f.isHandle(v.Type()) && slices.Contains(b.Common().Args, v)
	})
}
