package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A bench is the programs that are compared, and how often they are run.
type bench struct {
	bin    string // a directory for programs and caches
	rounds int
	only   string
	salt   int
}

// build makes rmwlint of this tree, and staticcheck as go.mod pins it.
func (b *bench) build(ctx context.Context) error {
	for _, p := range []struct{ dir, name, pkg string }{{"../..", "rmwlint", "./cmd/rmwlint"}, {".", "staticcheck", "honnef.co/go/tools/cmd/staticcheck"}} {
		cmd := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(b.bin, p.name), p.pkg)
		cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", p.name, err, out)
		}
	}
	return nil
}

// A contender is a program as a user calls it. Under another salt it finds nothing that it has kept.
type contender struct {
	name string
	args func(salt string) []string
	env  func(salt string) []string
}

func (b *bench) contenders() []contender {
	none := func(string) []string { return nil }
	rmwlint := filepath.Join(b.bin, "rmwlint")
	all := []contender{
		{"go vet", func(salt string) []string { return []string{"go", "vet", "-printf.funcs=" + salt} }, none},
		{"go vet -vettool=rmwlint", func(salt string) []string {
			return []string{"go", "vet", "-vettool=" + rmwlint, "-lostupdate.libraries=#" + salt}
		}, none},
		{"rmwlint", func(salt string) []string { return []string{rmwlint, "-lostupdate.libraries=#" + salt} }, none},
		{"staticcheck", func(string) []string { return []string{filepath.Join(b.bin, "staticcheck")} },
			func(salt string) []string { return []string{"STATICCHECK_CACHE=" + filepath.Join(b.bin, salt)} }},
	}
	return slices.DeleteFunc(all, func(c contender) bool {
		return b.only != "" && !slices.Contains(strings.Split(b.only, ","), c.name)
	})
}

// A sample is what one run took.
type sample struct{ cpu, wall time.Duration }

