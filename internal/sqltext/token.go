package sqltext

import (
	"strings"

	sqllexer "github.com/DataDog/go-sqllexer"
)

type kind uint8

const (
	eof       kind = iota
	word           // a name or keyword without quotes; a Sprintf verb within a name is part of it: "user_%d"
	name           // a name in quotes, the text without them
	str            // a string literal, as written
	num            // a number, without sign
	op             // an operator
	param          // a placeholder, or a Sprintf verb that stands alone
	open           // ( or [
	shut           // ) or ]
	comma          // ,
	dot            // .
	semicolon      // ;
)

// token is one piece of the text. The comment after a field is for the token that sets it.
type token struct {
	text  string
	pos   int32
	end   int32
	args  int32 // how many Args stand before it
	link  int32 // open: the index of its shut, or of eof if there is none
	kind  kind
	kw    keyword // word
	quote byte    // name, str: the quote character
	table bool    // set by the walk: names a table or its alias, so it is no column
}

// text is a scanned SQL text. The last token is eof.
type text struct {
	src  string
	toks []token
	args []Arg
}

// rescanLimit bounds the bytes that the lexer may read twice, as a multiple of the length of the text: what keeps the
// time linear on texts made to confuse it.
const rescanLimit = 8

// scanner cuts a text into tokens. The lexer finds where strings, comments and blanks begin and end in any dialect. What
// lies between is cut again here, because the lexer takes "a/b", ">=?" and "x!=" for one token and does not know `x`.
type scanner struct {
	text
	lex    *sqllexer.Lexer
	lexed  int // the lexer has read so far
	at     int // the tokens reach so far
	wasted int // bytes that the lexer has read in vain

	marks int // "?" so far
	holes int // Sprintf verbs so far
}

// scan cuts src into tokens.
func scan(src string) *text {
	s := newScanner(src)
	s.run()
	return &s.text
}

func newScanner(src string) *scanner {
	if strings.IndexByte(src, 0) >= 0 { // the lexer takes it for the end
		src = strings.ReplaceAll(src, "\x00", " ")
	}
	return &scanner{text: text{src: src, toks: make([]token, 0, len(src)/3+4)}, lex: sqllexer.New(src)}
}

// run cuts the whole text.
func (s *scanner) run() {
	for s.at < len(s.src) && s.wasted <= rescanLimit*len(s.src)+1024 {
		s.next()
	}
	s.at = len(s.src)
	s.emit(eof, len(s.src), "")
	s.numberMarks()
	s.soften()
	s.pair()
	s.doubleQuotes()
}

// next takes the lexer's next token and emits what it holds.
func (s *scanner) next() {
	switch c := s.src[s.at]; {
	case (c == '$' || c == '#') && strings.HasPrefix(s.src[s.at+1:], "{"):
		s.at++ // ${name}, #{name}
		s.bracket('{')
		s.reset()
		return
	case c == '$' && !s.dollarQuote():
		s.own() // a $name; the lexer would look for a closing $ through the whole text
		s.reset()
		return
	case c == '#' && s.lineStart():
		s.skipLine()
		s.reset()
		return
	}
	typ, end := s.lexeme()
	switch typ {
	case sqllexer.SPACE:
		s.at = end
	case sqllexer.COMMENT, sqllexer.MULTILINE_COMMENT:
		s.holesIn(s.at, end)
		s.at = end
	case sqllexer.STRING, sqllexer.INCOMPLETE_STRING, sqllexer.DOLLAR_QUOTED_STRING, sqllexer.DOLLAR_QUOTED_FUNCTION:
		s.str(end)
	case sqllexer.ERROR, sqllexer.EOF: // a quote or comment without end: there is nothing more to understand
		if s.src[s.at] == '"' {
			s.str(len(s.src))
		}
		s.at = len(s.src)
	default:
		for s.at < end && (s.at == s.lexed || !s.lexersTurn()) {
			s.own()
		}
	}
}

// lexeme returns the type and the end of the lexer's token at s.at. The lexer is behind if own has gone further than the
// token (`a b` in backquotes) and ahead if it has stopped short of it ("=--comment").
func (s *scanner) lexeme() (sqllexer.TokenType, int) {
	for s.lexed < s.at {
		n := len(s.lex.Scan().Value)
		if n == 0 {
			break
		}
		s.lexed += n
	}
	if s.lexed != s.at {
		s.wasted += max(s.lexed-s.at, 1)
		s.reset()
	}
	t := s.lex.Scan()
	s.lexed = min(s.at+len(t.Value), len(s.src))
	if s.lexed == s.at {
		return sqllexer.EOF, s.at
	}
	return t.Type, s.lexed
}

// reset lets the lexer go on at s.at, whatever it has read.
func (s *scanner) reset() {
	s.lex = sqllexer.New(s.src[s.at:])
	s.lexed = s.at
}

// lexersTurn reports whether a string or a comment begins at s.at.
func (s *scanner) lexersTurn() bool {
	rest := s.src[s.at:]
	return rest[0] == '\'' || strings.HasPrefix(rest, "--") || strings.HasPrefix(rest, "/*")
}

