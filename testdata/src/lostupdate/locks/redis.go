package locks

import (
	"context"
	"time"

	redisv8 "github.com/go-redis/redis/v8"
	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"
)

// Seat is counted.
type Seat struct {
	ID   uint
	Sold int
}

func sellUnderSetNX(ctx context.Context, r *redis.Client, db *gorm.DB, id uint) error {
	ok, _ := r.SetNX(ctx, "seat", 1, time.Second).Result()
	if !ok {
		return errBusy
	}
	defer r.Del(ctx, "seat")
	var s Seat
	db.First(&s, id)
	s.Sold++
	return db.Save(&s).Error
}

func lockSeat(ctx context.Context, r redisv8.Cmdable) bool {
	return r.SetNX(ctx, "seat", 1, time.Second).Val()
}

func sellUnderHelper(ctx context.Context, r redisv8.Cmdable, db *gorm.DB, id uint) error {
	if !lockSeat(ctx, r) {
		return errBusy
	}
	var s Seat
	db.First(&s, id)
	s.Sold++
	return db.Save(&s).Error
}

// store is somewhere else.
type store interface {
	SetIfAbsent(key string) bool
	Remove(key string)
}

func tryLockBy(s store, key string) bool { return s.SetIfAbsent(key) }
func unlockBy(s store, key string)       { s.Remove(key) }

func sellUnderNames(s store, db *gorm.DB, id uint) error {
	if !tryLockBy(s, "seat") {
		return errBusy
	}
	defer unlockBy(s, "seat")
	var seat Seat
	db.First(&seat, id)
	seat.Sold++
	return db.Save(&seat).Error
}

func sell(db *gorm.DB, id uint) error {
	var s Seat
	db.First(&s, id)
	s.Sold++
	return db.Save(&s).Error // want "lost update: Seat.Sold "
}
