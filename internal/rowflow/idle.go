package rowflow

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// Idle reports whether there is nothing to find in a package and nothing to tell of it: it is somebody else's, and a database
// library itself, or none of its imports reaches a database. That is so of most packages that a program depends on, and it is known
// without parsing one file.
func Idle(cfg *unitchecker.Config) bool {
	if !elsewhere(cfg) {
		return false
	}
	paths := pathIndex()
	if paths.Known(cfg.ImportPath) {
		return true
	}
	for _, path := range cfg.ImportMap {
		if paths.Opens(path) {
			return false
		}
	}
	for _, facts := range cfg.PackageVetx {
		if info, err := os.Stat(facts); err != nil || info.Size() > 0 {
			return false
		}
	}
	return true
}

// pathIndex knows the libraries' packages, and not their calls: a program's start is most of what an idle package costs.
func pathIndex() *knowledge.Index {
	var libs []*knowledge.Library
	for _, l := range libraries() {
		libs = append(libs, &knowledge.Library{Name: l.Name, Paths: l.Paths, Under: l.Under})
	}
	return knowledge.NewIndex(libs, nil)
}

// elsewhere reports whether the package is of another module than the program's, or of the standard library: concerns asks the same.
func elsewhere(cfg *unitchecker.Config) bool {
	if cfg.Module != nil {
		return cfg.Module.Version != ""
	}
	if cfg.ModulePath != "" {
		return cfg.ModuleVersion != ""
	}
	first, _, _ := strings.Cut(cfg.ImportPath, "/")
	return !strings.Contains(first, ".") && strings.HasSuffix(filepath.ToSlash(cfg.Dir), "/src/"+strings.TrimSuffix(cfg.ImportPath, "_test"))
}
