package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/docs"
	"github.com/rmwlint/rmwlint/internal/config"
	"github.com/rmwlint/rmwlint/internal/report"
	"github.com/rmwlint/rmwlint/passes"
)

// loadConfig reads the configuration file that a command line leads to; an empty one if there is none.
func loadConfig(o options) (*config.Config, error) {
	var c *config.Config
	base, err := filepath.Abs(o.dir)
	switch {
	case err != nil:
	case o.config == "none":
		return &config.Config{}, nil
	case o.config == "":
		c, err = config.Nearest(base)
	default:
		c, err = config.Read(o.in(o.config))
	}
	if err != nil {
		return nil, err
	}
	if err := c.CheckNames(checkNames(o.checks)); err != nil {
		return nil, err
	}
	c.Enable(func(name string) string {
		if name == unusedCheck {
			return unusedFlag
		}
		return passes.FlagOf(o.checks, name)
	})
	return c, nil
}

// checkNames are the checks and their categories.
func checkNames(checks []*analysis.Analyzer) []string {
	names := []string{unusedCheck}
	for _, a := range checks {
		names = append(names, a.Name)
		for _, topic := range docs.Topics() {
			if check, _, ok := strings.Cut(topic, "/"); ok && check == a.Name {
				names = append(names, topic)
			}
		}
	}
	return names
}

// settingArgs are the file's settings as arguments. One that is no flag, or has a value that the flag does not take, is an
// error at its line.
func settingArgs(c *config.Config, checks []*analysis.Analyzer) ([]string, error) {
	var args []string
	for _, s := range c.Settings {
		arg := "-" + s.Flag + "=" + s.Value
		if _, err := parseFlags([]string{arg}, checks); err != nil {
			return nil, c.Errorf(s, err.Error())
		}
		args = append(args, arg)
	}
	return args, nil
}

// libraryFlags hand the file's libraries to the checks that take them, as flags of the tool.
func libraryFlags(c *config.Config, checks []*analysis.Analyzer) ([]string, error) {
	if len(c.Libraries) == 0 {
		return nil, nil
	}
	data, err := os.ReadFile(c.File)
	if err != nil {
		return nil, err
	}
	var flags []string
	for _, a := range checks {
		if a.Flags.Lookup("libraries") != nil {
			// The digest makes go vet analyse anew when the file has changed.
			flags = append(flags, fmt.Sprintf("-%s.libraries=%s#%x", a.Name, c.File, sha256.Sum256(data)))
		}
	}
	return flags, nil
}

// printConfig prints what is in force, in the form of a configuration file.
func printConfig(args []string, checks []*analysis.Analyzer, w io.Writer) error {
	o, err := parseOptions(args, checks)
	if err != nil {
		return err
	}
	if len(o.patterns) > 0 {
		return errors.New("config takes flags, and no packages")
	}
	if err := o.checkLibraries(context.Background()); err != nil {
		return err
	}
	var b strings.Builder
	if o.file.File == "" {
		fmt.Fprintf(&b, "# no %s in this directory or above it\n", config.Name)
	} else {
		fmt.Fprintf(&b, "# %s\n", o.file.File)
	}
	fmt.Fprintf(&b, "tests: %t\n", o.tests)
	if o.baseline != "" {
		fmt.Fprintf(&b, "baseline: %q\n", o.baseline)
	}
	if len(o.flags) > 0 {
		b.WriteString("flags:\n")
		for i, flag := range o.flags {
			name, value, _ := strings.Cut(strings.TrimPrefix(flag, "-"), "=")
			if last := lastWith(o.flags, "-"+name+"="); last == i {
				fmt.Fprintf(&b, "  %s: %q\n", name, value)
			}
		}
	}
	b.WriteString("checks:\n")
	for _, name := range checkNames(checks) {
		on, why := o.inForce(name, checks)
		if why != "" {
			why = "  # " + why
		}
		fmt.Fprintf(&b, "  %s: %t%s\n", name, on, why)
	}
	b.WriteString(o.file.Paths())
	for _, lib := range o.file.Libraries {
		fmt.Fprintf(&b, "# library %s: %s, %s\n", lib.Name, strings.Join(lib.Paths, " "), report.Count(len(lib.Calls), "row"))
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// lastWith is the place of the last argument with a prefix.
func lastWith(args []string, prefix string) int {
	for i, arg := range slices.Backward(args) {
		if strings.HasPrefix(arg, prefix) {
			return i
		}
	}
	return -1
}
