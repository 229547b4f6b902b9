// Package locksreleased holds a lock for less than the way from the read to the write.
package locksreleased

import (
	"sync"

	"gorm.io/gorm"
)

type Account struct {
	ID      uint64
	Balance int64
}

// Bank changes accounts.
type Bank struct {
	db *gorm.DB
	mu sync.Mutex
	rw sync.RWMutex
}

func (b *Bank) get(id uint64) (Account, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var a Account
	err := b.db.First(&a, id).Error
	return a, err
}

func (b *Bank) set(a Account) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.db.Save(&a).Error
}

func (b *Bank) lockInGetterAndInSetter(id uint64, n int64) error {
	a, err := b.get(id)
	if err != nil {
		return err
	}
	a.Balance += n
	return b.set(a) // want "lost update: Account.Balance "
}

func (b *Bank) lockAroundTheWriteOnly(id uint64, n int64) error {
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	a.Balance += n
	return b.db.Save(&a).Error // want "lost update: Account.Balance "
}

func (b *Bank) readLockIsShared(id uint64, n int64) error {
	b.rw.RLock()
	defer b.rw.RUnlock()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error // want "lost update: Account.Balance "
}

var seen sync.Map

func (b *Bank) keyOfMapThatStays(id uint64, n int64) error {
	seen.LoadOrStore(id, true)
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error // want "lost update: Account.Balance "
}

func (b *Bank) deferredCallOfNoLock(blockUser func(id uint64) (func(), error), id uint64, n int64) error {
	undo, err := blockUser(id)
	if err != nil {
		return err
	}
	defer undo()
	var a Account
	if err := b.db.First(&a, id).Error; err != nil {
		return err
	}
	a.Balance += n
	return b.db.Save(&a).Error // want "lost update: Account.Balance "
}

func later(fn func() error) error { return fn() }

func (b *Bank) calledNotHandedOver(id uint64, n int64) error {
	return later(func() error {
		var a Account
		if err := b.db.First(&a, id).Error; err != nil {
			return err
		}
		a.Balance += n
		return b.db.Save(&a).Error // want "lost update: Account.Balance "
	})
}
