package rowflow

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// Idle reports whether there is nothing to find in a package and nothing to tell of it: it is somebody else's, and a database
// library itself, or none of its imports reaches a database. That is so of most packages that a program depends on, and it is known
// without parsing one file.
func Idle(cfg *unitchecker.Config) bool {
	if !elsewhere(cfg) {
		return false
	}
	if index().Known(cfg.ImportPath) {
		return true
	}
	for _, path := range cfg.ImportMap {
		if index().Opens(path) {
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

// elsewhere reports whether the package is of another module than the program's, or of the standard library: concerns asks the same.
func elsewhere(cfg *unitchecker.Config) bool {
	if cfg.Module != nil {
		return cfg.Module.Version != ""
	}
	if cfg.ModulePath != "" {
		return cfg.ModuleVersion != ""
	}
	first, _, _ := strings.Cut(cfg.ImportPath, "/")
	return !strings.Contains(first, ".") && strings.HasSuffix(filepath.ToSlash(cfg.Dir), "/src/"+cfg.ImportPath)
}
