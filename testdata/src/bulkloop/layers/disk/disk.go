// Package disk reaches no database: nothing is known of it but its names.
package disk

import "os"

// MoveFile puts a file elsewhere.
func MoveFile(from, to string) error { return os.Rename(from, to) }

// Thumbnail is the path of a picture's small copy.
func Thumbnail(path string) (string, error) {
	_, err := os.Stat(path)
	return path + ".small", err
}
