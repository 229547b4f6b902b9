package rowflow

import (
	"flag"
	"slices"
	"strings"
	"sync"

	"github.com/rmwlint/rmwlint/internal/config"
	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// inhouse is what a program says of its own repository layer. The flag is read before any package is analysed and the index
// is built once a process, so that all packages see the same.
var inhouse []*knowledge.Library

// Flags adds the engine's flags to those of a check. They are the same for all checks of a process, whichever sets them.
func Flags(fs *flag.FlagSet) {
	fs.Func("libraries", "take what the calls of an in-house repository layer do from the key libraries of this `file`, a .rmwlint.yaml", func(value string) error {
		// What follows a # is a digest of the file: the go command keeps results under the flags that led to them.
		file, _, _ := strings.Cut(value, "#")
		inhouse = nil
		if file == "" {
			return nil
		}
		c, err := config.Read(file)
		if err != nil {
			return err
		}
		for i := range c.Libraries {
			inhouse = append(inhouse, &c.Libraries[i])
		}
		return nil
	})
}

// libraries are those that the linter knows and those of the program's own.
func libraries() []*knowledge.Library { return slices.Concat(inhouse, knowledge.Libraries()) }

var index = sync.OnceValue(func() *knowledge.Index {
	return knowledge.NewIndex(libraries(), knowledge.Helpers())
})

// Known reports whether a package is a database library's own code.
func Known(path string) bool { return index().Known(path) }
