// Package plugin makes rmwlint a linter of golangci-lint v2, by its module plugin system
// (https://golangci-lint.run/docs/plugins/module-plugins/). It is imported only by programs that link golangci-lint with it.
package plugin

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/config"
	"github.com/rmwlint/rmwlint/passes"
)

func init() { register.Plugin("rmwlint", New) } // the system knows no other way

// settings are what .golangci.yml says under linters.settings.custom.rmwlint.settings. A key that is not here is an error.
type settings struct {
	Tests     bool             `json:"tests"`     // report findings in test files
	FixStyle  string           `json:"fixstyle"`  // native or orm; empty is native where there is one
	Checks    map[string]bool  `json:"checks"`    // switches by check ("bulkloop") or category ("lostupdate/check")
	Flags     map[string]flags `json:"flags"`     // the checks' own flags: {lostupdate: {assume: false}}
	Libraries string           `json:"libraries"` // a file with the calls of an in-house repository layer, relative to the directory of the run
}

type flags map[string]any

type linter struct{ settings settings }

// New makes the linter of decoded settings. Golangci-lint calls it.
func New(conf any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[settings](conf)
	if err != nil {
		return nil, fmt.Errorf("settings of rmwlint: %w", err)
	}
	if s.FixStyle == "both" { // golangci-lint would put the edits of the two together
		return nil, fmt.Errorf("settings of rmwlint: fixstyle is native or orm; golangci-lint applies one fix a finding")
	}
	known := map[string]bool{}
	for _, a := range passes.All() {
		known[a.Name] = true
	}
	for name := range s.Checks {
		if check, _, _ := strings.Cut(name, "/"); !known[check] {
			return nil, fmt.Errorf("settings of rmwlint: checks: there is no %s", name)
		}
	}
	return &linter{s}, nil
}

// GetLoadMode asks for types.
func (*linter) GetLoadMode() string { return register.LoadModeTypesInfo }

// BuildAnalyzers are the checks that are switched on, with their flags set, and a mark for golangci-lint's cache. What
// .rmwlint.yaml switches off is off here, too.
func (l *linter) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	mark, err := l.mark()
	if err != nil {
		return nil, fmt.Errorf("settings of rmwlint: %w", err)
	}
	checks := []*analysis.Analyzer{mark}
	for _, a := range passes.Configured(passes.All()) {
		if err := l.configure(a); err != nil {
			return nil, fmt.Errorf("settings of rmwlint: %w", err)
		}
		if on, ok := l.settings.Checks[a.Name]; on || !ok {
			checks = append(checks, l.wrap(a))
		}
	}
	return checks, l.checkFlags()
}

// mark is an analyzer that does nothing. Golangci-lint keeps findings under the names of the analyzers and its own
// configuration; this one's name changes with the other files that findings depend on.
func (l *linter) mark() (*analysis.Analyzer, error) {
	c, err := config.Nearest(".")
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	for _, file := range []string{c.File, l.settings.Libraries} {
		if file == "" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(h, "%s %d %s", file, len(data), data)
	}
	return &analysis.Analyzer{
		Name: fmt.Sprintf("rmwlint_%x", h.Sum(nil)[:8]),
		Doc:  "stand for the files that configure rmwlint",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}, nil
}

// configure sets the flags that several checks share.
func (l *linter) configure(a *analysis.Analyzer) error {
	shared := map[string]string{"tests": fmt.Sprint(l.settings.Tests)}
	if l.settings.FixStyle != "" {
		shared["fixstyle"] = l.settings.FixStyle
	}
	if l.settings.Libraries != "" {
		file, err := filepath.Abs(l.settings.Libraries)
		if err != nil {
			return err
		}
		shared["libraries"] = file
	}
	for name, on := range l.settings.Checks {
		if flag := passes.FlagOf([]*analysis.Analyzer{a}, name); on && flag != "" { // off without its flag
			shared[strings.TrimPrefix(flag, a.Name+".")] = "true"
		}
	}
	for name, value := range shared {
		if a.Flags.Lookup(name) == nil {
			continue
		}
		if err := a.Flags.Set(name, value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// checkFlags sets the checks' own flags.
func (l *linter) checkFlags() error {
	for check, flags := range l.settings.Flags {
		i := slices.IndexFunc(passes.All(), func(a *analysis.Analyzer) bool { return a.Name == check })
		for name, value := range flags {
			if i < 0 || passes.All()[i].Flags.Lookup(name) == nil {
				return fmt.Errorf("settings of rmwlint: flags: there is no %s.%s", check, name)
			}
			if err := passes.All()[i].Flags.Set(name, fmt.Sprint(value)); err != nil {
				return fmt.Errorf("settings of rmwlint: flags: %s.%s: %w", check, name, err)
			}
		}
	}
	return nil
}
