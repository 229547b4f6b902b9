// Golangci-rmwlint is golangci-lint with rmwlint linked in. It takes the command line and the configuration of golangci-lint:
//
//	go build -o golangci-rmwlint .
//	golangci-rmwlint run ./...
//
// Golangci-lint's own way to the same, which downloads and builds it, is golangci-lint custom with a .custom-gcl.yml.
package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/rmwlint/rmwlint/plugin"
)

func main() {
	if err := commands.Execute(buildInfo()); err != nil {
		fmt.Fprintf(os.Stderr, "golangci-lint with rmwlint: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}

// buildInfo tells golangci-lint which version of it this is; it refuses configurations of later ones. It keeps findings and facts under
// the version, so that another build of rmwlint has to be another version.
func buildInfo() commands.BuildInfo {
	b := commands.BuildInfo{GoVersion: runtime.Version(), Version: "(devel)", Commit: "(unknown)", Date: "(unknown)"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, dep := range info.Deps {
		switch dep.Path {
		case "github.com/golangci/golangci-lint/v2":
			b.Version = dep.Version + "-rmwlint-" + digest()
		case "github.com/rmwlint/rmwlint":
			b.Commit = "with rmwlint " + dep.Version
		}
	}
	return b
}

// digest is one of this program's file; of one that cannot be read, the time, so that nothing old is taken for its answers.
func digest() string {
	h := sha256.New()
	self, err := os.Executable()
	if err == nil {
		var f *os.File
		if f, err = os.Open(self); err == nil {
			defer f.Close()
			_, err = io.Copy(h, f)
		}
	}
	if err != nil {
		return strconv.FormatInt(time.Now().UnixNano(), 36)
	}
	return fmt.Sprintf("%.6x", h.Sum(nil))
}
