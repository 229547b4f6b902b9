// Package concurrency has the signatures of go.etcd.io/etcd/client/v3/concurrency and no behaviour.
package concurrency

import "context"

// Session is a client's lease.
type Session struct{}

// Mutex is a lock that all clients share.
type Mutex struct{}

// NewMutex makes a Mutex of all keys under a prefix.
func NewMutex(s *Session, pfx string) *Mutex { panic("stub") }

func (m *Mutex) Lock(ctx context.Context) error { panic("stub") }

func (m *Mutex) TryLock(ctx context.Context) error { panic("stub") }

func (m *Mutex) Unlock(ctx context.Context) error { panic("stub") }
