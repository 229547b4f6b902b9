package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/rmwlint/rmwlint/internal/govet"
	"github.com/rmwlint/rmwlint/internal/suppress"
	"github.com/rmwlint/rmwlint/passes"
)

// suppressedFlag asks the tool for suppressed findings as well; see suppress.Reveal.
const suppressedFlag = "rmwlint.suppressed"

// isToolCall recognises the go command calling its vettool or fixtool:
//
//	rmwlint -V=full             which build are you
//	rmwlint -flags              which flags do you have
//	rmwlint [flags] unit.cfg    analyse this package
func isToolCall(args []string) bool {
	if len(args) == 0 {
		return false
	}
	return isFlag(args[0], "flags") || isFlag(args[0], "V") || isUnit(args)
}

func isUnit(args []string) bool { return strings.HasSuffix(args[len(args)-1], ".cfg") }

// isFlag recognises -name, --name and -name=value.
func isFlag(arg, name string) bool {
	arg, _, _ = strings.Cut(strings.TrimLeft(arg, "-"), "=")
	return arg == name
}

// serveVet answers the go command and exits. Its flags are those of the checks and the ones that several checks share, so
// that go vet -vettool=rmwlint -fixstyle=orm works.
func serveVet(args []string, checks []*analysis.Analyzer) {
	for _, s := range sharedFlags() {
		s.define(flag.CommandLine, checks, func(string, []string) {})
	}
	var err error
	switch {
	case isFlag(args[0], "V"):
		err = printBuild(checks, os.Stdout)
	case isUnit(args):
		args, err = prepareUnit(args, checks)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "rmwlint: %v\n", err)
		os.Exit(exitFindings)
	}
	if idle(args, checks) {
		os.Exit(exitOK)
	}
	// These two are read before the flags are: in prepareUnit, and here, for checks have to be named first.
	flag.Bool(govet.DepsFlag, false, "print the findings of dependencies too; without it, of those in the main modules; with =false, of none")
	flag.Bool(govet.DebugFlag, false, "also report which functions were left out, and why")
	checks = passes.Configured(checks)
	if slices.ContainsFunc(args, func(arg string) bool { return arg == "-"+govet.DebugFlag || arg == "-"+govet.DebugFlag+"=true" }) {
		checks = append(checks, passes.Debug())
	}
	flag.BoolFunc(suppressedFlag, "report suppressed findings too, with the comment; for rmwlint's own use", func(string) error {
		suppress.Reveal()
		return nil
	})
	os.Args = append(os.Args[:1:1], args...)
	unitchecker.Main(checks...)
}

// plainFacts tells whether unitchecker is of a version that keeps facts alone. Later ones, which a module that requires rmwlint as
// a tool may ask for, keep the types of each package beside its facts, and cannot do without.
var plainFacts = sync.OnceValue(func() bool {
	info, ok := debug.ReadBuildInfo()
	return !ok || !slices.ContainsFunc(info.Deps, func(m *debug.Module) bool {
		return m.Path == "golang.org/x/tools" && m.Version != "v0.47.0"
	})
})

// idle answers for a package of which there is nothing to say, without the work of type-checking it.
func idle(args []string, checks []*analysis.Analyzer) bool {
	if !plainFacts() {
		return false
	}
	cfgFile := args[len(args)-1]
	data, err := os.ReadFile(cfgFile)
	var cfg unitchecker.Config
	if err != nil || json.Unmarshal(data, &cfg) != nil || cfg.FixArchive != "" {
		return false // unitchecker says what is wrong
	}
	for _, arg := range args { // libraries of the program's own may be anywhere
		for _, a := range checks {
			if value, ok := strings.CutPrefix(arg, "-"+a.Name+".libraries="); ok && a.Flags.Set("libraries", value) != nil {
				return false
			}
		}
	}
	if !passes.Idle(&cfg) {
		return false
	}
	for _, file := range []string{cfg.VetxOutput, cfg.Stdout} {
		if file != "" && os.WriteFile(file, nil, 0o666) != nil {
			return false
		}
	}
	return true
}
