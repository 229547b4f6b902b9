// Package goplsbuild builds gopls, the language server of Go, with rmwlint's checks in it.
//
// Gopls has no way to load analyzers of others (golang.org/issue/59869). But a main module whose path lies below that of gopls
// may import its internal packages, and settings.AllAnalyzers is a list that can be added to:
//
//	go.mod       gopls' own under the path golang.org/x/tools/gopls/rmwlint, which requires gopls and rmwlint
//	go.sum       gopls' own
//	main.go      gopls' own, whatever its version wants there
//	rmwlint.go   adds our analyzers to the list
//
// Nothing of gopls is copied into rmwlint, and nothing of it is changed.
package goplsbuild

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	goplsModule = "golang.org/x/tools/gopls"
	ourModule   = "github.com/rmwlint/rmwlint"
)

// DefaultVersion is the version of gopls that is built where none is installed.
const DefaultVersion = "v0.23.0"

//go:embed register.go.txt
var register []byte

// A Build is what to build.
type Build struct {
	Version string // of gopls; empty is Installed's
	Output  string // the program to write
	Source  string // directory of rmwlint's own source; empty for the version Release
	Release string // the version of rmwlint to require: "v0.1.0"
}

// Run builds it. Downloads that are needed go through the go command, with its settings.
func (b Build) Run(ctx context.Context) error {
	gopls, err := download(ctx, b.Version)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "rmwlint-gopls")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // our own; what is left of it does no harm
	for _, name := range []string{"go.mod", "go.sum", "main.go"} {
		data, err := os.ReadFile(filepath.Join(gopls, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "rmwlint.go"), register, 0o666); err != nil {
		return err
	}
	edits, err := b.edits(ctx, dir)
	if err != nil {
		return err
	}
	if _, err := goCommand(ctx, dir, append([]string{"mod", "edit"}, edits...)...); err != nil {
		return err
	}
	output, err := filepath.Abs(b.Output)
	if err != nil {
		return err
	}
	_, err = goCommand(ctx, dir, "build", "-mod=mod", "-ldflags=-X main.version="+b.Version+"+rmwlint", "-o", output, ".")
	return err
}

// edits make gopls' go.mod ours. Gopls uses internal packages of the very x/tools that it requires, so that one it must be,
// even if rmwlint requires a later one.
func (b Build) edits(ctx context.Context, dir string) ([]string, error) {
	tools, err := goCommand(ctx, dir, "list", "-m", "-f={{.Version}}", "golang.org/x/tools")
	if err != nil {
		return nil, err
	}
	edits := []string{
		"-module=" + goplsModule + "/rmwlint",
		"-require=" + goplsModule + "@" + b.Version,
		"-replace=golang.org/x/tools=golang.org/x/tools@" + strings.TrimSpace(tools),
	}
	if b.Source == "" {
		return append(edits, "-require="+ourModule+"@"+b.Release), nil
	}
	source, err := filepath.Abs(b.Source)
	if err != nil {
		return nil, err
	}
	return append(edits, "-require="+ourModule+"@v0.0.0", "-replace="+ourModule+"="+source), nil
}

// download is the directory of a version of gopls in the module cache.
func download(ctx context.Context, version string) (string, error) {
	out, err := goCommand(ctx, os.TempDir(), "mod", "download", "-json", goplsModule+"@"+version)
	var info struct{ Dir, Error string }
	if json.Unmarshal([]byte(out), &info) == nil && info.Error != "" {
		return "", errors.New(info.Error)
	}
	return info.Dir, err
}

// goCommand runs the go command outside of any workspace.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PWD="+dir)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String(), fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}

var goplsVersion = regexp.MustCompile(`golang\.org/x/tools/gopls(?:/rmwlint)? (v\d+\.\d+\.\d+[^\s+]*)`)

// Installed is the version of the gopls in PATH; empty if there is none, or one that was built from a checkout.
func Installed(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "gopls", "version").Output()
	if err != nil {
		return ""
	}
	return versionIn(string(out))
}

// versionIn reads "golang.org/x/tools/gopls v0.23.0".
func versionIn(text string) string {
	if m := goplsVersion.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
