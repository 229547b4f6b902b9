package apply

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write carries the plan out. Every file's new content is first written to a temporary file beside it; only when all of
// them are there, each is renamed over its original, so that no moment shows half a file and a full disk changes none. A
// file that was edited after the plan was made stays as it is and is named in the error, as is one whose rename fails.
// The result is the files that were written.
func (p Plan) Write() (written []string, err error) {
	var staged []stagedFile
	defer func() {
		for _, s := range staged {
			os.Remove(s.temp) // gone if renamed
		}
	}()
	for _, c := range p.Changes {
		s, err := stage(c)
		if err != nil {
			return nil, fmt.Errorf("nothing was changed: %w", err)
		}
		staged = append(staged, s)
	}
	var errs []error
	for i, s := range staged {
		if err := s.commit(p.Changes[i]); err != nil {
			errs = append(errs, err)
			continue
		}
		written = append(written, p.Changes[i].File)
	}
	return written, errors.Join(errs...)
}

// A stagedFile is new content that waits beside its target.
type stagedFile struct{ temp, target string }

// stage writes a change to a temporary file with the mode and, where the system has it, the owner of the original.
func stage(c Change) (s stagedFile, err error) {
	// A rename would replace a symbolic link, not what it points to.
	target, err := filepath.EvalSymlinks(c.File)
	if err != nil {
		return s, err
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".rmwlint-*")
	if err != nil {
		return s, fmt.Errorf("no new file can be written beside %s: %w", c.File, err)
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(c.After); err != nil {
		return s, err
	}
	keepOwner(f, c.info)
	if err := f.Chmod(c.info.Mode().Perm()); err != nil { // after the owner: a change of owner may clear bits
		return s, err
	}
	return stagedFile{temp: f.Name(), target: target}, f.Sync()
}

// commit puts the new content in place if the old one is still what the plan was made for.
func (s stagedFile) commit(c Change) error {
	now, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("%s was not changed: %w", c.File, err)
	}
	if !bytes.Equal(now, c.Before) {
		return fmt.Errorf("%s was not changed: it was edited meanwhile; run rmwlint -fix again", c.File)
	}
	if err := os.Rename(s.temp, s.target); err != nil {
		return fmt.Errorf("%s was not changed: %w", c.File, err)
	}
	return nil
}
