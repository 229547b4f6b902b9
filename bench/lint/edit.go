package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// edited is a flag of the go command that makes one file of a module one line longer, the file of the package that most others import. Each
// call makes another line, so that each contender pays for the compiler as well. Empty for std, and for a contender that takes no such flag.
func (b *bench) edited(ctx context.Context, dir string, c contender) (string, error) {
	if dir == "std" || !strings.HasPrefix(c.name, "go vet") {
		return "", nil
	}
	file, err := mostImported(ctx, dir)
	if err != nil {
		return "", err
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	line := b.nextSalt()
	copied, overlay := filepath.Join(b.bin, line+".go"), filepath.Join(b.bin, line+".json")
	content, err := json.Marshal(map[string]any{"Replace": map[string]string{file: copied}})
	if err != nil {
		return "", err
	}
	return "-overlay=" + overlay, firstError(os.WriteFile(copied, fmt.Appendf(src, "\nvar _ = %q\n", line), 0o666), os.WriteFile(overlay, content, 0o666))
}

// mostImported is a file of the package that most packages of the module import.
func mostImported(ctx context.Context, dir string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports", "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return "", err
	}
	type listed struct {
		ImportPath, Dir  string
		GoFiles, Imports []string
	}
	var pkgs []listed
	importers := map[string]int{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			return "", err
		}
		for _, path := range p.Imports {
			importers[path]++
		}
		if len(p.GoFiles) > 0 {
			pkgs = append(pkgs, p)
		}
	}
	if len(pkgs) == 0 {
		return "", fmt.Errorf("%s: no packages", dir)
	}
	most := slices.MaxFunc(pkgs, func(a, b listed) int { return importers[a.ImportPath] - importers[b.ImportPath] })
	return filepath.Join(most.Dir, most.GoFiles[0]), nil
}
