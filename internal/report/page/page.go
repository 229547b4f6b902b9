// Package page prints a report as one HTML page that needs nothing else: no file beside it, no network, and no JavaScript
// to be read. Findings are grouped by what is at stake; each has its code, its trace, its fixes, and a diagram of two
// requests that lose an update.
package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strings"

	"github.com/rmwlint/rmwlint/internal/report"
)

var (
	//go:embed page.html
	html string
	//go:embed page.css
	style string
	//go:embed page.js
	script string
)

// Write prints the page. Patch gives what a fix of a finding would change, as a unified diff; empty where it cannot be shown.
func Write(w io.Writer, r report.Report, patch func(f report.Finding, fix int) string) error {
	t, err := template.New("page").Parse(html)
	if err != nil {
		return err
	}
	return t.Execute(w, newView(r, patch))
}

// A view is the page as the template sees it.
type view struct {
	Style            template.CSS
	Script           template.JS
	Version, Summary string
	Groups           []group
	Failures         []string
	Total, WithFix   int
}

type group struct {
	Risk
	Cards []card
}

// A card is one finding.
type card struct {
	ID, Name, URL, Place, Func, Subject, Type string
	Claim                                     string   // what is wrong
	Clauses                                   []string // the rest of the message
	Code                                      []codeLine
	Trace                                     []traceLine
	Diagram                                   template.HTML
	Fixes                                     []fixView
}

type traceLine struct{ Label, Place, Code, Note string }

type fixView struct {
	Title string
	Patch []patchLine
}

// A patchLine is a line of a diff; its class is ins, del, at or empty.
type patchLine struct{ Class, Text string }

func newView(r report.Report, patch func(report.Finding, int) string) view {
	v := view{
		Style: template.CSS(style), Script: template.JS(script), Version: r.Version,
		Summary: report.Summary(r.Findings), Total: len(r.Findings), Failures: r.Failures,
	}
	for _, e := range r.Errors {
		v.Failures = append(v.Failures, fmt.Sprintf("%s: %s gave up: %s", e.Package, e.Check, e.Message))
	}
	for _, risk := range Risks() {
		v.Groups = append(v.Groups, group{Risk: risk})
	}
	prints := r.Sources.Fingerprints(r.Findings, r.Root)
	for i, f := range r.Findings {
		if len(f.Fixes) > 0 {
			v.WithFix++
		}
		at := riskOf(f)
		v.Groups[at].Cards = append(v.Groups[at].Cards, newCard(r, f, prints[i][:12], patch))
	}
	return v
}

func newCard(r report.Report, f report.Finding, id string, patch func(report.Finding, int) string) card {
	name, typ := subject(f)
	c := card{
		ID: "f-" + id, Name: f.Name(), Place: short(r.Root, f.Pos), Func: r.Sources.Func(f.Pos).Name,
		Subject: name, Type: typ, Code: code(r.Sources, f), Diagram: diagram(r.Sources, f),
	}
	said := clauses(f.Message)
	c.Claim, c.Clauses = said[0], said[1:]
	for _, rule := range r.Rules {
		if rule.Name == f.Name() {
			c.URL = rule.URL
		}
	}
	for _, s := range r.Sources.Trace(f) {
		c.Trace = append(c.Trace, traceLine{s.Label, short(r.Root, s.Pos), s.Code, s.Note})
	}
	for i, x := range f.Fixes {
		c.Fixes = append(c.Fixes, fixView{x.Title, patchLines(patch(f, i))})
	}
	return c
}

// clauses are the parts of a message between semicolons that stand in no brackets:
// "read and saved; write f(a; b)" has two. There is one at least.
func clauses(message string) (parts []string) {
	depth, from := 0, 0
	for i, r := range message {
		switch {
		case strings.ContainsRune("([{", r):
			depth++
		case strings.ContainsRune(")]}", r):
			depth = max(0, depth-1)
		case depth == 0 && strings.HasPrefix(message[i:], "; "):
			parts = append(parts, message[from:i])
			from = i + len("; ")
		}
	}
	return append(parts, message[from:])
}

// short is a place relative to the root.
func short(root string, p report.Position) string {
	if rel, err := filepath.Rel(root, p.File); err == nil && filepath.IsLocal(rel) {
		p.File = filepath.ToSlash(rel)
	}
	p.Col = 0
	return p.String()
}

// subject is the row's column that a finding is about, "Product.Price", and its type, "decimal.Decimal"; empty where its trace
// does not say.
func subject(f report.Finding) (name, typ string) {
	for _, r := range f.Related {
		if label, rest := r.Label(); label == "read" && rest != "here" {
			name, typ, _ = strings.Cut(rest, " ")
			return name, typ
		}
	}
	return "", ""
}

func patchLines(patch string) []patchLine {
	var lines []patchLine
	for line := range strings.Lines(patch) {
		l := patchLine{Text: strings.TrimSuffix(line, "\n")}
		switch {
		case strings.HasPrefix(line, "@@"):
			l.Class = "at"
		case strings.HasPrefix(line, "+++ "), strings.HasPrefix(line, "--- "):
			l.Class = "at"
		case line[0] == '+':
			l.Class = "ins"
		case line[0] == '-':
			l.Class = "del"
		}
		lines = append(lines, l)
	}
	return lines
}
