package rowflow

import "github.com/rmwlint/rmwlint/internal/knowledge"

// columnsBy is the list of columns that came in as a parameter, nil if none did. What the function adds to it, and what it takes where the
// list is empty, is left out: callers that name columns mean these.
// Have: func UpdateUser(u *User, columns ...string) { if len(columns) == 0 { columns = all }; engine.Cols(columns...).Update(u) }.
func (s *site) columnsBy(first knowledge.Arg) *Value {
	var refs []Ref
	for i := int(first) - 1; i < len(s.args); i++ {
		refs = union(refs, paramRefs(s.args[i].Refs), maxRefs)
	}
	if len(refs) == 0 {
		return nil
	}
	return &Value{Refs: refs}
}

func paramRefs(refs []Ref) []Ref {
	var out []Ref
	for _, r := range refs {
		if r.Root.Kind == Param {
			out = append(out, r)
		}
	}
	return out
}

// outwardList is a list of columns as callers see it.
func outwardList(by *Value) *Value {
	if by == nil {
		return nil
	}
	if refs := paramRefs(by.Refs); len(refs) > 0 {
		return &Value{Refs: refs}
	}
	return nil
}

// inwardColumns are the columns of a callee's statement: those that the caller names, else the callee's own, and the list that came in to
// the caller.
func (a *application) inwardColumns(own []string, by *Value) (names []string, rest *Value) {
	if by == nil {
		return own, nil
	}
	v := a.inward(*by, nil)
	if names, ok := (&site{frame: a.frame}).names([]Value{v}); ok && len(names) > 0 {
		return names, nil
	}
	return own, outwardList(&v)
}
