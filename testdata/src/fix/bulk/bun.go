package bulk

import (
	"context"

	"github.com/uptrace/bun"
)

type Label struct {
	bun.BaseModel `bun:"table:labels"`

	ID   int64 `bun:",pk,autoincrement"`
	Text string
}

func insertLabels(ctx context.Context, db *bun.DB, labels []*Label) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for _, l := range labels {
			if _, err := tx.NewInsert().Model(l).Exec(ctx); err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func deleteLabels(ctx context.Context, db *bun.DB, ids []int64) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for _, id := range ids {
			if _, err := tx.NewDelete().Model((*Label)(nil)).Where("id = ?", id).Exec(ctx); err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}
