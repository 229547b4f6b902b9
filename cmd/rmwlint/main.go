// Rmwlint finds database rows that are read, changed in memory and written back with nothing to stop a second process
// from doing the same in between, and repairs them.
//
//	rmwlint ./...                                 findings, with the code and the trace
//	rmwlint -fix ./...                            applies the suggested fixes; with -diff only shows them
//	rmwlint explain lostupdate                    what a finding means and what to do
//	go vet -vettool=$(which rmwlint) ./...        the same checks inside go vet
//
// The exit status is 0 for no findings, 1 for findings, and 2 for a wrong command line or packages that could not be
// analysed. With -fix, 0 means that no finding is left; with -diff, that the diff is empty.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/passes"
)

// Exit statuses.
const (
	exitOK       = 0
	exitFindings = 1
	exitError    = 2
)

func main() {
	os.Exit(run(os.Args[1:], passes.All(), os.Stdout, os.Stderr))
}

// run is the whole command, for the given checks.
func run(args []string, checks []*analysis.Analyzer, stdout, stderr io.Writer) int {
	if isToolCall(args) {
		serveVet(args, checks) // exits
	}
	err := dispatch(args, checks, stdout, stderr)
	var status exitStatus
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintf(stderr, "rmwlint: %v\n", err)
	return exitError
}

// An exitStatus ends the command where everything has been said already.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

func dispatch(args []string, checks []*analysis.Analyzer, stdout, stderr io.Writer) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	switch name {
	case "help":
		return help(args[1:], checks, stdout)
	case "explain":
		return explain(args[1:], stdout)
	case "config":
		return printConfig(args[1:], checks, stdout)
	case "gopls":
		return buildGopls(context.Background(), args[1:], stdout, stderr)
	case "version":
		return version(args[1:], stdout)
	}
	o, err := parseOptions(args, checks)
	if errors.Is(err, flag.ErrHelp) {
		return help(nil, checks, stdout)
	}
	if err != nil {
		return err
	}
	if err := o.checkLibraries(context.Background()); err != nil {
		return err
	}
	err = lint(context.Background(), o, stdout, stderr)
	if near := nearest(name, commands()); near != "" && errors.Is(err, exitStatus(exitError)) {
		fmt.Fprintf(stderr, "rmwlint: if %s was to be a command, did you mean rmwlint %s?\n", name, near)
	}
	return err
}

// commands are the words that may stand in the place of the packages, with a meaning of their own.
func commands() []string { return []string{"help", "explain", "config", "gopls", "version"} }
