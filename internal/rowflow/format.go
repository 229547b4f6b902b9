package rowflow

import (
	"strconv"
	"strings"
)

// hole stands in a text for what is not known of it; Value.Holes tells what fills each.
const hole = "%v"

// formatVerb is a formatting verb in a text: text[at:end], filled by the argth of what follows.
type formatVerb struct{ at, end, arg int }

// formatVerbs lists the formatting verbs of a text, as the reader of SQL counts them; ok is false if one takes its width from an operand.
func formatVerbs(text string) (out []formatVerb, ok bool) {
	next := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		j := i + 1
		for j < len(text) && strings.IndexByte("+-#0123456789.", text[j]) >= 0 {
			j++
		}
		if n := strings.IndexByte(text[j:], ']'); j < len(text) && text[j] == '[' && n > 0 {
			if k, err := strconv.Atoi(text[j+1 : j+n]); err == nil {
				next = k - 1
			}
			j += n + 1
		}
		switch {
		case j < len(text) && text[j] == '*':
			return nil, false
		case j < len(text) && text[j] == '%':
			i = j
		case j < len(text) && strings.IndexByte("vTtdqxXegfs", text[j]) >= 0:
			out = append(out, formatVerb{i, j + 1, next})
			next++
			i = j
		}
	}
	return out, true
}

// formatted is the text that a format makes of values: texts that are known go into it, the others leave holes.
func (f *frame) formatted(format string, vals []Value) (Value, bool) {
	vs, ok := formatVerbs(format)
	if !ok {
		return Value{}, false
	}
	var b strings.Builder
	var out Value
	last := 0
	for _, v := range vs {
		b.WriteString(strings.ReplaceAll(format[last:v.at], "%%", "%"))
		last = v.end
		if v.arg < 0 || v.arg >= len(vals) {
			b.WriteString(hole)
			out.Holes = append(out.Holes, Value{})
			continue
		}
		part := f.worded(vals[v.arg])
		b.WriteString(*part.Text)
		out.Holes = append(out.Holes, part.Holes...)
	}
	b.WriteString(strings.ReplaceAll(format[last:], "%%", "%"))
	t := b.String()
	out.Text = &t
	return out, len(t) <= maxText
}

// worded is a value as a part of a text: its own text with the values of its holes, or a hole that the value fills.
func (f *frame) worded(v Value) Value {
	p := f.phrase(v)
	if p.Text == nil {
		t := hole
		return Value{Text: &t, Holes: []Value{f.flat(v)}}
	}
	if vs, _ := formatVerbs(*p.Text); len(vs) != len(p.Holes) { // a constant with verbs of its own: LIKE '%s…'
		p.Holes = make([]Value, len(vs))
	}
	return p
}

// phrase is the text that a value holds, itself or in the memory that it points to, with what fills its holes.
func (f *frame) phrase(v Value) Value {
	if v.Text != nil {
		return Value{Text: v.Text, Holes: v.Holes}
	}
	for _, r := range v.Refs {
		if c := f.st.load(r); c.Text != nil {
			return Value{Text: c.Text, Holes: c.Holes}
		}
	}
	return Value{}
}

// maxText bounds the texts that are put together here: a loop may make one ever longer. What is longer is not known.
const maxText = 1 << 16

// concat is a text in two parts.
func (f *frame) concat(x, y Value) Value {
	a, b := f.worded(x), f.worded(y)
	if len(*a.Text)+len(*b.Text) > maxText {
		return Value{}
	}
	t := *a.Text + *b.Text
	return Value{Text: &t, Holes: append(a.Holes[:len(a.Holes):len(a.Holes)], b.Holes...)}
}
