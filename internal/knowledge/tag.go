package knowledge

import (
	"reflect"
	"slices"
	"strings"
)

// Column is the name that a field's tag gives its column, empty if it gives none.
func (lib *Library) Column(tag reflect.StructTag) string {
	text := tag.Get(lib.Tag)
	switch {
	case lib.Tag == "" || text == "" || text == "-":
		return ""
	case lib.ColTag != "":
		return keyed(text, lib.ColTag)
	case lib.TagSpaces:
		return lib.spaced(text)
	}
	name, _, _ := strings.Cut(text, ",")
	if strings.ContainsAny(name, ":;()") || slices.Contains(lib.TagWords, name) {
		return ""
	}
	return name
}

// Table is the name that a field of a model, or its tag, gives the model's table, empty if it gives none.
func (lib *Library) Table(field string, tag reflect.StructTag) string {
	name, options, _ := strings.Cut(tag.Get(lib.Tag), ",")
	switch {
	case lib.Tag == "":
		return ""
	case lib.TableField != "" && lib.TableField == field:
		return name
	case lib.TableTag == "":
		return ""
	}
	for option := range strings.SplitSeq(name+","+options, ",") {
		if key, table, _ := strings.Cut(option, ":"); key == lib.TableTag {
			return table
		}
	}
	return ""
}

// keyed reads column:x and column(x) in a list with semicolons.
func keyed(text, key string) string {
	for part := range strings.SplitSeq(text, ";") {
		part = strings.TrimSpace(part)
		if len(part) <= len(key) || !strings.EqualFold(part[:len(key)], key) {
			continue
		}
		switch rest := part[len(key):]; rest[0] {
		case ':':
			return strings.TrimSpace(rest[1:])
		case '(':
			return strings.TrimSuffix(rest[1:], ")")
		}
	}
	return ""
}

// spaced reads a list with spaces: 'gold' int(11) notnull default 0. The name is in quotes, or a word that is none of the library's own.
func (lib *Library) spaced(text string) string {
	value := false // the word before takes a value
	for _, w := range words(text) {
		lower := strings.ToLower(w)
		switch {
		case value:
			value = false
		case w[0] == '\'':
			return strings.Trim(w, "'")
		case lower == "default":
			value = true
		case !strings.Contains(w, "(") && !slices.Contains(lib.TagWords, lower):
			return w
		}
	}
	return ""
}

// words splits at spaces outside of quotes and parentheses.
func words(text string) []string {
	quoted, depth := false, 0
	return strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case '\'':
			quoted = !quoted
		case '(':
			depth++
		case ')':
			depth--
		case ' ':
			return !quoted && depth == 0
		}
		return false
	})
}
