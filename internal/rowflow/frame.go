package rowflow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A frame is the analysis of one function: an abstract interpretation, block by block, of what each value was made from.
type frame struct {
	*run
	fn     *ssa.Function
	vals   map[ssa.Value]Value
	tuples map[ssa.Value][]Value
	num    map[ssa.Instruction]int
	types  map[Root]types.Type
	in     map[*ssa.BasicBlock]*state
	st     *state
	exit   *state
	left   int

	forks      map[*ssa.BasicBlock]fork
	storesTo   map[string][]*ssa.BasicBlock // by field, where it is set; nil if that was not asked yet
	decidersOf map[*ssa.BasicBlock][]control
	controlsOf map[*ssa.BasicBlock][]control
	// The same with the branches on some paths only.
	decisionsOf map[*ssa.BasicBlock][]control

	block    *ssa.BasicBlock // being interpreted
	instr    ssa.Instruction // of it
	guarded  []guardedWrite
	happened []happening
	tickets  []ticket
	defersOf []*ssa.Defer
	called   []calledBack
	effects  []ssa.CallInstruction // calls that change something outside of the database
	handed   int                   // functions being run that unknown code was handed
	perRow   bool                  // the next function that is run is called once a row
	brought  bool                  // the closure that is called was made in another function
	retried  bool                  // what is run is called until it succeeds
	nest     []*loop
	mutexes  struct {
		locked bool // one was locked here
		held   int  // … and these are not yet unlocked, as callers are told
	}
	unlocks int     // mutexes that are unlocked when the function ends
	scopes  []scope // transactions whose body is being run
	begun   []scope
	ended   []end
	misuses []Misuse

	recording bool // the last pass: states are stable, effects count
	sum       *Summary
}

// Budgets a function: beyond them it is left without a summary, and so is silent.
const (
	maxVisits = 4
	maxSpent  = 150_000 // values kept, copied, and carried across calls
	maxBlocks = 3_000
	// Functions of packages that reach no database carry a value or two.
	maxSpentFar = maxSpent / 10
)

// analyze interprets a function and returns its summary, nil if it has no body or is beyond the budget.
func (r *run) analyze(fn *ssa.Function) (sum *Summary) {
	if len(fn.Blocks) == 0 {
		return nil
	}
	if len(fn.Blocks) > maxBlocks {
		panic(beyond("its blocks"))
	}
	f := &frame{run: r, fn: fn, vals: map[ssa.Value]Value{}, tuples: map[ssa.Value][]Value{}, num: map[ssa.Instruction]int{},
		types: map[Root]types.Type{}, in: map[*ssa.BasicBlock]*state{}, sum: newSummary(),
		forks: map[*ssa.BasicBlock]fork{}, decidersOf: map[*ssa.BasicBlock][]control{}, controlsOf: map[*ssa.BasicBlock][]control{},
		decisionsOf: map[*ssa.BasicBlock][]control{}}
	f.number()
	if f.left = maxSpent; !r.reaches {
		f.left = maxSpentFar
	}
	f.sum.closure, f.sum.params = fn.Parent() != nil, len(fn.Params)
	entry := newState(&f.left)
	for i, p := range inputs(fn) {
		f.param(entry, i, p)
		if v, ok := p.(*ssa.FreeVar); ok {
			f.capture(entry, i, v)
		}
	}
	f.in[fn.Blocks[0]] = entry
	f.fixpoint()
	f.recording = true
	f.sweep(f.order())
	f.checks()
	f.verdicts()
	f.creations()
	f.repeats()
	f.deliver()
	f.deliverMisuses()
	f.export()
	return f.sum
}

// spend counts work that calls multiply.
func (f *frame) spend(n int) { f.st.spend(n) }

// inputs are the values that come from outside: parameters, then captured variables.
func inputs(fn *ssa.Function) []ssa.Value {
	var in []ssa.Value
	for _, p := range fn.Params {
		in = append(in, p)
	}
	for _, v := range fn.FreeVars {
		in = append(in, v)
	}
	return in
}

