package rowflow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// givenTx reports what a function writes on another connection than the transaction that it is given and does nothing with.
//
// Have: func (r repo) Update(ctx context.Context, tx *sql.Tx, p Product) error { _, err := r.db.ExecContext(ctx, …); return err }.
func (f *frame) givenTx() {
	for _, p := range f.fn.Params {
		if !f.isIdleTx(p) {
			continue
		}
		for _, w := range f.guarded {
			if name := nameOf(w.Type, w.Table); w.Tx == "" && !isRecord(name) && f.fn.Parent() == nil {
				f.misuses = append(f.misuses, Misuse{Category: "handle", At: w.At, Via: w.Via, Lib: w.Lib, Name: name, Given: p.Name()})
			}
		}
	}
}

// isIdleTx reports whether a parameter is a transaction that nothing is done with, though it has a name.
func (f *frame) isIdleTx(p *ssa.Parameter) bool {
	if p.Name() == "" || p.Name() == "_" || !f.isTx(p) {
		return false
	}
	return !slices.ContainsFunc(*p.Referrers(), func(in ssa.Instruction) bool {
		_, debug := in.(*ssa.DebugRef)
		return !debug
	})
}

// isTx reports whether a parameter is a library's transaction: one can be committed and rolled back, and is named for what it is, by its type or,
// where a pool has that type too (gorm.DB, xorm.Session), by itself.
func (f *frame) isTx(p *ssa.Parameter) bool {
	n := named(p.Type())
	if n == nil || n.Obj().Pkg() == nil || !f.index.Known(n.Obj().Pkg().Path()) {
		return false
	}
	for _, method := range []string{"Commit", "Rollback"} {
		if obj, _, _ := types.LookupFieldOrMethod(p.Type(), true, n.Obj().Pkg(), method); obj == nil {
			return false
		}
	}
	return slices.ContainsFunc(append(words(n.Obj().Name()), words(p.Name())...), func(w string) bool {
		return slices.Contains([]string{"tx", "txn", "trx", "transaction"}, w)
	})
}
