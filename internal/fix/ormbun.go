package fix

// fromBun reads the changes out of the writing of a row as it is in memory.
func (r *rewrite) fromBun() error {
	if !r.onUpdateQuery() {
		return r.fromSQL()
	}
	b, err := newBunCall(r.site)
	if err != nil {
		return err
	}
	for _, name := range []string{"Conn", "Table", "Set", "Returning"} {
		if b.step(name) != nil {
			return refusal("the statement is shaped by " + name)
		}
	}
	if b.commented(b.call().Pos(), b.call().End()) {
		return refusal("a comment stands in the statement")
	}
	changes, err := b.inMemory()
	if err != nil {
		return err
	}
	if b.partlyRead() {
		return refusal("the row's key is not certain to be loaded")
	}
	if r.changes, err = b.limited(changes); err != nil {
		return err
	}
	for _, c := range r.changes {
		if err := b.named(c); err != nil {
			return err
		}
	}
	computed := r.firstComputed()
	if computed.expr == nil || *computed.expr.leaf().cell != computed.place {
		return refusal("the row that is written is not the one that was read")
	}
	if len(r.f.Write.Where) != 1 || !isKey(r.f.Write.Where[0].Column) {
		return refusal("the row is not found by its key alone")
	}
	return b.sameRow(computed.place)
}

// named refuses columns that orm names in another way, and computed ones that it would have to tell from NULL.
func (b *bunCall) named(c change) error {
	if name, ok := b.option(c.place, "column"); ok {
		return refusal("orm does not read the column " + name + " out of the tag")
	}
	if c.expr == nil {
		return nil
	}
	return b.neverNull(c.place)
}

// limited leaves out what Column leaves out.
func (b *bunCall) limited(changes []change) ([]change, error) {
	if b.step("Column") == nil {
		return changes, nil
	}
	named := map[string]bool{}
	for _, st := range b.steps {
		for _, a := range st.call.Args {
			if st.name() != "Column" {
				continue
			}
			name, _, err := b.constantText(a)
			if err != nil {
				return nil, refusal("the columns that are written are a variable")
			}
			named[name] = true
		}
	}
	var out []change
	for _, c := range changes {
		if named[c.column] {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, refusal("the code does not show which columns are written")
	}
	return out, nil
}
