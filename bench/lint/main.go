// Lint measures what rmwlint costs beside go vet and staticcheck, and looks for code that it fails on.
//
//	go run . cost -rounds 3 DIR...      CPU time, wall time and peak memory, cold and warm; a DIR is a module, std or cmd
//	go run . closures DIR...            everything that the modules are made from: failures, functions left out, costly packages
//
// Without a DIR, three repositories are cloned at the commits that the tables in the README are of. Packages are compiled before anything is
// measured. What the go command has kept of earlier runs does not count, for each cold run has a flag of its own that changes nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// A repository is cloned where no directory is given, the smallest first.
type repository struct{ name, commit string }

var repositories = []repository{
	{"mindoc-org/mindoc", "432ec85e646ba2978f478bfc8f7b8f8f275964fb"},
	{"perfect-panel/server", "4e49bab1e1ed4028a97bfe4568ca5ae89e2e8581"},
	{"casdoor/casdoor", "e6b2338f8955455254ec2f48ef0a0390cbef9ec5"},
}

func main() {
	if tool := os.Getenv(watchTool); tool != "" { // the go command has started this program as its vettool
		os.Exit(watch(tool, os.Args[1:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "lint:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("say what to do: cost or closures")
	}
	fs := flag.NewFlagSet(args[0], flag.ContinueOnError)
	rounds := fs.Int("rounds", 3, "measure so often, and take the medians")
	only := fs.String("only", "", "measure these contenders only, a list with commas")
	if err := fs.Parse(args[1:]); err != nil {
		return err
	}
	bin, err := os.MkdirTemp("", "lint")
	if err != nil {
		return err
	}
	defer os.RemoveAll(bin)
	dirs, err := modules(ctx, fs.Args())
	if err != nil {
		return err
	}
	b := bench{bin: bin, rounds: *rounds, only: *only}
	if err := b.build(ctx); err != nil {
		return err
	}
	switch args[0] {
	case "cost":
		return b.cost(ctx, dirs, os.Stdout)
	case "closures":
		return b.closures(ctx, dirs, os.Stdout)
	}
	return fmt.Errorf("%s: want cost or closures", args[0])
}

// modules are the directories to look at, cloned where none is given.
func modules(ctx context.Context, dirs []string) ([]string, error) {
	if len(dirs) > 0 {
		return dirs, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	for _, r := range repositories {
		dir := filepath.Join(cache, "rmwlint-bench", strings.ReplaceAll(r.name, "/", "-"))
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			for _, args := range [][]string{{"init", "-q", dir}, {"-C", dir, "fetch", "-q", "--depth=1", "https://github.com/" + r.name, r.commit}, {"-C", dir, "checkout", "-q", "FETCH_HEAD"}} {
				cmd := exec.CommandContext(ctx, "git", args...)
				cmd.Stderr = os.Stderr
				if err := cmd.Run(); err != nil {
					return nil, fmt.Errorf("cloning %s: %w", r.name, err)
				}
			}
		}
		dirs = append(dirs, dir)
	}
	return append(dirs, "std"), nil
}
