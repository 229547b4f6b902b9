package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	stop := tell(&b, time.Millisecond, time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	stop()
	assert.Regexp(t, `^(\rrmwlint: analysing, 0 s; [^\r]*)+\r\x1b\[K$`, b.String())

	b.Reset()
	tell(&b, time.Hour, time.Hour)()
	assert.Empty(t, b.String(), "a short run says nothing")

	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer f.Close()
	assert.False(t, isTerminal(f))
}
