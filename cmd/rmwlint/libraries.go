package main

import (
	"context"
	"go/types"
	"os"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// checkLibraries compares the libraries of the configuration file with the program's packages, of which the compiler's export
// data tells the types.
func (o options) checkLibraries(ctx context.Context) error {
	paths := o.file.LibraryPaths()
	if len(paths) == 0 {
		return nil
	}
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: dir, Env: append(os.Environ(), "PWD="+dir), BuildFlags: o.build,
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports,
	}, paths...)
	if err != nil {
		return nil // there is no program here, or no go command; what comes next says so
	}
	known := map[string]*types.Package{}
	for _, p := range loaded {
		switch {
		case len(p.Errors) == 0:
			known[p.PkgPath] = p.Types
		case p.Name != "":
			known[p.PkgPath] = nil // it is there, and does not compile
		}
	}
	return o.file.CheckLibraries(known)
}
