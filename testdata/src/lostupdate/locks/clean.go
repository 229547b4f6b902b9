// Package locks holds a lock outside of the database from the read to the write: nothing here is reported, for such a lock may
// be held by every process.
package locks

import (
	"context"
	"sync"
	"time"

	"github.com/bsm/redislock"
	"github.com/go-redsync/redsync/v4"
	"go.etcd.io/etcd/client/v3/concurrency"
	"gorm.io/gorm"
)

type Account struct {
	ID      uint64
	Balance int64
}

// Bank changes accounts.
type Bank struct {
	db     *gorm.DB
	mu     sync.RWMutex
	byID   sync.Map // id: *sync.Mutex
	byKey  map[uint64]*sync.Mutex
	sync   *redsync.Redsync
	locker *redislock.Client
	etcd   *concurrency.Session

	stats sync.Mutex
	calls int
}

func (b *Bank) count() {
	b.stats.Lock()
	b.calls++
	b.stats.Unlock()
}

func (b *Bank) add(id uint64, n int64) error {
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

func (b *Bank) underMutex(id uint64, n int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

func (b *Bank) underMutexReleasedByHand(id uint64, n int64) error {
	b.mu.Lock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		b.mu.Unlock()
		return err
	}
	a.Balance += n
	err := b.db.Save(&a).Error
	b.mu.Unlock()
	return err
}

func (b *Bank) lockOf(id uint64) *sync.Mutex {
	mu, _ := b.byID.LoadOrStore(id, new(sync.Mutex))
	return mu.(*sync.Mutex)
}

func (b *Bank) underMutexOfTheKey(id uint64, n int64) error {
	mu := b.lockOf(id)
	mu.Lock()
	defer mu.Unlock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	return b.db.Model(&a).Update("balance", a.Balance+n).Error
}

func (b *Bank) underRedsync(ctx context.Context, id uint64, n int64) error {
	mutex := b.sync.NewMutex("account")
	if err := mutex.LockContext(ctx); err != nil {
		return err
	}
	defer mutex.UnlockContext(ctx)
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

func (b *Bank) underRedislock(ctx context.Context, id uint64, n int64) error {
	lock, err := b.locker.Obtain(ctx, "account", time.Second, nil)
	if err != nil {
		return err
	}
	defer lock.Release(ctx)
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

func (b *Bank) underEtcd(ctx context.Context, id uint64, n int64) error {
	mu := concurrency.NewMutex(b.etcd, "/accounts/")
	if err := mu.Lock(ctx); err != nil {
		return err
	}
	defer mu.Unlock(ctx)
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error
}

func (b *Bank) withLock(fn func() error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fn()
}

func (b *Bank) underLockOfHelper(id uint64, n int64) error {
	return b.withLock(func() error {
		var a Account
		if err := b.db.First(&a, id).Error; err != nil {
			return err
		}
		a.Balance += n
		return b.db.Save(&a).Error
	})
}

// Add takes the lock and leaves the work to add, which has none of its own and is called from here only.
func (b *Bank) Add(id uint64, n int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.add(id, n)
}

// audited locks the mutex of something else on the way.
func (b *Bank) audited(id uint64, n int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	b.count()
	a.Balance += n
	return b.db.Save(&a).Error
}

// earlyUnlock unlocks on each way out.
func (b *Bank) earlyUnlock(id uint64, n int64) error {
	b.mu.Lock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		b.mu.Unlock()
		return err
	}
	if a.Balance+n < 0 {
		b.mu.Unlock()
		return nil
	}
	a.Balance += n
	err := b.db.Save(&a).Error
	b.mu.Unlock()
	return err
}
