package orm

import "fmt"

// sortSets puts the assignments into an order in which each reads the old values, for databases whose SET runs from left to
// right: SET total = total + price, price = ? stays, SET price = ?, total = total + price is turned round. Two that read
// each other (a swap) have no such order.
func (b *builder) sortSets() {
	sorted := b.sets[:0:0]
	left := append([]setting(nil), b.sets...)
	for len(left) > 0 {
		next := -1
		for i := range left {
			if !b.readByOthers(left, i) {
				next = i
				break
			}
		}
		if next < 0 {
			b.fail(fmt.Errorf("%w: %s cannot exchange columns in one UPDATE: it sees the new values of those already set", ErrUnsupported, b.d.name))
			return
		}
		sorted = append(sorted, left[next])
		left = append(left[:next], left[next+1:]...)
	}
	b.sets = sorted
}

// readByOthers tells whether an assignment other than the i-th reads the column that it sets.
func (b *builder) readByOthers(sets []setting, i int) bool {
	for k := range sets {
		if n, ok := sets[k].value.(node); ok && k != i && b.reads(n, sets[i].col) {
			return true
		}
	}
	return false
}

// reads tells whether the expression may read the column. Raw text might read any.
func (b *builder) reads(n node, col int) bool {
	switch n.op {
	case opCol:
		return b.p.named(n.l.(string)) == col
	case opField:
		return b.p.find(n.l, b.row) == col
	case opVal:
		return false
	case opCall, opCase, opRaw:
		for _, a := range n.r.([]any) {
			if b.operandReads(a, col) {
				return true
			}
		}
		return false
	}
	if _, isNode := n.l.(node); !isNode && n.l != nil && b.p.find(n.l, b.row) == col {
		return true
	}
	return b.operandReads(n.l, col) || b.operandReads(n.r, col)
}

func (b *builder) operandReads(v any, col int) bool {
	switch x := v.(type) {
	case node:
		return b.reads(x, col)
	case Expression:
		return b.reads(x.expr(), col)
	case Branch:
		return b.reads(x.when.n, col) || b.operandReads(x.then, col)
	case []any:
		for _, one := range x {
			if b.operandReads(one, col) {
				return true
			}
		}
	}
	return false
}
