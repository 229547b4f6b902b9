package sqltext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// operators lists those of more than one character, longer ones first.
var operators = []string{
	"<=>", "->>", "#>>", "!~*", "<>", "!=", "<=", ">=", "==", "||", "::", ":=", "->", "#>", "#-", "@>", "<@", "@?", "@@",
	"&&", "!~", "~*", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=",
}

// maxQuoted bounds the length of a name in [brackets] or {braces}, which may as well be a subscript or a template.
const maxQuoted = 128

// own emits the token at s.at and moves past it.
func (s *scanner) own() {
	c := s.src[s.at]
	switch {
	case isDigit(c), c == '.' && s.at+1 < len(s.src) && isDigit(s.src[s.at+1]) && !s.subscript():
		s.number()
	case c == '"' || c == '`':
		s.quoted(c)
	case c == '[' || c == '{':
		s.bracket(c)
	case c == '?':
		s.mark()
	case c == '$' || c == ':' || c == '@':
		s.named(c)
	case c == '(':
		s.emit(open, s.at+1, "(")
	case c == ')' || c == ']':
		s.emit(shut, s.at+1, s.src[s.at:s.at+1])
	case c == ',':
		s.emit(comma, s.at+1, ",")
	case c == ';':
		s.emit(semicolon, s.at+1, ";")
	case c == '.':
		s.emit(dot, s.at+1, ".")
	case c == '%' && verbLen(s.src[s.at:]) > 0, wordLen(s.src[s.at:]) > 0:
		s.word()
	case strings.IndexByte("+-*/=<>!&|^%~#", c) >= 0:
		s.operator()
	default: // a character of no meaning, such as a lone backslash or broken UTF-8
		s.at++
	}
}

func (s *scanner) operator() {
	rest := s.src[s.at:]
	if rest[0] == '%' && strings.HasPrefix(rest, "%%") { // a modulo within a format
		s.emit(op, s.at+2, "%")
		return
	}
	for _, o := range operators {
		if strings.HasPrefix(rest, o) && !(o == "<@" && wordLen(rest[2:]) > 0) { // a<@p1
			s.emit(op, s.at+len(o), o)
			return
		}
	}
	s.emit(op, s.at+1, rest[:1])
}

// number reads an unsigned number: 12, 1.5, 1e-3, 0xFF.
func (s *scanner) number() {
	end := s.at
	hex := strings.HasPrefix(s.src[s.at:], "0x") || strings.HasPrefix(s.src[s.at:], "0X")
	for end < len(s.src) {
		c := s.src[end]
		sign := (c == '-' || c == '+') && !hex && end+1 < len(s.src) && isDigit(s.src[end+1]) && (s.src[end-1] == 'e' || s.src[end-1] == 'E')
		if !sign && c != '.' && wordLen(s.src[end:end+1]) == 0 {
			break
		}
		end++
	}
	s.emit(num, end, s.src[s.at:end])
}

// word reads a name without quotes, with the Sprintf verbs that are part of it, or a Sprintf verb that stands alone.
func (s *scanner) word() {
	end, before := s.at, len(s.args)
	for end < len(s.src) {
		n := wordLen(s.src[end:])
		if n == 0 {
			if n = verbLen(s.src[end:]); n == 0 {
				break
			}
			s.hole(end, s.src[end:end+n])
		}
		end += n
	}
	txt := s.src[s.at:end]
	holes := len(s.args) - before
	if holes == 1 && verbLen(txt) == len(txt) {
		s.emit(param, end, txt).args--
		return
	}
	t := s.emit(word, end, txt)
	t.args -= int32(holes)
	t.kw = lookup(txt)
}

// quoted reads a name in quotes, of which a doubled one stands for one. Without an end the rest of the text is lost.
func (s *scanner) quoted(q byte) {
	for end := s.at + 1; end < len(s.src); end++ {
		if s.src[end] != q {
			continue
		}
		if end+1 < len(s.src) && s.src[end+1] == q && end > s.at+1 {
			end++
			continue
		}
		s.emitName(end+1, s.src[s.at+1:end], q)
		return
	}
	s.at = len(s.src)
}

