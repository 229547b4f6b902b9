package rowflow

import (
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// expectsDuplicates reports whether the function looks out for the error of a unique index, by the names and texts that it mentions:
// gorm.ErrDuplicatedKey, IsUniqueViolation(err), "23505", "Duplicate entry".
func (f *frame) expectsDuplicates() bool {
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			for _, op := range in.Operands(nil) {
				if *op != nil && saysDuplicate(*op) {
					return true
				}
			}
		}
	}
	return false
}

func saysDuplicate(v ssa.Value) bool {
	text := ""
	switch v := v.(type) {
	case *ssa.Global:
		text = v.Name()
	case *ssa.Function:
		text = v.Name()
	case *ssa.Const:
		if v.Value != nil && types.Identical(v.Type().Underlying(), types.Typ[types.String]) {
			text = constant.StringVal(v.Value)
		} else if v.Value != nil {
			return v.Value.ExactString() == "1062" // MySQL's number
		}
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc([]string{"duplicat", "uniqueviolation", "unique_violation", "uniqueconstraint", "unique constraint", "isconstrainterror", "23505"},
		func(w string) bool { return strings.Contains(text, w) })
}
