package page

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The page in a real browser, where RMWLINT_CHROMIUM names one: Chromium renders it, with and without its script.
func TestInBrowser(t *testing.T) {
	browser := os.Getenv("RMWLINT_CHROMIUM")
	if browser == "" {
		t.Skip("RMWLINT_CHROMIUM names no browser")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	require.NoError(t, os.WriteFile(file, []byte(render(t, shop(t))), 0o666))
	run := func(args ...string) string {
		args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + filepath.Join(dir, "profile"),
			"--virtual-time-budget=5000", "--window-size=1400,1200"}, args...)
		out, err := exec.CommandContext(t.Context(), browser, args...).Output()
		require.NoError(t, err)
		return string(out)
	}

	dom := run("--dump-dom", "file://"+file)
	assert.Contains(t, dom, "<output>3 of 3</output>")
	assert.NotContains(t, dom, `id="filter" hidden`)
	dom = run("--dump-dom", "file://"+file+"?q=redeem+coupon&hide=other")
	assert.Contains(t, dom, "<output>1 of 3</output>")
	assert.Equal(t, 2, strings.Count(dom, ` hidden="">`+"\n<h3>"), "cards that the filter leaves out")

	// Without its script, as for a reader who allows none, all of it is there but for the filter.
	text := render(t, shop(t))
	plain := filepath.Join(dir, "plain.html")
	before, rest, _ := strings.Cut(text, "<script>")
	_, after, _ := strings.Cut(rest, "</script>")
	require.NoError(t, os.WriteFile(plain, []byte(before+after), 0o666))
	dom = run("--dump-dom", "file://"+plain)
	assert.Contains(t, dom, `id="filter" hidden`)
	assert.Equal(t, 3, strings.Count(dom, "<article id="))
	assert.NotContains(t, dom, `<article hidden`)

	for _, name := range []string{file, plain} {
		run("--hide-scrollbars", "--screenshot="+name+".png", "file://"+name)
		f, err := os.Open(name + ".png")
		require.NoError(t, err)
		img, err := png.Decode(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		assert.Equal(t, image.Rect(0, 0, 1400, 1200), img.Bounds())
		assert.Greater(t, colors(img), 50, "something is drawn")
	}
}

// colors counts the different colours of a picture.
func colors(img image.Image) int {
	seen := map[color.Color]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			seen[img.At(x, y)] = true
		}
	}
	return len(seen)
}
