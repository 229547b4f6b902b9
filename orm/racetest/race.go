package racetest

import (
	"context"
	"sync"
	"time"
)

// patience bounds a turn, in limits: an operation that polls for what another one is to do is never idle, and never done.
const patience = 20

// ticks is in how many parts the limit is waited for. On a machine that is too busy to run this process, the parts come late
// as well, so that an operation that merely gets no processor is not taken to be held back.
const ticks = 20

// race hands out the turn. Inv: while somebody waits for the turn, somebody has it.
type race struct {
	limit time.Duration

	mu         sync.Mutex
	operations []*operation
	turn       *operation  // whose turn it is, or nil
	given      int         // ticks since it was given
	moved      int         // ticks since the operation that has it last began or ended a call
	clock      *time.Timer // takes the turn from one that stands still
	steps      []Step
	met        bool // the first write after a read has gone through
	missed     bool // and somebody had not read yet
	over       bool
}

// operation is one of the racing functions. Its fields are guarded by race.mu.
type operation struct {
	race   *race
	index  int
	state  state
	urge   urge          // while waiting: how urgent
	resume chan struct{} // while waiting: closed to let its calls go on
	calls  int           // calls into the driver that are under way
	read   bool          // has read since its last write
	writes int           // writes so far
	still  bool          // stood still outside of the driver
}

type operationKey struct{} // of an operation in a context

type state int

const (
	waiting state = iota // for its turn, in a call of ours
	running              // has the turn
	loose                // had the turn and stood still: lost it, and goes on whenever it can
	ended
)

// urge orders those who wait for the turn; the smallest goes first.
type urge int

const (
	toResume     urge = iota // was held back, and is free now
	toStart                  // has not run yet
	toWrite                  // what it writes does not follow from a read
	toWriteStale             // what it writes may follow from a read
)

func newRace(limit time.Duration, n int) *race {
	r := &race{limit: limit}
	for i := range n {
		r.operations = append(r.operations, &operation{race: r, index: i, urge: toStart, resume: make(chan struct{})})
	}
	r.clock = time.AfterFunc(limit/ticks, r.tick)
	return r
}

// run runs the functions as the race's operations, from the first turn to the last end.
func (r *race) run(functions []func(context.Context) error) *Result {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()

	errs := make([]error, len(functions))
	var all sync.WaitGroup
	for i, f := range functions {
		o := r.operations[i]
		all.Go(func() {
			errs[i] = errExited
			defer r.end(o)
			<-o.resume
			errs[i] = f(context.WithValue(ctx, operationKey{}, o))
		})
	}
	r.mu.Lock()
	r.next()
	r.mu.Unlock()
	all.Wait()

	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock.Stop()
	r.over = true
	result := &Result{Errs: errs, Steps: r.steps, missed: r.missed}
	for _, o := range r.operations {
		result.still = append(result.still, o.still)
	}
	return result
}

// current returns the operation that a statement of unknown origin belongs to: the one whose turn it is. If that one is known to be in
// the driver, the statement comes from one that had stood still outside of it.
func (r *race) current() *operation {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.turn != nil && r.turn.calls == 0 {
		return r.turn
	}
	for _, o := range r.operations {
		if o.state == loose && o.calls == 0 {
			return o
		}
	}
	return r.turn
}

// enter is called before o's statement goes to the driver, and returns when it may.
func (r *race) enter(ctx context.Context, o *operation, writes bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case writes && o.read:
		r.await(ctx, o, toWriteStale)
		r.meet(o)
	case writes:
		r.await(ctx, o, toWrite)
	case r.turn != o:
		r.await(ctx, o, toResume)
	}
	o.calls++
	r.moved = 0
}

// meet notes, when the first write after a read goes to the database, whether all others are where the race wants them.
func (r *race) meet(writer *operation) {
	if r.met {
		return
	}
	r.met = true
	for _, o := range r.operations {
		if o != writer && o.state != ended && !o.read && !(o.state == waiting && o.urge >= toWrite) {
			r.missed = true
		}
	}
}

// leave is called when the driver has come back from o's statement. If o lost its turn meanwhile it waits for a new one, so that two
// operations never run at a time.
func (r *race) leave(ctx context.Context, o *operation, s statement, err error, skipped bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o.calls--
	r.moved = 0
	held := o.state == loose
	if !r.over && !skipped {
		r.steps = append(r.steps, Step{Operation: o.index, Kind: s.kind, Query: s.query, Held: held, Err: err})
	}
	switch {
	case skipped:
	case s.kind == Write:
		o.writes++
		o.read = s.returns
	case s.kind == Read && err == nil:
		o.read = true
	}
	if held {
		r.await(ctx, o, toResume)
	}
}

// await gives up the turn, if o has it, and waits for o's next one. r.mu is held before and after, not meanwhile. A context that ends
// lets o go on without the turn: the driver knows what to do with such a context.
func (r *race) await(ctx context.Context, o *operation, u urge) {
	if o.state == ended {
		return // a goroutine that outlives its operation is nobody's concern
	}
	if o.state != waiting { // else another goroutine of o waits already
		o.state, o.urge, o.resume = waiting, u, make(chan struct{})
	}
	o.urge = min(o.urge, u)
	if r.turn == o {
		r.turn = nil
	}
	r.next()

	resume := o.resume
	r.mu.Unlock()
	select {
	case <-resume:
	case <-ctx.Done():
	}
	r.mu.Lock()
	if o.state == waiting && o.resume == resume { // the context has ended
		o.state = loose
		close(resume)
	}
}

// next gives the turn to the first of those who wait for it, if nobody has it.
func (r *race) next() {
	if r.turn != nil {
		return
	}
	var first *operation
	for _, o := range r.operations {
		if o.state == waiting && (first == nil || o.before(first)) {
			first = o
		}
	}
	if first == nil {
		return
	}
	r.turn = first
	r.given, r.moved = 0, 0
	r.clock.Reset(r.limit / ticks)
	first.state = running
	close(first.resume)
}

// before orders those who wait. Ties keep the order of the arguments.
func (o *operation) before(p *operation) bool {
	if o.urge != p.urge {
		return o.urge < p.urge
	}
	return o.writes < p.writes
}

// tick looks whether the operation that has the turn stands still, and if so gives the turn to the next.
func (r *race) tick() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.turn == nil {
		return // next starts the clock
	}
	r.moved++
	r.given++
	if !r.wanted() || r.moved < ticks && r.given < patience*ticks { // who wants no turn lets the other take its time
		r.clock.Reset(r.limit / ticks)
		return
	}
	r.turn.state = loose
	r.turn.still = r.turn.still || r.turn.calls == 0
	r.turn = nil
	r.next()
}

// wanted tells whether anybody waits for the turn.
func (r *race) wanted() bool {
	for _, o := range r.operations {
		if o.state == waiting {
			return true
		}
	}
	return false
}

// end is called when o's function has returned.
func (r *race) end(o *operation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o.state == waiting {
		close(o.resume) // a goroutine of its own that it did not wait for
	}
	o.state = ended
	if r.turn == o {
		r.turn = nil
	}
	r.next()
}