// cost prints a table for each module: medians, and CPU time as a ratio to go vet's of the same round.
func (b *bench) cost(ctx context.Context, dirs []string, w io.Writer) error {
	for _, dir := range dirs {
		if err := b.compile(ctx, dir); err != nil {
			return err
		}
		cold, warm, edit := map[string][]sample{}, map[string][]sample{}, map[string][]sample{}
		for round := range b.rounds {
			order := b.contenders()
			for i := range order { // none always runs after the same other
				c := order[(i+round)%len(order)]
				salt := b.nextSalt()
				for _, into := range []map[string][]sample{cold, warm} {
					s, err := b.measure(ctx, dir, c, salt)
					if err != nil {
						return err
					}
					into[c.name] = append(into[c.name], s)
				}
				flag, err := b.edited(ctx, dir, c)
				if err != nil {
					return err
				}
				if flag == "" {
					continue
				}
				s, err := b.measure(ctx, dir, c, salt, flag)
				if err != nil {
					return err
				}
				edit[c.name] = append(edit[c.name], s)
			}
		}
		if err := b.table(ctx, w, dir, cold, warm, edit); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) table(ctx context.Context, w io.Writer, dir string, cold, warm, edit map[string][]sample) error {
	packages, err := b.count(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s, %d packages, medians of %d\n\n", name(dir), packages, b.rounds)
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(t, "| \t| cold CPU \t| to go vet \t| wall \t| warm CPU \t| to go vet \t| wall \t| CPU after an edit \t| to go vet \t| peak of the tool \t|")
	fmt.Fprintln(t, "|---\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|---:\t|")
	for _, c := range b.contenders() {
		peak, err := b.peak(ctx, dir, c)
		if err != nil {
			return err
		}
		fmt.Fprintf(t, "| %s \t", c.name)
		for _, of := range []map[string][]sample{cold, warm} {
			fmt.Fprintf(t, "| %.1f s \t| %s \t| %.1f s \t", median(of[c.name], sample.seconds), ratio(of[c.name], of["go vet"]), median(of[c.name], sample.wallSeconds))
		}
		after := ""
		if len(edit[c.name]) > 0 {
			after = fmt.Sprintf("%.1f s", median(edit[c.name], sample.seconds))
		}
		fmt.Fprintf(t, "| %s \t| %s \t| %s \t|\n", after, ratio(edit[c.name], edit["go vet"]), peak)
	}
	return t.Flush()
}

func (s sample) seconds() float64     { return s.cpu.Seconds() }
func (s sample) wallSeconds() float64 { return s.wall.Seconds() }

func median(samples []sample, of func(sample) float64) float64 {
	var vals []float64
	for _, s := range samples {
		vals = append(vals, of(s))
	}
	return middle(vals)
}

func middle(vals []float64) float64 {
	slices.Sort(vals)
	n := len(vals)
	if n == 0 {
		return 0
	}
	return (vals[(n-1)/2] + vals[n/2]) / 2
}

// ratio is the median of the ratios of CPU time, round by round.
func ratio(a, b []sample) string {
	var vals []float64
	for i := range min(len(a), len(b)) {
		vals = append(vals, a[i].cpu.Seconds()/b[i].cpu.Seconds())
	}
	if len(vals) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", middle(vals))
}

func (b *bench) nextSalt() string {
	b.salt++
	return fmt.Sprintf("cold%d%d", os.Getpid(), b.salt)
}

// place is where to run, and what to look at: a module, or one of the go command's own names for many packages.
func place(dir string) (string, string) {
	if dir == "std" || dir == "cmd" {
		return os.TempDir(), dir
	}
	return dir, "./..."
}

func name(dir string) string { return filepath.Base(dir) }

// measure runs a contender. Findings are no failure, nor is a package that does not type-check: the others are looked at all the same.
func (b *bench) measure(ctx context.Context, dir string, c contender, salt string, flags ...string) (sample, error) {
	args := c.args(salt)
	at, pattern := place(dir)
	cmd := exec.CommandContext(ctx, args[0], slices.Concat(args[1:], flags, []string{pattern})...)
	cmd.Dir, cmd.Env = at, append(os.Environ(), c.env(salt)...)
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.Exited()) {
		return sample{}, fmt.Errorf("%s in %s: %w", c.name, dir, err)
	}
	return sample{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall}, nil
}

// peak is the largest memory of one process of a tool that the go command starts, or of the contender itself if it starts none.
func (b *bench) peak(ctx context.Context, dir string, c contender) (string, error) {
	tool := filepath.Join(b.bin, "rmwlint")
	at, pattern := place(dir)
	switch c.name {
	case "rmwlint":
		return "the same", nil
	case "staticcheck":
		args := c.args("")
		cmd := exec.CommandContext(ctx, args[0], append(args[1:], pattern)...)
		cmd.Dir, cmd.Env = at, append(os.Environ(), c.env(b.nextSalt())...)
		_ = cmd.Run() // findings
		return fmt.Sprintf("%d MB", peak(cmd.ProcessState)/1024), nil
	case "go vet":
		out, err := exec.CommandContext(ctx, "go", "tool", "-n", "vet").Output()
		if err != nil {
			return "", err
		}
		tool = strings.TrimSpace(string(out))
	}
	units, _, err := b.watched(ctx, tool, at, pattern)
	if err != nil {
		return "", err
	}
	most := slices.MaxFunc(units, func(a, b unit) int { return int(a.Peak - b.Peak) })
	return fmt.Sprintf("%d MB", most.Peak/1024), nil
}

// watched runs a vettool, cold, and tells what it took for each package, and what it printed.
func (b *bench) watched(ctx context.Context, tool, dir, pattern string, flags ...string) ([]unit, []byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	log := filepath.Join(b.bin, "units-"+b.nextSalt())
	args := slices.Concat([]string{"vet", "-vettool=" + self}, flags, []string{pattern})
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), watchTool+"="+tool, watchLog+"="+log, watchSalt+"="+filepath.Base(log))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	runErr := cmd.Run()
	data, err := os.ReadFile(log)
	if err != nil {
		return nil, nil, fmt.Errorf("go vet in %s: %w\n%s", dir, firstError(runErr, err), out.Bytes())
	}
	var units []unit
	for line := range bytes.Lines(data) {
		var u unit
		if err := json.Unmarshal(line, &u); err != nil {
			return nil, nil, err
		}
		units = append(units, u)
	}
	return units, out.Bytes(), nil
}

// compile makes sure that no contender pays for the compiler: go vet wants what it types.
func (b *bench) compile(ctx context.Context, dir string) error {
	at, pattern := place(dir)
	cmd := exec.CommandContext(ctx, "go", "vet", pattern)
	cmd.Dir = at
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		return nil // it has something to say
	}
	return err
}

// count is the number of packages in a module and beneath it, those of tests included.
func (b *bench) count(ctx context.Context, dir string) (int, error) {
	at, pattern := place(dir)
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-test", "-deps", pattern)
	cmd.Dir = at
	out, err := cmd.Output()
	return bytes.Count(out, []byte("\n")), err
}
