package fixed

import (
	"context"

	"github.com/rmwlint/rmwlint/orm"
)

// User is a row of users.
type User struct {
	ID     int64 `gorm:"primaryKey"`
	Name   string
	Points int64
}

// addPoints rewards a purchase.
func (s *Shop) addPoints(ctx context.Context, user, points int64) error {
	u, err := s.user(ctx, user)
	if err != nil {
		return err
	}
	return orm.Update(ctx, s.orm, u, orm.Set(&u.Points, orm.F(&u.Points).Add(points)))
}

func (s *Shop) user(ctx context.Context, id int64) (*User, error) {
	var u User
	if err := s.db.WithContext(ctx).First(&u, id).Error; err != nil {
		return nil, err
	}
	return &u, nil
}
