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
