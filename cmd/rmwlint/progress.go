package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progressAfter is how long a run may take before it shows that it goes on.
const progressAfter = 3 * time.Second

// showProgress says on a terminal, in one line that is rewritten each second, how long the analysis has been running; not
// where standard error is a file or a pipe. The result ends it and clears the line.
//
//	rmwlint: analysing, 12 s; what has not changed is not analysed again
func showProgress(stderr io.Writer) (stop func()) {
	if f, ok := stderr.(*os.File); !ok || !isTerminal(f) {
		return func() {}
	}
	return tell(stderr, progressAfter, time.Second)
}

// tell writes the line from some time on.
func tell(w io.Writer, after, each time.Duration) (stop func()) {
	start, done, ended := time.Now(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		shown := false
		for wait := after; ; wait = each {
			select {
			case <-done:
				if shown {
					fmt.Fprint(w, "\r\x1b[K")
				}
				return
			case <-time.After(wait):
				shown = true
				fmt.Fprintf(w, "\rrmwlint: analysing, %.0f s; what has not changed is not analysed again", time.Since(start).Seconds())
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
