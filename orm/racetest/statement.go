package racetest

import "strings"

// Kind is what a statement does, as far as a race needs to know.
type Kind int

const (
	Other    Kind = iota // SET, PRAGMA, SAVEPOINT, EXPLAIN and all that neither reads rows nor changes them
	Begin                // BEGIN, START TRANSACTION
	Commit               // COMMIT, END
	Rollback             // ROLLBACK, but not to a savepoint
	Read                 // SELECT, with or without a lock, and WITH ... SELECT
	Write                // INSERT, UPDATE, DELETE and the like, also inside a WITH; DDL; procedure calls, which may do anything
)

func (k Kind) String() string {
	return [...]string{Other: "other", Begin: "begin", Commit: "commit", Rollback: "rollback", Read: "read", Write: "write"}[k]
}

// statement is a query and what its text tells.
type statement struct {
	query   string
	kind    Kind
	returns bool // a write that returns values which were there before: UPDATE ... RETURNING
}

// verbs are the first words of statements. What is not here is Other.
var verbs = map[string]Kind{
	"BEGIN": Begin, "START": Begin,
	"COMMIT": Commit, "END": Commit,
	"ROLLBACK": Rollback, "ABORT": Rollback,
	"SELECT": Read, "VALUES": Read, "TABLE": Read, "FETCH": Read, "WITH": Read,
	"INSERT": Write, "UPDATE": Write, "DELETE": Write, "REPLACE": Write, "MERGE": Write, "UPSERT": Write,
	"TRUNCATE": Write, "COPY": Write, "LOAD": Write, "CREATE": Write, "ALTER": Write, "DROP": Write,
	"CALL": Write, "DO": Write, "EXEC": Write, "EXECUTE": Write,
}

// inner are the verbs that may stand inside a WITH, or after it.
var inner = map[string]bool{"INSERT": true, "UPDATE": true, "DELETE": true, "REPLACE": true, "MERGE": true}

// parse tells what a query does. A text of several statements does what the strongest of them does: write, then read.
func parse(query string) statement {
	s := statement{query: query}
	var with, inserts, upserts, returning bool
	first := true // the next word is a statement's first
	toks := words(query)
	for i, tok := range toks {
		next := ""
		if i+1 < len(toks) {
			next = toks[i+1]
		}
		kind := Other
		switch {
		case tok == ";":
			first, with = true, false
		case tok == "(" || tok == ")":
			continue // SELECT in parentheses is a statement too
		case first:
			first = false
			with = tok == "WITH"
			inserts = inserts || tok == "INSERT"
			kind = verbs[tok]
			if kind == Rollback && toSavepoint(toks[i+1:]) {
				kind = Other
			}
		case with && inner[tok] && next != "(" && (toks[i-1] == "(" || toks[i-1] == ")"):
			// WITH d AS (DELETE ...) SELECT, WITH d AS (...) UPDATE; but FOR UPDATE and replace(...) are none
			kind = Write
			inserts = inserts || tok == "INSERT"
		case tok == "RETURNING":
			returning = true
		case tok == "CONFLICT" || tok == "DUPLICATE":
			upserts = true
		}
		s.kind = max(s.kind, kind)
	}
	s.returns = s.kind == Write && returning && (!inserts || upserts) // a row just inserted was read by nobody else
	return s
}

// toSavepoint tells whether the words after a ROLLBACK name a savepoint: ROLLBACK TO x, ROLLBACK TRANSACTION TO x.
func toSavepoint(rest []string) bool {
	for _, w := range rest[:min(2, len(rest))] {
		if w == "TO" {
			return true
		}
	}
	return false
}

// words returns the words of a query in upper case, and its parentheses and semicolons, without comments and whatever is quoted.
func words(query string) []string {
	var out []string
	for i := 0; i < len(query); {
		c, rest := query[i], query[i:]
		switch {
		case strings.HasPrefix(rest, "--"):
			i += through(rest, "\n")
		case strings.HasPrefix(rest, "/*"):
			i += 2 + through(rest[2:], "*/")
		case c == '\'' || c == '"' || c == '`':
			i += 1 + through(rest[1:], string(c))
		case c == '[':
			i += 1 + through(rest[1:], "]")
		case c == '$':
			i += dollarQuoted(rest)
		case c == '(' || c == ')' || c == ';':
			out = append(out, string(c))
			i++
		case isWord(c):
			n := wordLen(rest)
			out = append(out, strings.ToUpper(rest[:n]))
			i += n
		default:
			i++
		}
	}
	return out
}

// through returns the length of s up to and with the first end, or all of it. 'it”s' is two quoted texts side by side, which is as good.
func through(s, end string) int {
	if n := strings.Index(s, end); n >= 0 {
		return n + len(end)
	}
	return len(s)
}

// dollarQuoted returns the length of PostgreSQL's $$ ... $$ or $tag$ ... $tag$ at the start of s, and 1 for $1.
func dollarQuoted(s string) int {
	n := 1 + wordLen(s[1:])
	if n == len(s) || s[n] != '$' {
		return 1
	}
	tag := s[:n+1]
	return len(tag) + through(s[len(tag):], tag)
}

func wordLen(s string) int {
	n := 0
	for n < len(s) && isWord(s[n]) {
		n++
	}
	return n
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
