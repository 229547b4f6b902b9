package rowflow

import (
	"go/token"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// answersFailure reports whether the function goes on with the row that another request has inserted, if its own insert fails: it reads or changes it
// by what it looked for.
//
//	if err := db.Create(&s).Error; err != nil {
//		return db.Model(&Stat{}).Where("word = ?", word).Update("times", gorm.Expr("times + 1")).Error
//	}
func (f *frame) answersFailure(w happening, r *ReadSite) bool {
	if w.in == nil || w.in.Value() == nil {
		return false
	}
	return slices.ContainsFunc(failures(w.in.Value()), func(c control) bool {
		return f.readsAgain(c, r) || slices.ContainsFunc(f.guarded, func(g guardedWrite) bool {
			return (g.Verb == knowledge.Update || g.Verb == knowledge.Save) && f.sameTable(g.Write, r) && f.controlled(g.block, c)
		})
	})
}

// readsAgain reports whether one side of a branch reads the row that was looked for, by the same columns.
func (f *frame) readsAgain(c control, r *ReadSite) bool {
	for id, other := range f.sum.Reads {
		if other == r || !f.sameTable(&Write{Type: other.Type, Table: other.Table}, r) || !sameColumns(other.Where, r.Where) {
			continue
		}
		if in := f.callOf(id); in != nil && f.controlled(in.Block(), c) {
			return true
		}
	}
	return false
}

// callOf is the call of this function that a read, or the callee's that reads, came from.
func (f *frame) callOf(read string) ssa.Instruction {
	end := strings.IndexFunc(read, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(read)
	}
	n, err := strconv.Atoi(read[:end])
	if err != nil {
		return nil
	}
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			if call, ok := in.(ssa.CallInstruction); ok && f.num[call] == n {
				return in
			}
		}
	}
	return nil
}

func sameColumns(a, b []Term) bool {
	within := func(a, b []Term) bool {
		return !slices.ContainsFunc(a, func(x Term) bool {
			return !slices.ContainsFunc(b, func(y Term) bool { return keyName(x.Column) == keyName(y.Column) })
		})
	}
	return within(a, b) && within(b, a)
}

// failures are the branches that are taken if a call fails: on its error, or on the field Error of its result.
func failures(call ssa.Value) []control {
	var out []control
	todo, seen := []ssa.Value{call}, map[ssa.Value]bool{}
	for len(todo) > 0 {
		v := todo[0]
		todo = todo[1:]
		if seen[v] || v.Referrers() == nil {
			continue
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			switch in := ref.(type) {
			case *ssa.Extract, *ssa.UnOp, *ssa.Phi:
				todo = append(todo, in.(ssa.Value))
			case *ssa.FieldAddr:
				if fieldName(in.X.Type(), in.Field) == "Error" {
					todo = append(todo, in)
				}
			case *ssa.Store: // a variable that a closure sees, too
				todo = append(todo, loadsAfter(in, v)...)
			case *ssa.BinOp:
				if isError(v.Type()) && isNil(in.Y) {
					out = append(out, sides(in, int(truth(in.Op == token.EQL)))...)
				}
			case *ssa.Call: // errors.As(err, &taken)
				if isError(v.Type()) && isBool(in.Type()) {
					out = append(out, sides(in, 0)...)
				}
			}
		}
	}
	return out
}

func sides(cond ssa.Value, side int) []control {
	var out []control
	for _, branch := range branchesOn(cond) {
		out = append(out, control{at: branch.Block(), side: side})
	}
	return out
}

// loadsAfter are the places where a variable is read that a value was stored in.
func loadsAfter(s *ssa.Store, v ssa.Value) []ssa.Value {
	if s.Val != v || s.Addr.Referrers() == nil {
		return nil
	}
	var out []ssa.Value
	for _, ref := range *s.Addr.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok && load.Op == token.MUL && s.Block().Dominates(load.Block()) {
			out = append(out, load)
		}
	}
	return out
}
