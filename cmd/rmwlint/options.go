package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/config"
)

// options are a command line that was understood.
type options struct {
	dir      string
	build    []string // flags for the go command
	flags    []string // flags for the checks
	patterns []string
	checks   []*analysis.Analyzer
	format   string // one of formats()
	out      string // file to print to; empty for standard output
	config   string // file, "none", or empty to look for one
	baseline string
	newFrom  string
	unused   bool
	debug    bool
	selected bool           // not all checks run
	file     *config.Config // what the configuration file says
	fix      bool
	diff     bool
	tests    bool
	context  int
}

// A sharedFlag is one name that sets the flag of that name of every check that has one.
type sharedFlag struct {
	name   string
	values []string // allowed ones; a flag without is boolean
	usage  string
}

func sharedFlags() []sharedFlag {
	return []sharedFlag{
		{
			name:   "fixstyle",
			values: []string{"both", "native", "orm"},
			usage:  "offer fixes into the library's own form, the orm package or both: `native|orm|both`",
		},
		{
			name:  "tests",
			usage: "also report findings in _test.go files",
		},
	}
}

// define adds the flag to a set. Each time it is given, the checks' own flags are set, and the caller gets the value and
// those flags as arguments for another process.
func (s sharedFlag) define(fs *flag.FlagSet, checks []*analysis.Analyzer, given func(value string, args []string)) {
	set := func(value string) error {
		if s.values != nil && !slices.Contains(s.values, value) {
			return fmt.Errorf("want one of %s", strings.Join(s.values, ", "))
		}
		var args []string
		for _, a := range checks {
			if a.Flags.Lookup(s.name) == nil {
				continue
			}
			if err := a.Flags.Set(s.name, value); err != nil {
				return err
			}
			args = append(args, "-"+a.Name+"."+s.name+"="+value)
		}
		given(value, args)
		return nil
	}
	if s.values == nil {
		fs.BoolFunc(s.name, s.usage, func(value string) error {
			b, err := strconv.ParseBool(value)
			if err != nil {
				return errors.New("want true or false")
			}
			return set(strconv.FormatBool(b))
		})
		return
	}
	fs.Func(s.name, s.usage, set)
}

// buildFlags are flags of the go command that say which code to look at; they are passed on as they are.
func buildFlags() []struct{ name, usage string } {
	return []struct{ name, usage string }{
		{"tags", "build tags, as a `list` with commas, for the go command"},
		{"mod", "module download `mode` for the go command: readonly, vendor or mod"},
		{"modfile", "alternative go.mod `file` for the go command"},
	}
}

