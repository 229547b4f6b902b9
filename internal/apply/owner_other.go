//go:build !unix

package apply

import (
	"io/fs"
	"os"
)

// keepOwner does nothing where files have no owner in the Unix sense.
func keepOwner(*os.File, fs.FileInfo) {}