// param makes the symbolic value of an input.
func (f *frame) param(st *state, i int, p ssa.Value) {
	root := Root{Kind: Param, N: i}
	f.types[root] = p.Type()
	flow := Flow{Root: root}
	st.own(root)[""] = Value{Flows: []Flow{flow}}
	v := Value{}
	if isScalar(p.Type()) {
		v.Flows = []Flow{flow}
	} else {
		v.Refs = []Ref{{Root: root}}
		if types.IsInterface(p.Type()) || isFunc(p.Type()) {
			v.Flows = []Flow{flow}
		}
	}
	f.vals[p] = v
}

// number gives each instruction its place in the function: the identity of what it makes.
func (f *frame) number() {
	n := 0
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			n++
			f.num[in] = n
		}
	}
}

// order is the blocks in reverse postorder.
func (f *frame) order() []*ssa.BasicBlock {
	seen := make([]bool, len(f.fn.Blocks))
	var post []*ssa.BasicBlock
	var visit func(*ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		seen[b.Index] = true
		for _, s := range b.Succs {
			if !seen[s.Index] {
				visit(s)
			}
		}
		post = append(post, b)
	}
	visit(f.fn.Blocks[0])
	for i, j := 0, len(post)-1; i < j; i, j = i+1, j-1 {
		post[i], post[j] = post[j], post[i]
	}
	return post
}

// fixpoint repeats the sweep over the blocks until loops bring nothing new.
func (f *frame) fixpoint() {
	order := f.order()
	if !hasLoop(order) {
		return // the recording sweep is enough
	}
	for range maxVisits {
		if !f.sweep(order) {
			return
		}
	}
}

func hasLoop(order []*ssa.BasicBlock) bool {
	at := make(map[*ssa.BasicBlock]int, len(order))
	for i, b := range order {
		at[b] = i
	}
	for i, b := range order {
		for _, s := range b.Succs {
			if at[s] <= i {
				return true
			}
		}
	}
	return false
}

// sweep interprets each block once and hands its state on; it reports whether a block met earlier learned something.
func (f *frame) sweep(order []*ssa.BasicBlock) bool {
	again := false
	done := map[*ssa.BasicBlock]bool{}
	for _, b := range order {
		in := f.in[b]
		if in == nil {
			continue
		}
		done[b] = true
		f.st = in.clone()
		f.block = b
		f.st.spend(len(b.Instrs))
		for _, instr := range b.Instrs {
			f.instr = instr
			f.step(instr)
		}
		for _, s := range b.Succs {
			if old := f.in[s]; old == nil {
				f.in[s] = f.st.clone()
				again = again || done[s]
			} else if f.mergeInto(old, s) {
				again = again || done[s]
			}
		}
	}
	return again
}

// mergeInto hands the block's state on to one that was met. The row that a round of a loop has locked is that round's.
func (f *frame) mergeInto(old *state, next *ssa.BasicBlock) bool {
	held := f.st.guard
	if next.Dominates(f.block) && held == "row lock" {
		f.st.guard = old.guard
	}
	grew := old.merge(f.st)
	f.st.guard = held
	return grew
}

// value is what is known of an operand.
func (f *frame) value(v ssa.Value) Value {
	switch v := v.(type) {
	case *ssa.Const:
		return constValue(v)
	case *ssa.Function:
		return Value{funcs: []Func{{Fn: v}}}
	case *ssa.Global:
		root := Root{Kind: Global, N: f.run.global(v)}
		f.types[root] = v.Type()
		return Value{Refs: []Ref{{Root: root}}}
	}
	return f.vals[v]
}

// local is the root of what an instruction makes.
func (f *frame) local(instr ssa.Instruction, sub int, typ types.Type) Root {
	r := Root{Kind: Local, N: f.num[instr], Sub: sub}
	f.types[r] = typ
	return r
}