// dollarQuote reports whether a $tag$ begins at s.at, or a $1.
func (s *scanner) dollarQuote() bool {
	rest := s.src[s.at+1:]
	if rest != "" && isDigit(rest[0]) {
		return true
	}
	n := wordLen(rest)
	return n < len(rest) && rest[n] == '$'
}

// lineStart reports whether the # at s.at begins a MySQL comment: it is the first of its line and no operator.
func (s *scanner) lineStart() bool {
	if rest := s.src[s.at+1:]; rest != "" && (rest[0] == '>' || rest[0] == '-') {
		return false
	}
	before := 0
	if n := len(s.toks); n > 0 {
		before = int(s.toks[n-1].end)
	}
	return before == 0 || strings.IndexByte(s.src[before:s.at], '\n') >= 0
}

func (s *scanner) skipLine() {
	n := strings.IndexByte(s.src[s.at:], '\n')
	if n < 0 {
		n = len(s.src) - s.at
	}
	s.at += n
}

// str emits the string literal from s.at to end.
func (s *scanner) str(end int) {
	if s.escapeClause() { // LIKE ? ESCAPE '\': the backslash escapes nothing
		end = s.at + len(`'\'`)
	}
	from := s.at
	s.emit(str, end, s.src[from:end])
	s.holesIn(from, end)
}

func (s *scanner) escapeClause() bool {
	n := len(s.toks)
	return n > 0 && strings.EqualFold(s.toks[n-1].text, "ESCAPE") && strings.HasPrefix(s.src[s.at:], `'\'`)
}

// emit appends a token that reaches from s.at to end.
func (s *scanner) emit(k kind, end int, txt string) *token {
	s.toks = append(s.toks, token{kind: k, text: txt, pos: int32(s.at), end: int32(end), args: int32(len(s.args))})
	s.at = end
	return &s.toks[len(s.toks)-1]
}

// soften takes a "limit" that is not followed by a number for a name: a column that many tables have.
func (s *scanner) soften() {
	for i := range s.toks {
		if s.toks[i].kw != kwLimit {
			continue
		}
		switch next := &s.toks[i+1]; {
		case next.kind == num, next.kind == param, next.kind == open:
		case next.kind == word && (next.kw == notKeyword || next.kw == kwAll || next.kw == kwNull || next.kw == kwCase):
		default:
			s.toks[i].kw = notKeyword
		}
	}
}

// pair links every opening parenthesis or bracket to its end.
func (s *scanner) pair() {
	var stack []int32
	last := int32(len(s.toks) - 1)
	for i := range s.toks {
		t := &s.toks[i]
		switch t.kind {
		case open:
			t.link = last
			stack = append(stack, int32(i))
		case shut:
			// A lone ")" or "]" closes nothing, so that the others still find their partner.
			if n := len(stack); n > 0 && (s.toks[stack[n-1]].text == "(") == (t.text == ")") {
				s.toks[stack[n-1]].link = int32(i)
				stack = stack[:n-1]
			}
		}
	}
}

// doubleQuotes decides whether "x" is a name, as the standard has it, or a string, as MySQL and SQLite take it where no
// such column exists. A text that writes a name so in a place for names (before "." or "=", after FROM or SELECT) means
// names throughout; elsewhere "x" after an operator or in a list is a string.
func (s *scanner) doubleQuotes() {
	var unsure []int
	for i := range s.toks {
		if s.toks[i].kind != name || s.toks[i].quote != '"' {
			continue
		}
		if s.nameHere(i) {
			return
		}
		unsure = append(unsure, i)
	}
	for _, i := range unsure {
		t := &s.toks[i]
		if i == 0 || s.toks[i-1].kind == word && s.toks[i-1].kw == notKeyword {
			continue // an alias or the start of a fragment
		}
		t.kind, t.text = str, s.src[t.pos:t.end]
	}
}

// nameHere reports whether the double-quoted token i stands where only a name can.
func (s *scanner) nameHere(i int) bool {
	switch next := s.toks[i+1]; {
	case next.kind == dot, next.kind == op && comparison(next.text) != "":
		return true
	case next.kind == word && (next.kw == kwIn || next.kw == kwIs || next.kw == kwBetween || next.kw == kwLike || next.kw == kwNot):
		return true
	}
	if i == 0 {
		return s.toks[1].kind != eof
	}
	switch prev := s.toks[i-1]; prev.kind {
	case dot:
		return true
	case word:
		switch prev.kw {
		case kwSelect, kwDistinct, kwFrom, kwJoin, kwInto, kwUpdate, kwTable, kwBy, kwSet, kwWhere, kwAs, kwOn, kwReturning:
			return true
		}
	case open: // INSERT INTO t ("a", COUNT("a")
		return i > 1 && s.toks[i-2].kind == word && (aggregates[upper(s.toks[i-2].text)] || i > 2 && s.toks[i-3].kw == kwInto)
	}
	return false
}
