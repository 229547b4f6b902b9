package report

import (
	"slices"
	"strings"
	"unicode"
)

// A Step is one line of a finding's trace, as people read it.
type Step struct {
	Label string // one word: read, computed, call, …; note where the analysis has said something else
	Pos   Position
	Code  string
	Note  string // what the code and the finding's message do not say
}

// labels are the words that a Related may begin with; they become the label of its step.
func labels() []string {
	return []string{"read", "computed", "tested", "checked", "call", "called", "locked", "written", "saved", "assumed", "loop", "key", "decoded"}
}

// Label is the word that names the step, and what its message says besides: "read Product.InStock".
func (r Related) Label() (label, rest string) {
	label, rest, _ = strings.Cut(printable(r.Message), " ")
	if label = strings.TrimSuffix(label, ":"); slices.Contains(labels(), label) {
		return label, rest
	}
	return "note", printable(r.Message)
}

// Trace is the way of a finding through the code. Its last step is the finding's own place, unless a step says that.
func (s *Sources) Trace(f Finding) []Step {
	var steps []Step
	written := len(f.Related) == 0 // a finding without a trace has said it all in its message
	for _, r := range f.Related {
		label, note := r.Label()
		written = written || label == "written" || label == "saved"
		name, _, _ := strings.Cut(note, " ") // "Product.InStock int"
		if note == "here" || strings.Contains(f.Message, note) || label == "read" && name != "" && strings.Contains(f.Message, name) || !strings.ContainsFunc(note, unicode.IsLetter) {
			note = "" // "computed -", "read Product.InStock": the code and the message say it
		}
		code := s.Excerpt(r.Pos, r.End)
		if r.Pos.File == f.Pos.File && r.Pos.Line == f.Pos.Line && label == "written" {
			code = s.Excerpt(f.Pos, f.End) // the call that is reported, not all of its line
		}
		steps = append(steps, Step{label, r.Pos, code, note})
	}
	if !written {
		steps = append(steps, Step{"written", f.Pos, s.Excerpt(f.Pos, f.End), ""})
	}
	return steps
}
