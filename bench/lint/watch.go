package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// The go command starts its vettool once a package. This program can stand between the two: it starts the tool and notes what it cost.
const (
	watchTool = "LINT_WATCH_TOOL" // the tool to start
	watchLog  = "LINT_WATCH_LOG"  // a file that gets a line of JSON a package
	watchSalt = "LINT_WATCH_SALT" // what is kept under another salt does not count: a cold run, with every package compiled
)

// A unit is what a tool took for one package.
type unit struct {
	Package string
	CPU     time.Duration // user and system
	Wall    time.Duration
	Peak    int64 // KiB
	Facts   int64 // bytes
	Status  int
	Stderr  string
}

// watch is the vettool, and returns its exit status.
func watch(tool string, args []string) int {
	cmd := exec.Command(tool, args...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, &stderr
	if len(args) > 0 && strings.HasPrefix(args[len(args)-1], "-V") {
		return version(cmd)
	}
	start := time.Now()
	err := cmd.Run()
	os.Stderr.Write(stderr.Bytes())
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg") {
		u := unit{CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), Wall: time.Since(start), Peak: peak(cmd.ProcessState),
			Status: cmd.ProcessState.ExitCode(), Stderr: stderr.String()}
		if err := u.note(args[len(args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return cmd.ProcessState.ExitCode()
}

// version answers -V=full: the go command keeps results under what it says.
func version(cmd *exec.Cmd) int {
	cmd.Stdout = nil
	out, err := cmd.Output()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	line := strings.TrimSpace(string(out))
	if salt := os.Getenv(watchSalt); salt != "" {
		name, _, _ := strings.Cut(line, " ")
		line = name + " version devel buildID=" + salt + "/" + salt
	}
	fmt.Println(line)
	return 0
}

// note appends the unit to the log, one write a line, for several tools run at once.
func (u unit) note(cfgFile string) error {
	data, err := os.ReadFile(cfgFile)
	if err != nil {
		return err
	}
	var cfg struct{ ImportPath, VetxOutput string }
	if err := json.Unmarshal(data, &cfg); err != nil {
		return err
	}
	u.Package = cfg.ImportPath
	if info, err := os.Stat(cfg.VetxOutput); err == nil {
		u.Facts = info.Size()
	}
	line, err := json.Marshal(u)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Clean(os.Getenv(watchLog)), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return firstError(err, f.Close())
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// peak is the largest memory of a process that has ended, or of those that it waited for, in KiB.
func peak(p *os.ProcessState) int64 {
	return p.SysUsage().(*syscall.Rusage).Maxrss
}
