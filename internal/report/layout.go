package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tabStop is the distance of tab stops in printed code.
const tabStop = 4

// wrap sets text behind prefix and breaks it at spaces into lines of at most columns runes, all but the first indented.
// Neither prefix nor a long word is ever broken: file names must remain clickable.
func wrap(prefix, text string, columns, indent int) []string {
	var lines []string
	line, empty := prefix, prefix == ""
	for _, word := range strings.Fields(text) {
		switch {
		case empty:
			line += word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= columns:
			line += " " + word
		default:
			lines = append(lines, line)
			line = strings.Repeat(" ", indent) + word
		}
		empty = false
	}
	return append(lines, line)
}

// clip cuts text to at most columns runes.
func clip(text string, columns int) string {
	text = strings.TrimRight(text, " ")
	if utf8.RuneCountInString(text) <= columns {
		return text
	}
	return strings.TrimRight(string([]rune(text)[:columns-1]), " ") + "…"
}

// printable replaces what would move the cursor or set a colour: a string literal of the program must not reach the
// terminal as an escape sequence.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r):
			return '·'
		}
		return r
	}, text)
}

// expandTabs replaces tabs by spaces up to the next tab stop. The expansion of a prefix is a prefix of the expansion.
func expandTabs(line string) string {
	var b strings.Builder
	column := 0
	for _, r := range line {
		n := 1
		if r == '\t' {
			n = tabStop - column%tabStop
			b.WriteString(strings.Repeat(" ", n))
		} else {
			b.WriteString(printable(string(r)))
		}
		column += n
	}
	return b.String()
}

// window turns a line of code and a range of its bytes into what is shown: tabs expanded, and of a line that is longer
// than columns the part with the range in it. The results from and to are columns of text.
func window(line string, from, to, columns int) (text string, start, end int) {
	column := func(offset int) int { return utf8.RuneCountInString(expandTabs(line[:offset])) }
	start, end = column(from), column(to)
	runes := []rune(expandTabs(line))
	if len(runes) <= columns {
		return string(runes), start, end
	}
	// Keep a third of the width as the range's left margin: "…ere(a, b).Save(&p)…".
	skip := max(0, min(start-columns/3, len(runes)-columns))
	runes = runes[skip:]
	if skip > 0 {
		runes[0] = '…'
	}
	if len(runes) > columns {
		runes = runes[:columns]
		runes[columns-1] = '…'
	}
	return string(runes), max(0, start-skip), min(end-skip, len(runes))
}
