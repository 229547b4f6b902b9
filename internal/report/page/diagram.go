package page

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A beat is one moment of an interleaving: what one of two requests does, and what the row holds afterwards.
type beat struct {
	second bool // the second request does it
	label  string
	code   string
	sees   string // what the request has in its hands; empty where it only writes
	row    string
}

// values are an example of what a column may hold: before, after each request's own write, and as it should be.
type values struct{ before, first, second, want string }

// exampleOf is the example for an operation as the trace names it.
func exampleOf(op string) values {
	switch op {
	case "-":
		return values{"5", "4", "4", "3"}
	case "+":
		return values{"5", "6", "6", "7"}
	}
	return values{"old", "old + A", "old + B", "old + A + B"}
}

// interleaving tells how two requests lose an update on the way of a finding; nothing for a finding of another kind.
func interleaving(steps []report.Step, f report.Finding) (beats []beat, want string) {
	var read, middle, write *report.Step
	for i := range steps {
		switch steps[i].Label {
		case "read":
			read = &steps[i]
		case "computed", "tested":
			middle = &steps[i]
		case "written", "saved":
			write = &steps[i]
		}
	}
	if read == nil || middle == nil || write == nil {
		return nil, ""
	}
	if middle.Label == "tested" {
		return []beat{
			{false, "reads", read.Code, "open", "open"},
			{true, "reads", read.Code, "open", "open"},
			{false, "tests", middle.Code, "passes", "open"},
			{true, "tests", middle.Code, "passes", "open"},
			{false, "writes", write.Code, "", "changed"},
			{true, "writes", write.Code, "", "changed twice"},
		}, "once"
	}
	v := exampleOf(operation(f))
	return []beat{
		{false, "reads", read.Code, v.before, v.before},
		{true, "reads", read.Code, v.before, v.before},
		{false, "computes", middle.Code, v.first, v.before},
		{false, "writes", write.Code, "", v.first},
		{true, "computes", middle.Code, v.second, v.first},
		{true, "writes", write.Code, "", v.second},
	}, v.want
}

// operation is what the trace says of the computation: "-", "+", "append".
func operation(f report.Finding) string {
	for _, r := range f.Related {
		if label, rest := r.Label(); label == "computed" {
			return rest
		}
	}
	return ""
}

// The diagram's measures, in units of its own view box.
const (
	laneWidth = 270
	rowLeft   = 2*laneWidth + 20
	width     = rowLeft + 110
	top       = 34
	beatHigh  = 44
	codeRunes = 38
)

// diagram draws an interleaving: two columns of requests, time downwards, the row's value beside them.
func diagram(sources *report.Sources, f report.Finding) template.HTML {
	beats, want := interleaving(sources.Trace(f), f)
	if beats == nil {
		return ""
	}
	name, _ := subject(f)
	_, column, found := strings.Cut(name, ".")
	if !found {
		column = cmp.Or(name, "row")
	}
	height := top + len(beats)*beatHigh + 30
	last := beats[len(beats)-1].row
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-label="Two requests at the same time: %s is %s at the end, and should be %s">`,
		width, height, escape(cmp.Or(name, "row")), escape(last), escape(want))
	label(&b, laneWidth/2, 16, "head", "request A")
	label(&b, laneWidth+10+laneWidth/2, 16, "head", "request B")
	label(&b, rowLeft+55, 16, "head", clip(column, 16))
	fmt.Fprintf(&b, `<line class="life" x1="%[1]d" y1="%[2]d" x2="%[1]d" y2="%[3]d"/>`, rowLeft+55, top-8, height-26)
	for i, m := range beats {
		drawBeat(&b, m, top+i*beatHigh)
	}
	label(&b, rowLeft+55, height-8, "lost", "not "+want)
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

func drawBeat(b *strings.Builder, m beat, y int) {
	x, class, writes := 0, "box", m.label == "writes"
	if m.second {
		x = laneWidth + 10
	}
	if writes {
		class += " write"
	}
	head := m.label
	if m.sees != "" {
		head += ": " + m.sees
	}
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="4"/>`, class, x+2, y, laneWidth-6, beatHigh-8)
	fmt.Fprintf(b, `<text class="what" x="%d" y="%d">%s</text>`, x+10, y+14, escape(head))
	fmt.Fprintf(b, `<text class="code" x="%d" y="%d">%s</text>`, x+10, y+28, escape(clip(m.code, codeRunes)))
	class = "value"
	if writes {
		class += " new"
		fmt.Fprintf(b, `<line class="to" x1="%d" y1="%d" x2="%d" y2="%d"/>`, x+laneWidth-4, y+18, rowLeft+8, y+18)
	}
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="94" height="24" rx="12"/>`, class, rowLeft+8, y+6)
	label(b, rowLeft+55, y+22, "value", m.row)
}

// label writes text around a middle.
func label(b *strings.Builder, x, y int, class, text string) {
	fmt.Fprintf(b, `<text class="%s" x="%d" y="%d" text-anchor="middle">%s</text>`, class, x, y, escape(text))
}

func clip(text string, runes int) string {
	if utf8.RuneCountInString(text) <= runes {
		return text
	}
	return string([]rune(text)[:runes-1]) + "…"
}

func escape(text string) string { return template.HTMLEscapeString(text) }
