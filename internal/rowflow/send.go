package rowflow

import "golang.org/x/tools/go/ssa"

// sendAway notes functions that are sent on a channel: whoever receives them runs them one after the other, and so nothing that one of
// them reads changes before it writes. (Several receivers on one channel are not seen.)
// Have: queue <- job{apply: func() error { … }}.
func (f *frame) sendAway(v Value) {
	if !f.recording {
		return
	}
	f.sendOne(v)
	for _, r := range v.Refs {
		f.sendOne(f.st.load(r))
		for _, e := range f.st.parts(r) {
			f.sendOne(e.Value)
		}
	}
}

func (f *frame) sendOne(v Value) {
	for _, fn := range v.funcs {
		if s := f.run.summary(fn.Fn); s != nil {
			s.sent = true
		}
	}
	var from []Flow
	for _, fl := range v.Flows {
		if t := f.typeAt(Ref{Root: fl.Root}); fl.Root.Kind == Param && fl.Path == "" && t != nil && isFunc(t) {
			from = append(from, fl)
		}
	}
	if len(from) > 0 && len(f.sum.Effects) < maxEffects {
		sent := Effect{Call: &CallbackCall{Fn: from, Sent: true}}
		f.sum.Effects = append([]Effect{sent}, f.sum.Effects...) // before it is called, where the queue is closed
	}
}

// sends are the values that a select statement may send.
func sends(in *ssa.Select) []ssa.Value {
	var out []ssa.Value
	for _, s := range in.States {
		if s.Send != nil {
			out = append(out, s.Send)
		}
	}
	return out
}
