//go:build unix

package apply

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file the owner and group of another, as far as the user may: a fix that root applies in a container
// must not take the files away from their owner.
func keepOwner(f *os.File, info fs.FileInfo) {
	if want, ok := info.Sys().(*syscall.Stat_t); ok {
		f.Chown(int(want.Uid), int(want.Gid)) // an error means that the file is the user's, who may not give it away
	}
}
