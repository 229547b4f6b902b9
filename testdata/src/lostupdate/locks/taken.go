package locks

import (
	"errors"
	"sync"
	"sync/atomic"
)

var errBusy = errors.New("busy")

func (b *Bank) withKeyOfMapAsLock(id uint64, n int64) error {
	if _, taken := b.byID.LoadOrStore(id, true); taken {
		return errBusy
	}
	defer b.byID.Delete(id)
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

var running atomic.Bool

func (b *Bank) withFlagAsLock(id uint64, n int64) error {
	if !running.CompareAndSwap(false, true) {
		return errBusy
	}
	defer func() { running.Store(false) }()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

// A Leases lends accounts to one request at a time.
type Leases interface {
	LockAccount(id uint64) (release func(), err error)
}

func (b *Bank) withDeferredRelease(l Leases, id uint64, n int64) error {
	release, err := l.LockAccount(id)
	if err != nil {
		return err
	}
	defer release()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

type job struct {
	run  func() error
	done chan error
}

var jobs = make(chan *job, 16)

func inTurn(fn func() error) error {
	j := &job{run: fn, done: make(chan error, 1)}
	select {
	case jobs <- j:
		return <-j.done
	default:
		return fn()
	}
}

func (b *Bank) handedToTheOneWriter(id uint64, n int64) error {
	return inTurn(func() error {
		var a Account
		if err := b.db.First(&a, id).Error; err != nil {
			return err
		}
		a.Balance += n
		return b.db.Save(&a).Error
	})
}

func (b *Bank) locked(id uint64) *sync.Mutex {
	b.stats.Lock()
	m, ok := b.byKey[id]
	if !ok {
		m = new(sync.Mutex)
		b.byKey[id] = m
	}
	b.stats.Unlock()
	m.Lock()
	return m
}

func (b *Bank) run(fn func() error) error {
	b.stats.Lock()
	if b.calls == 0 {
		b.stats.Unlock()
		return errBusy
	}
	if b.calls > 1000 {
		b.stats.Unlock()
		return fn()
	}
	b.calls++
	b.stats.Unlock()
	return fn()
}

func (b *Bank) lockThatOutlivesAnother(id uint64, n int64) error {
	defer b.locked(id).Unlock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.run(func() error { return b.db.Save(&a).Error })
}
