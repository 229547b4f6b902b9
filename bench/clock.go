//go:build unix

package bench

import (
	"syscall"
	"testing"
	"time"
)

// clock is the processor time of this process beside a benchmark's own time.
type clock struct {
	b       *testing.B
	running bool
	since   time.Duration
	used    time.Duration
}

func startClock(b *testing.B) clock { return clock{b: b, running: true, since: cpuTime()} }

func (c *clock) pause() {
	c.b.StopTimer()
	if c.running {
		c.used += cpuTime() - c.since
		c.running = false
	}
}

func (c *clock) resume() {
	c.running = true
	c.since = cpuTime()
	c.b.StartTimer()
}

// cpuTime is what all threads have used, in user mode and in the kernel.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it has no way to fail for RUSAGE_SELF
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
