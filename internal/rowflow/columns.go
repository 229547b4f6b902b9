package rowflow

import "github.com/rmwlint/rmwlint/internal/knowledge"

// columnsBy are the columns that came in as parameters, lists and single names; nil if none did. What the function adds to a list, and what it takes where
// that is empty, is left out: callers that name columns mean these.
// Have: func UpdateUser(u *User, columns ...string) { if len(columns) == 0 { columns = all }; engine.Cols(columns...).Update(u) }.
// Have: func (m *Member) Update(column string, more ...any) error { return db.Select(column, more...).Updates(m).Error }.
func (s *site) columnsBy(first knowledge.Arg) *Value {
	var by Value
	for i := int(first) - 1; i < len(s.args); i++ {
		by.Refs = union(by.Refs, s.args[i].Refs, maxRefs)
		by.Flows = unionFlows(by.Flows, s.args[i].Flows)
	}
	return outwardList(&by)
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

// outwardList are columns that came in as callers see them.
func outwardList(by *Value) *Value {
	if by == nil {
		return nil
	}
	out := &Value{Refs: paramRefs(by.Refs)}
	for _, fl := range by.Flows {
		if fl.Root.Kind == Param && fl.How == 0 && fl.Read == "" {
			out.Flows = append(out.Flows, fl)
		}
	}
	if len(out.Refs)+len(out.Flows) == 0 {
		return nil
	}
	return out
}

// inwardColumns are the columns of a callee's statement: those that the caller names, else the callee's own, and what came in to the caller.
func (a *application) inwardColumns(own []string, by *Value) (names []string, rest *Value) {
	if by == nil {
		return own, nil
	}
	list := a.inward(Value{Refs: by.Refs}, nil)
	given, all := []Value{list}, list
	if list.empty() && len(by.Flows) > 0 { // no more than the single names
		given = nil
	}
	for _, fl := range by.Flows {
		v := a.inwardFlow(fl)
		given, all = append(given, v), join(all, v)
	}
	if names, ok := (&site{frame: a.frame}).names(given); ok && len(names) > 0 {
		return names, nil
	}
	return own, outwardList(&all)
}
