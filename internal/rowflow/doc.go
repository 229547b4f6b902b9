// Package rowflow follows database rows through a program, from where they are read to where they are written. It is a building block: it
// reports nothing itself; the passes range over its Result.
//
// # The story of one finding
//
//	1  func (s *Shop) load(id int64) (*Product, error) {
//	2  	var p Product
//	3  	err := s.db.First(&p, id).Error
//	4  	return &p, err
//	5  }
//	6
//	7  func (s *Shop) Sell(id int64, n int) error {
//	8  	p, err := s.load(id)
//	9  	…
//	10 	p.InStock -= n
//	11 	return s.db.Save(p).Error
//	12 }
//
// The driver hands over one package after the other, those that it imports first. One that touches no database, nor imports one that does, nor
// is a helper of a program that does, ends at once: no SSA is built for it (gate.go, idle.go, helps.go).
//
// Of the others each function is interpreted once, block by block (frame.go, instr.go): what may each value have been made from? A Value holds
// addresses (Ref: a root and a path of fields, elements and keys) and sources (Flow: a cell that was read, or a part of a parameter, and what
// happened to it since). The state (state.go) says what is kept at each address.
//
// Each call (call.go) is looked up in this order: internal/knowledge has a row for it; a function of this package, or the facts of another, has
// a Summary; an interface has implementations in sight (iface.go); none is, and names tell (assume.go); else nothing is known, and that means
// silence.
//
// Line 3 has a row: First reads (library.go, shape.go, read.go). That is a ReadSite, with its table, its conditions, and whether a lock guards
// it; p's memory now is that read. The function's Summary says, in terms of its parameters, that its result is a row that was read, where, by
// which key. It is kept for callers, in the package and, as a fact, in others (export.go, facts.go, lean.go, pack.go).
//
// Line 8 applies that summary in the caller's state (apply.go, inward.go): the read becomes one of Sell's, with the call as its place and what
// lies beneath as its Via. Line 10 makes p.InStock a value computed ("-") from the cell InStock of that read. Line 11 has a row: Save writes
// every column of the row at p (write.go).
//
// The write is judged where it happens (judge.go). For each column that it sets: is the new value computed from the loaded value of the same
// column, of what may be the same row? Then, is there anything that keeps a second process out: a lock on the read (lock.go), the old value or
// a version in WHERE, a serializable transaction, a mutex? If not, there is a Finding. It waits for the callers of the function, if all of
// them are in sight, for they may hold a lock (finding.go), and stands at the call where the value is computed and its write begins.
//
// Category check (check.go, verdict.go) asks instead which branches decide that the write happens, and what they test.
//
// The same walk gives the other passes what they need: statements in loops (repeat.go, loop.go, spare.go), rows saved under keys of the
// program's own (pksave.go), rows inserted because none was found (creation.go), and locks that lock nothing (misuse.go, glance.go).
//
// # What bounds it
//
// A function has a budget (frame.go: values kept, copied and carried across calls), and so have values, texts, statements and summaries. What is
// beyond it, or panics, is left out, named under -debug, and silent. A missing fact, and one of another FactVersion, means unknown; unknown means
// silence, never a louder report.
package rowflow
