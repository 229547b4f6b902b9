package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A state that is tested and entered, and of which the function tells whether it was entered, is a ticket: what two requests lose by it is up to
// whoever calls.
//
//	func consume(db *gorm.DB, code string) (*Coupon, error) {
//		var c Coupon
//		if err := db.First(&c, "code = ?", code).Error; err != nil { return nil, err }
//		if c.Used { return nil, errUsed }
//		return &c, db.Model(&c).Update("used", true).Error
//	}
//
//	c, err := consume(db, code)
//	if err != nil { return err }
//	return db.Model(&user).Update("coins", gorm.Expr("coins + ?", c.Coins)).Error // twice, for two requests

// A ticket is a statement that enters a state because of a test, and the column that was tested.
type ticket struct {
	*Write
	flow Flow
}

// noteTicket notes one that has no consequence in the function itself.
func (f *frame) noteTicket(w *Write, fl Flow, c control) {
	fl.How |= Compared
	fl.At = f.place(c.branch().Cond.Pos(), f.fn)
	f.tickets = append(f.tickets, ticket{w, fl})
}

// handOnTickets tells the callers of tickets, if the result says by the same test whether the state was entered.
func (f *frame) handOnTickets(decided []Flow) {
	for _, c := range f.tickets {
		if !slices.ContainsFunc(decided, func(fl Flow) bool { return fl.Read == c.flow.Read && fl.Path == c.flow.Path }) {
			continue
		}
		for _, h := range f.happened {
			if h.Write == c.Write {
				h.out.Tickets = unionFlows(h.out.Tickets, []Flow{c.flow})
			}
		}
	}
}

// ticketBefore reports a ticket of a callee, if what the callee answers decides about something that counts twice.
func (f *frame) ticketBefore(h happening) {
	for _, fl := range h.Tickets {
		read := f.sum.Reads[fl.Read]
		if read == nil || h.in == nil {
			continue
		}
		set := f.models.testedCell(read, fl.Path)
		if !f.collides(h.Write, read, set, fl) || !f.paysOut(h, set) {
			continue
		}
		w, r := f.inCallee(h.Write, read)
		f.report(Finding{Category: "check", Read: r, Write: w, Flow: fl, Cell: set})
		h.out.Tickets = nil
		return
	}
}

// inCallee is a ticket as the function of this package has it that tests and enters the state.
func (f *frame) inCallee(write *Write, read *ReadSite) (*Write, *ReadSite) {
	w, r := *write, *read
	for w.At == r.At && len(w.Via) > 0 && len(r.Via) > 0 && w.Via[0].Pkg == f.pass.Pkg.Path() {
		w.At, w.Via, r.At, r.Via = w.Via[0], w.Via[1:], r.Via[0], r.Via[1:]
	}
	return &w, &r
}

// paysOut reports whether what a call answers decides about a statement that counts twice when it runs twice.
func (f *frame) paysOut(h happening, set Cell) bool {
	return slices.ContainsFunc(f.guarded, func(other guardedWrite) bool {
		return other.At != h.At && f.answerDecides(h.in, other.block) && f.countsTwice(guardedWrite{h.Write, h.block}, other, set, true, false)
	})
}

// answerDecides reports whether a block is reached by what a call answers.
func (f *frame) answerDecides(call ssa.CallInstruction, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(f.deciders(b), func(c control) bool {
		return slices.ContainsFunc(judged(c.branch().Cond), func(v ssa.Value) bool { return answers(v, call, 0) })
	})
}

// answers reports whether a value is a result of a call, or a variable that holds one.
func answers(v ssa.Value, call ssa.CallInstruction, depth int) bool {
	switch v := v.(type) {
	case *ssa.Call:
		return ssa.CallInstruction(v) == call
	case *ssa.Extract:
		return answers(v.Tuple, call, depth)
	case *ssa.UnOp:
		return answers(v.X, call, depth)
	case *ssa.BinOp:
		return answers(v.X, call, depth) || answers(v.Y, call, depth)
	case *ssa.Phi:
		return depth < maxDepth && slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return answers(e, call, depth+1) })
	}
	return false
}
