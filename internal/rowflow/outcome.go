package rowflow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// outcomePath is what a value that tells whether a read found a row has for a path: its error, has, a count, RowsAffected.
const outcomePath = "!"

// isOutcome reports whether the flow says no more of a row than whether it is there.
func (f Flow) isOutcome() bool { return f.Read != "" && len(f.Path) > 0 && f.Path[0] == outcomePath[0] }

// outcome is what tells whether the statement found a row.
func (s *site) outcome(q *Query) []Flow {
	r := s.readSite(q, "")
	s.fromText(r, q, s.selected(q))
	return []Flow{{Read: r.ID, Path: outcomePath}}
}

// outcomes marks what a read returns beside the row. An aggregate is there with or without rows.
func (s *site) outcomes(q *Query, out []Value) {
	if sel := s.selected(q); sel != nil && sel.Aggregate {
		return
	}
	res := s.resultTypes()
	for i := range out {
		t := res.At(i).Type()
		switch {
		case s.models.isRow(t): // the row itself
		case isError(t) || isScalar(t):
			if len(out[i].Flows) == 0 || !isScalar(t) || isBool(t) {
				out[i].Flows = unionFlows(out[i].Flows, s.outcome(q))
			}
		case !s.lib.Mutable && s.isHandle(t): // gorm's *DB: the error and the number of rows are its fields
			for _, r := range out[i].Refs {
				m := s.st.own(r.Root)
				m[r.Path] = join(m[r.Path], Value{Flows: s.outcome(q)})
			}
		}
	}
}

// counted puts a number of rows into the destination or the result.
func (s *site) counted(q *Query, out []Value) {
	v := Value{Flows: s.outcome(q)}
	if s.row.Row > 0 {
		s.st.store(s.st.follow(s.arg(s.row.Row)), v)
	}
	for i := range out {
		if t := s.resultTypes().At(i).Type(); isScalar(t) {
			out[i].Flows = unionFlows(out[i].Flows, v.Flows)
		}
	}
}

// outcomesAmong are the outcomes of reads among the arguments of a call: errors.Is(err, sql.ErrNoRows).
func (f *frame) outcomesAmong(args []Value) []Flow {
	var out []Flow
	for _, a := range args {
		for _, fl := range a.Flows {
			if fl.isOutcome() {
				out = unionFlows(out, []Flow{fl})
			}
		}
	}
	return out
}

// isThere is what the comparison of a pointer to a row with nil tells.
func (f *frame) isThere(v *ssa.BinOp, x, y Value) []Flow {
	if isNil(v.X) {
		x = y
	} else if !isNil(v.Y) {
		return nil
	}
	var out []Flow
	for _, r := range x.Refs {
		for _, fl := range f.st.load(r).Flows {
			if fl.Read != "" && fl.Path == "" {
				out = append(out, Flow{Read: fl.Read, Path: outcomePath})
			}
		}
	}
	return out
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// missing are the reads that found no row, if the branch is taken to the control's side.
// Have: if errors.Is(err, gorm.ErrRecordNotFound) { … }, if !has { … }, if p.ID == 0 { … }.
func (f *frame) missing(c control) []*ReadSite {
	branch := c.branch()
	side, ok := missingSide(branch.Cond)
	if !ok {
		return nil
	}
	var out []*ReadSite
	for _, fl := range c.cond.Flows {
		read := f.sum.Reads[fl.Read]
		if read == nil || fl.missingSide(side) != c.side {
			continue
		}
		if key := f.models.cell(read.Type, read.Table, fl.Path); fl.isOutcome() || isKey(key) && !asksForOne(branch.Cond) {
			out = append(out, read)
		}
	}
	return out
}

// missingSide is the side of a branch on which the row is not there: 0 if the condition says so, 1 if it says the contrary.
func missingSide(cond ssa.Value) (side int, ok bool) {
	switch v := cond.(type) {
	case *ssa.UnOp:
		side, ok = missingSide(v.X)
		return 1 - side, ok && v.Op == token.NOT
	case *ssa.Call: // errors.Is(err, ErrNotFound), isNotFound(err), and has()
		for _, a := range v.Call.Args {
			if isError(a.Type()) {
				return 0, true
			}
		}
		return 1, isBool(v.Type())
	case *ssa.BinOp:
		if of, same, ok := comparedWithTruth(v); ok { // has == false
			side, ok = missingSide(of)
			return side ^ int(1-truth(same)), ok
		}
		return missingCompared(v)
	}
	return 1, isBool(cond.Type()) // has, exists
}

// What a comparison tells of a row, as the operation of the flow: true says that it is not there, or that it is.
const isMissing, isPresent = "none", "found"

// invertMissing is what a negation makes of what its operand says.
func invertMissing(flows, of []Flow) {
	for i, fl := range of {
		switch {
		case !fl.isOutcome():
		case fl.Op == isMissing:
			flows[i].Op = isPresent
		case fl.Op == isPresent:
			flows[i].Op = isMissing
		default:
			flows[i].Op = fl.Op
		}
	}
}

// missingSide is the side on which the row is not there: what the flow says itself, else what the form of the condition says.
func (f Flow) missingSide(side int) int {
	switch f.Op {
	case isMissing:
		return 0
	case isPresent:
		return 1
	}
	return side
}
