package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

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
	first := "-" + strings.TrimLeft(args[0], "-")
	return first == "-flags" || first == "-V" || strings.HasPrefix(first, "-V=") || strings.HasSuffix(args[len(args)-1], ".cfg")
}

// serveVet answers the go command and exits. Its flags are those of the checks and the ones that several checks share, so
// that go vet -vettool=rmwlint -fixstyle=orm works.
func serveVet(args []string, checks []*analysis.Analyzer) {
	for _, s := range sharedFlags() {
		s.define(flag.CommandLine, checks, func(string, []string) {})
	}
	if idle(args, checks) {
		os.Exit(exitOK)
	}
	flag.BoolFunc(govet.DepsFlag, "print the findings of dependencies too; for rmwlint's own use", func(string) error {
		return includeDeps(args[len(args)-1])
	})
	flag.BoolFunc(suppressedFlag, "report suppressed findings too, with the comment; for rmwlint's own use", func(string) error {
		suppress.Reveal()
		return nil
	})
	flag.Bool(govet.DebugFlag, false, "also report which functions were left out, and why")
	if slices.ContainsFunc(args, func(arg string) bool { return arg == "-"+govet.DebugFlag || arg == "-"+govet.DebugFlag+"=true" }) {
		checks = append(slices.Clip(checks), passes.Debug()) // checks are given before flags are read
	}
	unitchecker.Main(checks...)
}

// idle answers for a package of which there is nothing to say, without the work of type-checking it.
func idle(args []string, checks []*analysis.Analyzer) bool {
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

// includeDeps rewrites the go command's description of a package so that a dependency, of which only facts are wanted, is
// analysed for findings as well. See govet.DepsFlag.
func includeDeps(cfgFile string) error {
	data, err := os.ReadFile(cfgFile)
	if err != nil {
		return err
	}
	var cfg map[string]json.RawMessage // not unitchecker.Config, which may lack fields of a newer go command
	if err := json.Unmarshal(data, &cfg); err != nil {
		return fmt.Errorf("reading %s: %w", cfgFile, err)
	}
	if string(cfg["VetxOnly"]) != "true" {
		return nil
	}
	cfg["VetxOnly"] = json.RawMessage("false")
	if data, err = json.Marshal(cfg); err != nil {
		return err
	}
	return os.WriteFile(cfgFile, data, 0o666) // the go command has made it for this call, in a directory of its own
}