// flagSet defines every flag of the command on its own.
func (o *options) flagSet(checks []*analysis.Analyzer) *flag.FlagSet {
	fs := flag.NewFlagSet("rmwlint", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors are told by parseOptions, help by help
	fs.Usage = func() {}
	fs.StringVar(&o.dir, "C", "", "run in this `directory`")
	o.format, o.checks = "text", checks
	setFormat := func(value string) error {
		if !slices.Contains(formats(), value) {
			return fmt.Errorf("want one of %s", strings.Join(formats(), ", "))
		}
		o.format = value
		return nil
	}
	fs.Func("format", "print findings in this form; html is one page: `text|json|sarif|github|gitlab|html`", setFormat)
	fs.BoolFunc("json", "the same as -format=json", func(value string) error {
		if b, err := strconv.ParseBool(value); err != nil || !b {
			return err
		}
		return setFormat("json")
	})
	fs.StringVar(&o.config, "config", "", "read this `file` instead of the "+config.Name+" in the directory or above; none for none")
	fs.StringVar(&o.baseline, "baseline", "", "report what is not in this `file`; where there is none, write it and report nothing")
	fs.StringVar(&o.newFrom, "new-from", "", "report findings of lines changed since this git `revision`, or since the branch left it")
	fs.BoolVar(&o.unused, unusedFlag, false, "also report comments that suppress nothing")
	fs.BoolVar(&o.debug, "debug", false, "also tell, on standard error, which functions were left out, and why")
	fs.StringVar(&o.out, "o", "", "print the findings into this `file`")
	fs.BoolVar(&o.fix, "fix", false, "apply the first suggested fix of each finding")
	fs.BoolVar(&o.diff, "diff", false, "print what -fix would change as a patch; change nothing")
	fs.IntVar(&o.context, "c", 0, "show `N` lines of code above and below the reported one")
	for _, b := range buildFlags() {
		fs.Func(b.name, b.usage, func(value string) error {
			o.build = append(o.build, "-"+b.name+"="+value)
			return nil
		})
	}
	for _, s := range sharedFlags() {
		s.define(fs, checks, func(value string, args []string) {
			o.flags = append(o.flags, args...)
			if s.name == "tests" {
				o.tests = value == "true"
			}
		})
	}
	pass := func(arg string) { o.flags = append(o.flags, arg) }
	for _, a := range checks {
		fs.BoolFunc(a.Name, "run only the checks so named, or with =false all but those", func(value string) error {
			b, err := strconv.ParseBool(value)
			if err != nil {
				return errors.New("want true or false")
			}
			pass("-" + a.Name + "=" + strconv.FormatBool(b))
			o.selected = true
			return nil
		})
		a.Flags.VisitAll(func(f *flag.Flag) {
			fs.Var(checkFlag{f.Value, func(value string) { pass("-" + a.Name + "." + f.Name + "=" + value) }}, a.Name+"."+f.Name, f.Usage)
		})
	}
	return fs
}

// A checkFlag is a check's own flag: setting it proves the value, and what was given is passed on to the vettool, which
// is another process.
type checkFlag struct {
	flag.Value
	pass func(value string)
}

// Set implements flag.Value.
func (c checkFlag) Set(value string) error {
	if err := c.Value.Set(value); err != nil {
		return err
	}
	c.pass(value)
	return nil
}

// String implements flag.Value; the flag package calls it on a zero value.
func (c checkFlag) String() string {
	if c.Value == nil {
		return ""
	}
	return c.Value.String()
}

// IsBoolFlag tells the flag package that the flag needs no value.
func (c checkFlag) IsBoolFlag() bool {
	b, ok := c.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// parseOptions reads a command line, and the configuration file that it leads to. Flags may stand after packages too, where
// people put them.
func parseOptions(args []string, checks []*analysis.Analyzer) (options, error) {
	o, err := parseFlags(args, checks)
	if err != nil {
		return options{}, err
	}
	file, err := loadConfig(o)
	if err != nil {
		return options{}, err
	}
	settings, err := settingArgs(file, checks)
	if err != nil {
		return options{}, err
	}
	if o, err = parseFlags(append(settings, args...), checks); err != nil { // of two flags the later one counts
		return options{}, err
	}
	o.file = file
	return o, o.check()
}

// in is a file named on the command line, which is meant from the directory of -C.
func (o options) in(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(o.dir, file)
}

func parseFlags(args []string, checks []*analysis.Analyzer) (options, error) {
	var o options
	fs := o.flagSet(checks)
	for len(args) > 0 {
		if err := fs.Parse(args); err != nil {
			return options{}, explainFlag(err, fs, checkNames(checks))
		}
		rest := fs.Args()
		if terminated := len(rest) < len(args) && args[len(args)-len(rest)-1] == "--"; terminated {
			o.patterns = append(o.patterns, rest...)
			break
		}
		if args = rest; len(rest) > 0 {
			o.patterns, args = append(o.patterns, rest[0]), rest[1:]
		}
	}
	return o, nil
}

// check refuses flags that do not go together.
func (o options) check() error {
	switch {
	case o.format != "text" && (o.fix || o.diff):
		return fmt.Errorf("-format=%s prints findings and changes nothing: it cannot go with -fix or -diff", o.format)
	case o.out != "" && (o.fix || o.diff):
		return errors.New("-o is for findings: it cannot go with -fix or -diff")
	case o.context < 0:
		return fmt.Errorf("-c wants the number of lines to show, not %d", o.context)
	case o.unused && o.selected:
		return errors.New("-unused-suppressions wants all checks: what one suppresses another may not")
	}
	return nil
}

// explainFlag makes the flag package's error one that helps. Names are those of the checks and their categories.
func explainFlag(err error, fs *flag.FlagSet, names []string) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return err
	}
	var known []string
	fs.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	own := fs.Lookup(strings.ReplaceAll(name, "/", ".")) // -lostupdate/stale
	if category := categoryOf(name, names); category != "" && own == nil {
		return fmt.Errorf("unknown flag -%s; a category is switched in %s: checks: {all: false, %s: true} leaves it alone, checks: {%s: false} all but it",
			name, config.Name, category, category)
	}
	if near := nearest(name, known); near != "" {
		return fmt.Errorf("unknown flag -%s; did you mean -%s?", name, near)
	}
	return fmt.Errorf("unknown flag -%s; rmwlint help lists the flags", name)
}

// categoryOf is the category that a flag would switch if there were one: -lostupdate/arith, -lostupdate.arith or -arith.
func categoryOf(name string, names []string) string {
	name = strings.ReplaceAll(name, ".", "/")
	i := slices.IndexFunc(names, func(n string) bool {
		return strings.Contains(n, "/") && (n == name || strings.HasSuffix(n, "/"+name))
	})
	if i < 0 {
		return ""
	}
	return names[i]
}