// bracket reads [name] of SQL Server, [[column]], {{table}} and {:name} of dbx, and {name} as a placeholder of some
// template; any other bracket is a subscript.
func (s *scanner) bracket(c byte) {
	rest := s.src[s.at:min(s.at+maxQuoted, len(s.src))]
	shutter, width := byte(']'), 1
	if c == '{' {
		shutter = '}'
	}
	if len(rest) > 1 && rest[1] == c {
		width = 2
	}
	n := strings.IndexByte(rest, shutter)
	switch {
	case n > 1 && c == '{' && width == 1: // {:name}
		if w := strings.TrimPrefix(rest[1:n], ":"); w != "" && wordLen(w) == len(w) {
			s.arg(param, s.at+n+1, Arg{Index: -1, Name: w})
			return
		}
		s.at++
	case n > width && (c == '[' || width == 2) && !s.subscript() && plain(rest[width:n]):
		s.emitName(min(s.at+n+width, len(s.src)), rest[width:n], c)
	case c == '[':
		s.emit(open, s.at+1, "[")
	default:
		s.at++
	}
}

// subscript reports whether a bracket at s.at would follow an operand without a blank: tags[1], ARRAY[a, b].
func (s *scanner) subscript() bool {
	n := len(s.toks)
	if n == 0 || int(s.toks[n-1].end) != s.at {
		return false
	}
	k := s.toks[n-1].kind
	return k == word && s.toks[n-1].kw != kwSet || k == name || k == shut || k == param
}

