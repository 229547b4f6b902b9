package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/rmwlint/rmwlint/internal/goplsbuild"
)

const editors = `
built %[1]s: gopls %[2]s with rmwlint's checks. Tell your editor to start it:

	VS Code     settings.json      "go.alternateTools": {"gopls": %[3]q}
	Neovim      lspconfig          vim.lsp.config("gopls", { cmd = { %[3]q } })
	Helix       languages.toml     [language-server.gopls]
	                               command = %[3]q
	Emacs       eglot              (add-to-list 'eglot-server-programs '(go-mode . (%[3]q)))

Gopls has no supported way to take analyzers of others (https://go.dev/issue/59869): this is a gopls that was
built anew, and wants to be again with each version. A check is switched off as any other of gopls:
"analyses": {"lostupdate": false}.
`

// buildGopls builds gopls with the checks in it:
//
//	rmwlint gopls [-version V] [-o PATH] [-source DIR]
func buildGopls(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := flag.NewFlagSet("rmwlint gopls", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	version := fs.String("version", "", "")
	output := fs.String("o", "rmwlint-gopls"+exeSuffix(), "")
	source := fs.String("source", "", "")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		_, err := io.WriteString(stdout, "rmwlint gopls [-version V] [-o PATH] [-source DIR]\n\nV is a version of gopls: by default that of the gopls in PATH, else "+
			goplsbuild.DefaultVersion+".\nDIR is a checkout of rmwlint; by default the released version of this program.\n")
		return err
	} else if err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("gopls takes flags only, not %s", fs.Arg(0))
	}
	b := goplsbuild.Build{Version: cmp.Or(*version, goplsbuild.Installed(ctx), goplsbuild.DefaultVersion), Output: *output, Source: *source}
	if b.Source == "" {
		if b.Source, b.Release = ownSource(ctx), programVersion(); b.Source == "" && !released(b.Release) {
			return errors.New("this rmwlint was built from a checkout; run rmwlint gopls there, or say where it is with -source")
		}
	}
	fmt.Fprintf(stderr, "rmwlint: building gopls %s, which takes a minute or two\n", b.Version)
	if err := b.Run(ctx); err != nil {
		return err
	}
	path, err := filepath.Abs(b.Output)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, strings.TrimPrefix(editors, "\n"), b.Output, b.Version, path)
	return err
}

// ownSource is the checkout of rmwlint that the command runs in; empty outside of one.
func ownSource(ctx context.Context) string {
	cmd := exec.CommandContext(ctx, "go", "list", "-m", "-f={{if .Main}}{{.Dir}}{{end}}", "github.com/rmwlint/rmwlint")
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// released reports whether a version is one that others can download.
func released(version string) bool {
	return strings.HasPrefix(version, "v") && !strings.Contains(version, "+dirty")
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
