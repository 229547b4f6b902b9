package adopt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rmwlint/rmwlint/internal/report"
)

// Changes are the lines of a work tree that are not as they were in a revision, by absolute file name.
type Changes map[string][]span

// A span is the lines from first to last.
type span struct{ first, last int }

// whole is every line of a file.
var whole = span{1, 1 << 30}

// ChangesSince asks git what has changed since a revision in the repository around dir: committed or not, and files that git
// does not know yet. Where the revision has gone on by itself, as main has since a branch left it, what counts is the commit at which
// the two parted.
func ChangesSince(ctx context.Context, dir, revision string) (Changes, error) {
	root, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("-new-from %s: %w", revision, err)
	}
	base := strings.TrimRight(string(root), "\r\n")
	if _, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}"); err != nil {
		return nil, fmt.Errorf("-new-from %s: git knows no such revision%s", revision, shallow(ctx, dir))
	}
	if parted, err := git(ctx, dir, "merge-base", "--end-of-options", revision, "HEAD"); err == nil {
		revision = strings.TrimSpace(string(parted))
	}
	diff, err := git(ctx, base, "-c", "core.quotePath=false", "diff", "--no-ext-diff", "--no-color", "--no-renames", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/",
		"--end-of-options", revision, "--", "*.go")
	if err != nil {
		return nil, err
	}
	changes := parseDiff(base, string(diff))
	added, err := git(ctx, base, "ls-files", "-z", "--others", "--exclude-standard", "--", "*.go")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(added), "\x00") {
		if name != "" {
			changes[filepath.Join(base, name)] = []span{whole}
		}
	}
	return changes, nil
}

// shallow says what a clone may lack that was made without its history, as those of most CI services are.
func shallow(ctx context.Context, dir string) string {
	out, err := git(ctx, dir, "rev-parse", "--is-shallow-repository")
	if err != nil || strings.TrimSpace(string(out)) != "true" {
		return ""
	}
	return "; this clone is a shallow one: git fetch --unshallow, or fetch-depth: 0 of GitHub's checkout, brings the rest"
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("the git command is not in PATH; -new-from asks it what has changed")
	}
	if err != nil {
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(stderr.String()))
	}
	return out, nil
}

// parseDiff reads the lines of a patch without context that say where there is something new:
//
//	+++ b/shop/store.go
//	@@ -41,2 +43,3 @@ func (s *Store) Sell(…
//
// Lines that begin so inside of a hunk are told apart by the hunk's length.
func parseDiff(base, diff string) Changes {
	changes := Changes{}
	file, skip := "", 0
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, `\`): // "\ No newline at end of file"
		case skip > 0:
			skip--
		case strings.HasPrefix(line, "+++ "):
			name, _, _ := strings.Cut(line[len("+++ "):], "\t") // a name with spaces ends in a tab
			file = filepath.Join(base, strings.TrimPrefix(name, "b/"))
		case strings.HasPrefix(line, "@@ "):
			fields := append(strings.Fields(line), "", "") // of a line that is cut off
			_, removed := hunk(fields[1])
			first, added := hunk(fields[2])
			skip = removed + added
			if added == 0 { // what was below a removed line may be new for it: the lines around the gap
				changes[file] = append(changes[file], span{first, first + 1})
			} else {
				changes[file] = append(changes[file], span{first, first + added - 1})
			}
		}
	}
	return changes
}

// hunk reads "-41,2" or "+43": the first line, and how many.
func hunk(text string) (first, lines int) {
	start, count, several := strings.Cut(strings.TrimLeft(text, "+-"), ",")
	if lines = 1; several {
		lines = number(count)
	}
	return number(start), lines
}

// number reads a number of lines, 0 if it is none.
func number(text string) int {
	n, err := strconv.ParseUint(text, 10, 30)
	if err != nil {
		return 0
	}
	return int(n)
}

// New are the findings of which a line has changed: the reported one or one of the trace.
func (c Changes) New(findings []report.Finding) []report.Finding {
	var found []report.Finding
	for _, f := range findings {
		touched := c.touch(f.Pos, f.End)
		for _, r := range f.Related {
			touched = touched || c.touch(r.Pos, r.End)
		}
		if touched {
			found = append(found, f)
		}
	}
	return found
}

func (c Changes) touch(pos, end report.Position) bool {
	last := pos.Line
	if end.File == pos.File {
		last = max(last, end.Line)
	}
	file := pos.File
	if real, err := filepath.EvalSymlinks(file); err == nil { // as git names it
		file = real
	}
	for _, s := range c[file] {
		if s.first <= last && pos.Line <= s.last {
			return true
		}
	}
	return false
}

// Uncommitted are those of the files that git knows in another state, or not at all: of what is changed in them, git cannot show whose
// change it was. Without a repository there are none.
func Uncommitted(ctx context.Context, dir string, files []string) []string {
	var out []string
	for _, f := range files {
		if status, err := git(ctx, dir, "status", "--porcelain", "--", f); err == nil && len(status) > 0 {
			out = append(out, f)
		}
	}
	return out
}