// plain reports whether a bracketed text can be a name.
func plain(txt string) bool {
	if txt == "" || isDigit(txt[0]) {
		return false
	}
	for i := 0; i < len(txt); {
		n := wordLen(txt[i:])
		if n == 0 && (txt[i] == ' ' || txt[i] == '.' || txt[i] == '-') {
			n = 1
		}
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

func (s *scanner) emitName(end int, txt string, q byte) {
	from := s.at
	t := s.emit(name, end, strings.ReplaceAll(txt, string([]byte{q, q}), string([]byte{q})))
	t.quote = q
	if txt != "" && verbLen(txt) == len(txt) { // `%s`
		t.kind = param
	}
	s.holesIn(from, end)
}

// mark reads a "?", SQLite's ?1, bun's ?0 and ?name, and the JSON operators ? ?| ?&.
func (s *scanner) mark() {
	rest := s.src[s.at+1:]
	switch n := wordLen(rest); {
	case s.jsonOperator(rest):
		s.emit(op, s.at+1, "?")
	case n > 0 && isDigit(rest[0]):
		d, _ := strconv.Atoi(rest[:digits(rest)])
		s.arg(param, s.at+1+digits(rest), Arg{Index: d})
	case n > 0 && lookup(rest[:n]) == notKeyword:
		s.arg(param, s.at+1+n, Arg{Index: -1, Name: rest[:n]})
	default:
		s.arg(param, s.at+1, Arg{Index: s.marks})
		s.marks++
	}
}

// numberMarks corrects the index of SQLite's ?1, which counts from 1. A text with a ?0 is bun's and counts from 0.
func (s *scanner) numberMarks() {
	var marks []*Arg
	for i := range s.args {
		a := &s.args[i]
		if a.Hole || s.src[a.Pos] != '?' || a.End == a.Pos+1 || a.Index < 0 {
			continue
		}
		if a.Index == 0 {
			return
		}
		marks = append(marks, a)
	}
	for _, a := range marks {
		a.Index--
	}
}

// jsonOperator reports whether the "?" before rest stands between two operands: data ? 'key', data ?| $1.
func (s *scanner) jsonOperator(rest string) bool {
	n := len(s.toks)
	if n == 0 {
		return false
	}
	prev := s.toks[n-1]
	if prev.kind != shut && prev.kind != name && (prev.kind != word || prev.kw != notKeyword || valueWord(prev.text)) {
		return false
	}
	if strings.HasPrefix(rest, "| ") || strings.HasPrefix(rest, "& ") {
		return true
	}
	rest = strings.TrimLeft(rest[:min(len(rest), maxQuoted)], " \t\r\n")
	return rest != "" && (rest[0] == '\'' || rest[0] == '?' || rest[0] == '$')
}

// valueWord reports whether an unreserved word can stand before a value: OFFSET ?, FIRST ?, TOP ?.
func valueWord(w string) bool {
	switch upper(w) {
	case "OFFSET", "FIRST", "NEXT", "TOP", "VALUE", "SLEEP", "TO", "DATE", "TIMESTAMP", "CALL", "EXEC", "EXECUTE", "INTERVAL":
		return true
	}
	return false
}

// named reads $1, $name, :name, :1, @name, @p1; also the operators that begin with such a character.
func (s *scanner) named(c byte) {
	rest := s.src[s.at+1:]
	n := wordLen(rest)
	if n == 0 || c == ':' && s.slice() {
		if c == '$' {
			s.at++
			return
		}
		if c == '@' && strings.HasPrefix(rest, "@") && wordLen(rest[1:]) > 0 { // @@session.x
			s.emit(word, s.at+2+wordLen(rest[1:]), s.src[s.at:s.at+2+wordLen(rest[1:])])
			return
		}
		s.operator()
		return
	}
	if c == ':' { // :order.id names a field of a field
		for n+1 < len(rest) && rest[n] == '.' && wordLen(rest[n+1:]) > 0 {
			n += 1 + wordLen(rest[n+1:])
		}
	}
	a := Arg{Index: -1, Name: rest[:n]}
	number := a.Name
	if c == '@' && (number[0] == 'p' || number[0] == 'P') {
		number = number[1:]
	}
	if d, err := strconv.Atoi(number); err == nil && d > 0 && isDigit(number[0]) {
		a.Index = d - 1
		if c != '@' {
			a.Name = ""
		}
	}
	s.arg(param, s.at+1+n, a)
}

// slice reports whether the ":" at s.at stands within a subscript or after a name, a[1:n], where it is no parameter.
func (s *scanner) slice() bool {
	n := len(s.toks)
	return n > 0 && int(s.toks[n-1].end) == s.at && s.toks[n-1].kind == num
}

// arg emits a placeholder.
func (s *scanner) arg(k kind, end int, a Arg) {
	a.Pos, a.End = s.at, end
	s.emit(k, end, s.src[s.at:end])
	s.args = append(s.args, a)
}

// hole records the Sprintf verb at pos. %[2]s names its argument, others take the next one.
func (s *scanner) hole(pos int, verb string) {
	a := Arg{Index: s.holes, Hole: true, Pos: pos, End: pos + len(verb)}
	if i := strings.IndexByte(verb, '['); i >= 0 {
		if d, err := strconv.Atoi(verb[i+1 : strings.IndexByte(verb, ']')]); err == nil && d > 0 {
			s.holes = d - 1
			a.Index = s.holes
		}
	}
	s.holes++
	s.args = append(s.args, a)
}

// holesIn records the Sprintf verbs within a string, a quoted name or a comment.
func (s *scanner) holesIn(from, to int) {
	for from < to {
		j := strings.IndexByte(s.src[from:to], '%')
		if j < 0 {
			return
		}
		from += j
		n := verbLen(s.src[from:to])
		switch {
		case strings.HasPrefix(s.src[from:to], "%%"):
			n = 2
		case n > 0:
			s.hole(from, s.src[from:from+n])
		}
		from += max(n, 1)
	}
}

// verbLen returns the length of the Sprintf verb that s begins with, or 0. The verbs that texts of SQL are made with
// count, and no blank flag: "a % b" is a modulo.
func verbLen(s string) int {
	if len(s) < 2 || s[0] != '%' {
		return 0
	}
	i := 1
	for i < len(s) && i < 12 && strings.IndexByte("+-#0123456789.", s[i]) >= 0 {
		i++
	}
	if i < len(s) && s[i] == '[' {
		d := digits(s[i+1:])
		if d == 0 || i+1+d >= len(s) || s[i+1+d] != ']' {
			return 0
		}
		i += d + 2
	}
	if i < len(s) && strings.IndexByte("vTtdqxXeg"+"fs", s[i]) >= 0 {
		return i + 1
	}
	return 0
}

// wordLen returns the length of the letters, digits and underscores that s begins with, in any script.
func wordLen(s string) int {
	i := 0
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c != '_' && !isDigit(c) && (c|0x20 < 'a' || 'z' < c|0x20) && !(c == '$' && i > 0 && i+1 < len(s) && s[i+1]|0x20 >= 'a' && s[i+1]|0x20 <= 'z') {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) {
			break
		}
		i += n
	}
	return i
}

func digits(s string) int {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func upper(s string) string { return strings.ToUpper(s) }
