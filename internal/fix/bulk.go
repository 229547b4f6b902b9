package fix

import (
	"errors"

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
func ForRepeat(pass *analysis.Pass, x rowflow.Repeat) []analysis.SuggestedFix {
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, x.At))
	if call == nil || len(x.Via) > 0 {
		return nil
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return nil
	}
	fix, err := s.inChunks(x)
	if err != nil {
		return nil
	}
	return []analysis.SuggestedFix{fix}
}

// inChunks makes the edits of the first form that the statement has.
func (s *site) inChunks(x rowflow.Repeat) (analysis.SuggestedFix, error) {
	l, err := s.rowLoop()
	if err != nil {
		return analysis.SuggestedFix{}, err
	}
	if err := l.undone(x); err != nil {
		return analysis.SuggestedFix{}, err
	}
	var why error
	for _, form := range []func(*rowLoop) error{inSlices, byKeys, inEnt, inNamed, inValues, inKeyList, inOrm} {
		l.e = s.newEdits()
		if err := form(l); err != nil {
			why = errors.Join(why, err)
			continue
		}
		return l.e.fix("write 100 rows with each statement")
	}
	return analysis.SuggestedFix{}, why
}
