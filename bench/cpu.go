//go:build unix

package main

import (
	"os/exec"
	"syscall"
	"time"
)

// cpu is the time that the processors have spent on this process.
func cpu() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}

// spent is the time that they spent on a process that has ended.
func spent(c *exec.Cmd) time.Duration { return c.ProcessState.UserTime() + c.ProcessState.SystemTime() }
