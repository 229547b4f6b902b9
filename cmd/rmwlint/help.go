package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/docs"
	"github.com/rmwlint/rmwlint/passes"
)

const usage = `Rmwlint finds database rows that are read, changed in memory and written back with nothing to
stop a second process from doing the same in between, and repairs them.

	rmwlint [flags] [packages]        print the findings; packages as for go build, ./... for all
	rmwlint -fix [packages]           apply the suggested fixes
	rmwlint -diff [packages]          show what -fix would change
	rmwlint explain check[/category]  what a finding means and what to do about it
	rmwlint config [flags]            the configuration in force, and the file that it is from
	rmwlint gopls [-o path]           build gopls, the language server, with the checks in it
	rmwlint help [check]              this text, or a check's flags
	rmwlint version                   the versions of rmwlint, of its Go and of its facts

Inside the go command:

	go vet -vettool=$(which rmwlint) ./...
	go fix -fixtool=$(which rmwlint) ./...

The exit status is 0 for no findings, 1 for findings, 2 for a wrong command line or packages that
could not be analysed. With -fix, 0 means that no finding is left; with -diff, that there is
nothing to change.
`

// help prints the general help, or that of one check.
func help(args []string, checks []*analysis.Analyzer, w io.Writer) error {
	if len(args) > 0 {
		return helpCheck(args[0], checks, w)
	}
	var b strings.Builder
	b.WriteString(usage + "\nChecks:\n\n")
	for _, a := range checks {
		title, _, _ := strings.Cut(a.Doc, "\n")
		fmt.Fprintf(&b, "\t%-12s %s\n", a.Name, title)
	}
	b.WriteString("\nFlags:\n\n")
	var o options
	o.flagSet(checks).VisitAll(func(f *flag.Flag) {
		for _, a := range checks {
			if f.Name == a.Name || strings.HasPrefix(f.Name, a.Name+".") {
				return // named below, and in the check's own help
			}
		}
		writeFlag(&b, f.Name, f)
	})
	b.WriteString("\t-CHECK[=false]\n\t\trun only the checks so named, or with =false all but those\n")
	b.WriteString("\t-CHECK.FLAG\n\t\tset a check's own flag; rmwlint help CHECK lists them\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func helpCheck(name string, checks []*analysis.Analyzer, w io.Writer) error {
	var names []string
	for _, a := range checks {
		names = append(names, a.Name)
		if a.Name != name {
			continue
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s: %s\n", a.Name, strings.TrimSpace(a.Doc))
		header := "\nFlags:\n\n"
		a.Flags.VisitAll(func(f *flag.Flag) {
			b.WriteString(header)
			header = ""
			writeFlag(&b, a.Name+"."+f.Name, f)
		})
		fmt.Fprintf(&b, "\nMore: rmwlint explain %s\n", a.Name)
		_, err := io.WriteString(w, b.String())
		return err
	}
	return unknown("check", name, names)
}

func writeFlag(b *strings.Builder, name string, f *flag.Flag) {
	value, use := flag.UnquoteUsage(f)
	use = strings.TrimSuffix(use, ": "+value) // where the values are named in the usage, once is enough
	if value != "" {
		value = " " + value
	}
	fmt.Fprintf(b, "\t-%s%s\n\t\t%s\n", name, value, use)
}

// explain prints a check's page, or the section of one of its categories: "lostupdate", "lostupdate/arith", "arith".
func explain(args []string, w io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("explain wants one topic of: %s", strings.Join(docs.Topics(), ", "))
	}
	text, ok := docs.Find(strings.ReplaceAll(args[0], "#", "/"))
	if !ok {
		return unknown("topic", args[0], docs.Topics())
	}
	if colored(w) {
		text = boldHeadings(text)
	}
	_, err := io.WriteString(w, text)
	return err
}

// boldHeadings makes the headings of Markdown stand out on a terminal; the rest of it is legible as it is.
func boldHeadings(text string) string {
	lines := strings.Split(text, "\n")
	code := false
	for i, line := range lines {
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		if !code && strings.HasPrefix(line, "#") {
			lines[i] = "\x1b[1m" + line + "\x1b[0m"
		}
	}
	return strings.Join(lines, "\n")
}

func unknown(kind, name string, known []string) error {
	if near := nearest(name, known); near != "" {
		return fmt.Errorf("unknown %s %q; did you mean %s?", kind, name, near)
	}
	return fmt.Errorf("unknown %s %q; there are: %s", kind, name, strings.Join(known, ", "))
}

// version prints what was built: "rmwlint v0.1.0 (go1.26.1 linux/amd64, facts 3)", of a checkout "(devel) 1d6d8c8".
func version(args []string, w io.Writer) error {
	if len(args) > 0 {
		return errors.New("version takes no arguments")
	}
	_, err := fmt.Fprintf(w, "rmwlint %s (%s %s/%s, facts %d)\n", programVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH, passes.FactVersion)
	return err
}

func programVersion() string {
	v := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		v = info.Main.Version
		if v == "" {
			v = "(devel)"
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && v == "(devel)" {
				v += " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return v
}
