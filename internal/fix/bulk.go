package fix

import (
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// ForRepeat is the repair of a statement that runs once a row: one statement for a hundred rows at a time. It is offered where nobody can
// tell the difference but by the time that it takes:
//
//	for _, p := range products {                         for chunk := range slices.Chunk(products, 100) {
//		if _, err := o.Insert(p); err != nil {       →       if _, err := o.InsertMulti(100, chunk); err != nil {
//			return err                                           return err
//		}                                                    }
//	}                                                    }
//
// What the loop does before the statement stays in the loop, which gathers the rows for it:
//
//	for _, item := range items {                         var rows []*Line
//		line := Line{Order: order, SKU: item.SKU}    for _, item := range items {
//		if err := tx.Create(&line).Error; err != nil {       line := Line{Order: order, SKU: item.SKU}
//			return err                           →       rows = append(rows, &line)
//		}                                            }
//	}                                                    if err := tx.CreateInBatches(rows, 100).Error; err != nil {
//	                                                             return err
//	                                                     }
//
// The loop stands in a transaction, which an error undoes, so that the rows before it are gone either way; the rest of the loop cannot see
// the rows in the database, nor the keys that they get; the rows get their keys in memory either way; no hook runs for a row.
//
// Where there is none, why says the reason, as the second half of a sentence.
func ForRepeat(pass *analysis.Pass, x rowflow.Repeat) (fixes []analysis.SuggestedFix, why string) {
	fix, err := repeated(pass, x)
	if err != nil {
		return nil, err.Error()
	}
	return []analysis.SuggestedFix{fix}, ""
}

// repeated makes the repair, or tells why there is none.
func repeated(pass *analysis.Pass, x rowflow.Repeat) (fix analysis.SuggestedFix, err error) {
	defer func() { // odd code costs the edit, never the finding
		if recover() != nil {
			fix, err = analysis.SuggestedFix{}, refusal("the code is of a form that the edits do not know")
		}
	}()
	if len(x.Via) > 0 {
		return repeatedIn(pass, x)
	}
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, x.At))
	if call == nil {
		return fix, refusal("the statement is in another package")
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return fix, err
	}
	return s.inChunks(x)
}

// repeatedIn makes the repair of a statement that stands in a function of its own.
func repeatedIn(pass *analysis.Pass, x rowflow.Repeat) (fix analysis.SuggestedFix, err error) {
	in, err := expand(pass, x.At, x.Via)
	if err != nil {
		return fix, err
	}
	x.At, x.Via = in.moved, nil
	if fix, err = repeated(in.mid, x); err != nil {
		return fix, err
	}
	return in.back(fix), nil
}

// errOwnForm is the refusal of a form for statements of another one: what the next form says counts.
const errOwnForm = refusal("the statement has a form of its own")

// inChunks makes the edits of the first form that the statement has.
func (s *site) inChunks(x rowflow.Repeat) (analysis.SuggestedFix, error) {
	l, err := s.rowLoop()
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := l.undone(x); err != nil {
		return analysis.SuggestedFix{}, err
	}
	var why error = errOwnForm
	for _, form := range []func(*rowLoop) error{inSlices, byKeys, inEnt, inNamed, inValues, inKeyList, inOrm} {
		l.e, l.subs, l.spent = s.newEdits(), nil, nil
		err := form(l)
		if err == nil {
			return l.e.fix("write 100 rows with each statement")
		}
		if why == errOwnForm {
			why = err
		}
	}
	if why == errOwnForm && x.Category == "update" && x.Write.Text == nil {
		why = refusal("each row gets values of its own")
	}
	return analysis.SuggestedFix{}, why
}
