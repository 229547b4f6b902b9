package rowflow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A statement that repeats the test changes no row where the test fails, and that is no error: who does not look at how many rows it changed goes on
// as if it had.
//
//	tx.Exec("UPDATE recharges SET status = 'paid' WHERE id = ? AND status = 'new'", id)
//	tx.Exec("UPDATE wallets SET balance = balance + ? WHERE id = ?", amount, wallet) // twice, for two requests

// unseen notes, for the callers too, that nobody looks at how many rows a statement changed.
func (f *frame) unseen() {
	for _, h := range f.happened {
		if len(h.Via) == 0 && !h.Answered && h.in != nil && f.isDiscarded(h.in.Value()) {
			h.Unseen, h.out.Unseen = true, true
		}
	}
}

// isDiscarded reports whether a statement's answer tells how many rows it changed, and only its error is looked at.
func (f *frame) isDiscarded(v *ssa.Call) bool {
	if v == nil {
		return false
	}
	tuple, ok := v.Type().(*types.Tuple)
	if !ok {
		return f.tellsRows(v.Type()) && onlyError(v)
	}
	tells := false
	for t := range tuple.Variables() {
		tells = tells || f.tellsRows(t.Type())
		if !isError(t.Type()) && !f.tellsRows(t.Type()) {
			return false
		}
	}
	for _, ref := range *v.Referrers() {
		if part, ok := ref.(*ssa.Extract); ok && !isError(part.Type()) && len(*part.Referrers()) > 0 {
			return false
		}
	}
	return tells
}

// tellsRows reports whether a result says how many rows were changed: a number, sql.Result, pgconn.CommandTag, gen.ResultInfo, *gorm.DB.
func (f *frame) tellsRows(t types.Type) bool {
	n, ok := types.Unalias(deref(t)).(*types.Named)
	if !ok {
		return isNumber(t)
	}
	switch n.Obj().Name() {
	case "Result", "CommandTag", "ResultInfo":
		return true
	case "DB":
		return f.isHandle(t)
	}
	return false
}

// onlyError reports whether nothing of a result is used but its error: db.Save(&p).Error.
func onlyError(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if field, ok := ref.(*ssa.FieldAddr); !ok || fieldName(field.X.Type(), field.Field) != "Error" {
			return false
		}
	}
	return true
}

// unseenGuard reports whether a statement repeats the test of a column, and nobody looks at whether it changed the row, nor has claimed it by another.
func (f *frame) unseenGuard(w guardedWrite, tested Cell) bool {
	if !w.Unseen || w.Or || w.Assume != "" || w.Verb == knowledge.Delete {
		return false
	}
	for _, o := range f.guarded {
		if o.Write != w.Write && sameTable(o.Write, w.Write) && o.tests(tested) && !o.Unseen {
			return false
		}
	}
	return true
}
