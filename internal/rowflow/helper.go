package rowflow

import (
	"go/types"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// helper interprets a function that passes values on or holds a lock.
func (f *frame) helper(s *site, h *knowledge.Helper) []Value {
	from := h.From
	if from == knowledge.None {
		from = 1
	}
	switch h.Does {
	case knowledge.Lock, knowledge.Unlock:
		if madeForCall(s.in) {
			return s.unknownResults()
		}
	}
	switch h.Does {
	case knowledge.Lock:
		f.lock()
		return f.unknown(s.in, s.obj.Name(), nil, "")
	case knowledge.Unlock:
		f.unlock(s.in)
		return nil
	case knowledge.TryLock:
		if f.defers(f.isTryUnlock) {
			f.lockToReturn()
		}
		return f.unknown(s.in, s.obj.Name(), nil, "")
	case knowledge.TryUnlock:
		return f.unknown(s.in, s.obj.Name(), nil, "")
	case knowledge.Bind:
		return s.bind(h)
	case knowledge.Ask:
		return s.unknownResults()
	case knowledge.Alias:
		out := s.unknownResults()
		if v := s.arg(from); len(out) > 0 && len(v.Refs) > 0 {
			out[0] = v
		}
		return out
	case knowledge.Put:
		return s.put(h, s.arg(from))
	case knowledge.Take:
		return s.take(h, s.arg(from))
	}
	out := s.passOn(h, s.from(from), from)
	if h.Does == knowledge.Format && len(out) > 0 {
		if t, ok := s.text(first(s.from(from))); ok {
			text, _ := f.formatted(t, s.from(from)[1:])
			out[0].Text, out[0].Holes = text.Text, text.Holes
		}
	}
	return out
}

// passOn moves what the values were made from to where the helper leaves it.
func (s *site) passOn(h *knowledge.Helper, vals []Value, from knowledge.Arg) []Value {
	if from == knowledge.Recv {
		vals = append([]Value{s.recv}, s.args...)
	}
	if h.Does == knowledge.Format && len(vals) > 0 { // the format itself is no source
		vals = vals[1:]
	}
	if (h.Does == knowledge.Convert || h.Does == knowledge.Copy) && len(vals) > 1 && !s.obj.Signature().Variadic() {
		vals = vals[:1]
	}
	var flows []Flow
	sources := 0 // a value that may be one thing or another is one
	for _, v := range vals {
		from := s.contents(v, h.Does)
		flows = unionFlows(flows, from)
		sources += min(1, len(from))
	}
	if h.Does == knowledge.Compute || (h.Does == knowledge.Convert || h.Does == knowledge.Format || h.Does == knowledge.Rewrite) && sources > 1 {
		flows = changed(flows, Computed, s.pos(s.in), s.obj.Name())
	}
	out := s.unknownResults()
	switch {
	case h.To > 0 || h.To == knowledge.Recv:
		for _, r := range s.st.follow(s.arg(h.To)) {
			key := Ref{r.Root, joinPath(r.Path, keyPath(s.typeAt(r)))}
			before := s.st.load(key)
			switch here := s.st.load(r).Flows; h.Does {
			case knowledge.Compute, knowledge.Copy: // a copy leaves the fields that the other struct lacks
				flows = unionFlows(flows, here)
			case knowledge.Edit:
				flows = unionFlows(flows, changed(here, Edited, s.pos(s.in), s.obj.Name()))
			}
			s.st.store([]Ref{r}, Value{Flows: flows})
			if h.Does == knowledge.Copy && s.lacks(vals, key.Path) {
				s.st.store([]Ref{key}, before)
			}
		}
		if h.To == knowledge.Recv && len(out) > 0 && s.sameType(s.resultTypes().At(0).Type()) {
			out[0] = s.recv
		}
	case len(out) > 0:
		out[0] = s.result(s.in, 0, s.resultTypes().At(0).Type(), flows)
	}
	return out
}

// lacks reports whether no struct among values has a field.
func (s *site) lacks(vals []Value, path string) bool {
	_, name := cutPath(path)
	for _, v := range vals {
		for _, r := range s.st.follow(v) {
			t := s.typeAt(r)
			if t == nil {
				return false
			}
			if _, ok := deref(t).Underlying().(*types.Struct); !ok {
				return false
			}
			if obj, _, _ := types.LookupFieldOrMethod(t, true, s.pass.Pkg, name); obj != nil {
				return false
			}
		}
	}
	return len(vals) > 0
}

func (s *site) unknownResults() []Value {
	res := s.resultTypes()
	out := make([]Value, res.Len())
	for i := range out {
		out[i] = s.result(s.in, i, res.At(i).Type(), nil)
	}
	return out
}

// contents are the flows of a value with all that was written in it: an edited part makes the whole edited.
func (s *site) contents(v Value, does knowledge.HelperKind) []Flow {
	flows := v.Flows
	for _, r := range s.st.follow(v) {
		here := s.st.load(r).Flows
		for _, e := range s.st.parts(r) {
			if does == knowledge.Encode {
				here = changed(here, Edited, s.pos(s.in), "edited in place")
			}
			here = unionFlows(here, e.Value.Flows)
		}
		flows = unionFlows(flows, here)
	}
	return flows
}

// put keeps a value under a key: context.WithValue(ctx, key, user).
func (s *site) put(h *knowledge.Helper, v Value) []Value {
	key := s.keyName(h)
	if h.To == knowledge.Recv {
		s.st.store(refsAt(s.recv, key), v)
		return s.unknownResults()
	}
	out := s.unknownResults()
	if len(out) > 0 {
		s.st.store(refsAt(out[0], key), v)
	}
	return out
}

func (s *site) keyName(h *knowledge.Helper) string {
	if p := s.phrase(s.arg(h.Key)); p.Text != nil && len(p.Holes) == 0 {
		return "#" + pathSafe(*p.Text)
	}
	return "[]"
}

// take is what was kept under a key; where that is not known here, a value that somebody else put there.
func (s *site) take(h *knowledge.Helper, from Value) []Value {
	out := s.unknownResults()
	v := s.project(from, s.keyName(h))
	if len(out) > 0 && len(v.Refs) > 0 && len(s.st.load(v.Refs[0]).Flows) > 0 {
		out[0] = v
	}
	return out
}
