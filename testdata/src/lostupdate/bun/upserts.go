package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Standing is of a user in a week.
type Standing struct {
	ID     int64 `bun:"id,pk,autoincrement"`
	UserID int64
	Week   string
	Points int
}

// The row that the upsert meets gets what was computed from the one that was read.
func upsertComputed(ctx context.Context, db *bun.DB, user int64, week string, points int) error {
	s := new(Standing)
	if err := db.NewSelect().Model(s).Where("user_id = ? AND week = ?", user, week).Scan(ctx); err != nil {
		s = &Standing{UserID: user, Week: week}
	}
	s.Points += points
	_, err := db.NewInsert().Model(s).On("CONFLICT (user_id, week) DO UPDATE").Set("points = EXCLUDED.points").Exec(ctx) // want "lost update: Standing.Points "
	return err
}

func upsertSum(ctx context.Context, db *bun.DB, user int64, week string, points int) error {
	s := &Standing{UserID: user, Week: week, Points: points}
	_, err := db.NewInsert().Model(s).On("CONFLICT (user_id, week) DO UPDATE").Set("points = standing.points + EXCLUDED.points").Exec(ctx)
	return err
}

func upsertGiven(ctx context.Context, db *bun.DB, user int64, week string, points int) error {
	s := &Standing{UserID: user, Week: week, Points: points}
	_, err := db.NewInsert().Model(s).On("CONFLICT (user_id, week) DO UPDATE").Set("points = EXCLUDED.points").Exec(ctx)
	return err
}
