package lostupdate

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// diagnostic stands at the write; the read, the computation and the calls in between are related to it.
func diagnostic(pass *analysis.Pass, f rowflow.Finding) analysis.Diagnostic {
	d := analysis.Diagnostic{Category: f.Category, URL: url + "#" + f.Category, Message: message(f)}
	d.Pos, d.End = rowflow.CallSpan(pass, f.At)
	note := func(at rowflow.Pos, format string, args ...any) {
		if pos := rowflow.TokenPos(pass, at); pos.IsValid() {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: fmt.Sprintf(format, args...)})
		}
	}
	note(f.Read.At, "%s", strings.TrimSpace("read "+f.Name()+" "+f.Type))
	switch f.Category {
	case "check":
		note(f.Flow.At, "tested %s", f.Name())
	case "stale":
	default:
		note(f.Flow.At, "computed %s", f.Flow.Op)
	}
	for _, via := range f.Write.Via {
		note(via, "call %s", via.Func)
	}
	note(f.At, "written %s", f.Name())
	return d
}

// message says what is lost, in one line: the reader of a log sees no more.
func message(f rowflow.Finding) string {
	where := fmt.Sprintf("line %d", f.Read.At.Line)
	if f.Read.At.File != f.At.File {
		where = fmt.Sprintf("%s:%d", f.Read.At.File, f.Read.At.Line)
	}
	var m string
	switch {
	case f.Category == "stale":
		m = fmt.Sprintf("stale row: %s is read at %s and saved whole here though %s, over what another request has changed since", f.Owner, where, division(f))
	case f.Again:
		m = fmt.Sprintf("lost update: the change of %s that is made at line %d was applied at line %d, and is applied here again", f.Name(), f.Flow.At.Line, f.Read.At.Line)
	case f.Category == "refresh" && f.Seen != (rowflow.Pos{}):
		m = fmt.Sprintf("stale value: %s is changed by an expression at line %d, and compared here as it was read at %s, before the change", f.Name(), f.Flow.At.Line, where)
	case f.Category == "refresh":
		m = fmt.Sprintf("lost update: %s is changed by an expression at line %d, and saved here with the value read at %s; the change is undone", f.Name(), f.Flow.At.Line, where)
	case f.Found && f.Cell.Column == "":
		m = fmt.Sprintf("lost update: %s is found at %s, and deleted here without a look at how many rows that deletes; "+
			"two requests that both find it both go on", f.Name(), where)
	case f.Category == "check" && f.Unseen:
		m = fmt.Sprintf("lost update: %s is tested with the value read at %s, and set here with the test in WHERE, but nobody looks at whether a row was changed; "+
			"two requests that both pass the test both go on", f.Name(), where)
	case f.Found:
		m = fmt.Sprintf("lost update: %s is what the row is found by at %s, and set here without that condition in WHERE; "+
			"two requests that both find it both go on", f.Name(), where)
	case f.Category == "check" && f.Self:
		m = fmt.Sprintf("lost update: %s is tested against a limit with the value read at %s, and changed here without the test in WHERE; "+
			"two requests that both pass the test go past the limit", f.Name(), where)
	case f.Category == "check" && f.Write.Verb == knowledge.Delete:
		m = fmt.Sprintf("lost update: %s is tested with the value read at %s, and the row is deleted here with no look at how many rows that were; "+
			"two requests that both pass the test both go on", f.Name(), where)
	case f.Category == "check":
		m = fmt.Sprintf("lost update: %s is tested with the value read at %s, and set here without the test in WHERE; "+
			"two requests that both pass the test both go on", f.Name(), where)
	default:
		op := sign(f)
		m = fmt.Sprintf("lost update: %s is read at %s, %s and saved here; %s", f.Name(), where, verb(op), loss(op))
	}
	if f.InTx {
		m += "; at its default level the transaction does not prevent this: it takes REPEATABLE READ in PostgreSQL, SERIALIZABLE in MySQL"
	}
	if f.Read.Assume != "" {
		m += " (assumed: " + f.Read.Assume + ")"
	} else if f.Write.Assume != "" {
		m += " (assumed: " + f.Write.Assume + ")"
	}
	return m
}

// division says which columns of a row that is saved whole were changed, and which go back as they were.
func division(f rowflow.Finding) string {
	var always []string
	for _, c := range f.Changed {
		if !slices.Contains(f.Partly, c) {
			always = append(always, c)
		}
	}
	switch back := slices.Concat(f.Partly, f.Kept); {
	case len(f.Partly) == 0:
		return fmt.Sprintf("only %s changed; %s go back as they were", list(f.Changed), list(f.Kept))
	case len(always) > 0:
		return fmt.Sprintf("perhaps only %s changed; %s go back as they were", list(always), list(back))
	case len(f.Partly) == 1:
		return fmt.Sprintf("at most %s changed; %s go back as they were", list(f.Partly), list(f.Kept))
	case len(f.Kept) > 0:
		return fmt.Sprintf("at most %s changed; what of them did not, and %s, go back as they were", list(f.Partly), list(f.Kept))
	}
	return fmt.Sprintf("perhaps not all of %s changed; the others go back as they were", list(f.Partly))
}

// sign is what was done to the column, in the words of the language: a decimal's Sub is a subtraction, + puts texts together, and a time
// that is moved is no sum.
func sign(f rowflow.Finding) string {
	switch {
	case f.Flow.Op == "+" && (strings.TrimLeft(f.Type, "*") == "string" || strings.HasSuffix(f.Type, "NullString")):
		return "join"
	case strings.HasSuffix(f.Type, "Time"):
		return ""
	case f.Flow.Op == "Add":
		return "+"
	case f.Flow.Op == "Sub":
		return "-"
	}
	return f.Flow.Op
}

func verb(op string) string {
	switch op {
	case "-":
		return "decremented in Go"
	case "+":
		return "incremented in Go"
	case "!":
		return "toggled in Go"
	case "append":
		return "appended to in Go"
	case "join":
		return "put together with other text in Go"
	case "filter":
		return "filtered in Go"
	case "edited in place":
		return "edited in Go"
	}
	return "computed in Go"
}

func loss(op string) string {
	switch op {
	case "-":
		return "two requests that both read 5 leave 4"
	case "+":
		return "two requests that both read 5 leave 6"
	case "append":
		return "of two requests that both read the same value, one addition is lost"
	}
	return "of two requests that both read the same value, one is lost"
}

// list names three fields at most.
func list(names []string) string {
	const most = 3
	switch {
	case len(names) > most:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	case len(names) == 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
