package apply

import (
	"fmt"
	"strings"
)

// context is the number of unchanged lines around a change in a patch.
const context = 3

// Diff is the plan as a patch for git apply or patch -p1; empty where nothing changes. Short gives the names under which
// the files are shown.
func (p Plan) Diff(short func(file string) string) string {
	var b strings.Builder
	for _, c := range p.Changes {
		name := short(c.File)
		fmt.Fprintf(&b, "--- a/%s\n+++ b/%s\n", name, name)
		old, now := splitLines(c.Before), splitLines(c.After)
		for _, h := range hunks(compare(old, now)) {
			writeHunk(&b, h, old, now)
		}
	}
	return b.String()
}

// hunks cuts a comparison into its changes, each with its context; changes whose contexts meet share a hunk.
func hunks(ops []op) [][]op {
	var hunks [][]op
	start, end := 0, -1 // of the hunk that is open, if end is not negative
	for i, o := range ops {
		if o.kind == equal {
			continue
		}
		if end >= 0 && i-context > end {
			hunks = append(hunks, ops[start:end])
			end = -1
		}
		if end < 0 {
			start = max(0, i-context)
		}
		end = min(len(ops), i+1+context)
	}
	if end >= 0 {
		hunks = append(hunks, ops[start:end])
	}
	return hunks
}

func writeHunk(b *strings.Builder, h []op, old, now []string) {
	removed, inserted := 0, 0
	for _, o := range h {
		if o.kind != insert {
			removed++
		}
		if o.kind != remove {
			inserted++
		}
	}
	fmt.Fprintf(b, "@@ -%s +%s @@\n", span(h[0].a, removed), span(h[0].b, inserted))
	for _, o := range h {
		line := ""
		if o.kind == insert {
			line = now[o.b]
		} else {
			line = old[o.a]
		}
		b.WriteByte(byte(o.kind))
		b.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// span is a hunk's place in one of the files: the first line, counted from 1, and how many there are.
func span(start, lines int) string {
	switch lines {
	case 0:
		return fmt.Sprintf("%d,0", start) // after this line
	case 1:
		return fmt.Sprint(start + 1)
	}
	return fmt.Sprintf("%d,%d", start+1, lines)
}
