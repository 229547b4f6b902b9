package bench

import (
	"context"
	"slices"

	"github.com/rmwlint/rmwlint/orm"
	"github.com/uptrace/bun"
	"gorm.io/gorm"
	"xorm.io/xorm"
)

func gormCreateEach(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return c.(*viaGORM).db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func gormCreateBatches(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return c.(*viaGORM).db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.CreateInBatches(rows, 100).Error; err != nil {
			return err
		}
		return nil
	})
}

func gormDeleteEach(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	return c.(*viaGORM).db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, id := range ids {
			if err := tx.Where("id = ?", id).Delete(&Record{}).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func gormDeleteChunks(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	return c.(*viaGORM).db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for chunk := range slices.Chunk(ids, 100) {
			if err := tx.Where("id IN ?", chunk).Delete(&Record{}).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func gormUpdateEach(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	return c.(*viaGORM).db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for _, id := range ids {
			if err := tx.Model(&Record{}).Where("id = ?", id).Update("name", "closed").Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func gormUpdateChunks(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	return c.(*viaGORM).db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		for chunk := range slices.Chunk(ids, 100) {
			if err := tx.Model(&Record{}).Where("id IN ?", chunk).Update("name", "closed").Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func bunInsertEach(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return c.(*viaBun).db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for _, r := range rows {
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func bunInsertChunks(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return c.(*viaBun).db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for chunk := range slices.Chunk(rows, 100) {
			if _, err := tx.NewInsert().Model(&chunk).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func bunDeleteEach(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	return c.(*viaBun).db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for _, id := range ids {
			if _, err := tx.NewDelete().Model((*Record)(nil)).Where("id = ?", id).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func bunDeleteChunks(ctx context.Context, c Contender, _ []*Record, ids []int64) error {
	return c.(*viaBun).db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for chunk := range slices.Chunk(ids, 100) {
			if _, err := tx.NewDelete().Model((*Record)(nil)).Where("id IN (?)", bun.In(chunk)).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

func xormDeleteEach(_ context.Context, c Contender, _ []*Record, ids []int64) error {
	_, err := c.(*viaXorm).engine.Transaction(func(session *xorm.Session) (any, error) {
		for _, id := range ids {
			if _, err := session.Where("id = ?", id).Delete(new(Record)); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

func xormDeleteChunks(_ context.Context, c Contender, _ []*Record, ids []int64) error {
	_, err := c.(*viaXorm).engine.Transaction(func(session *xorm.Session) (any, error) {
		for chunk := range slices.Chunk(ids, 100) {
			if _, err := session.In("id", chunk).Delete(new(Record)); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

func xormInsertEach(_ context.Context, c Contender, rows []*Record, _ []int64) error {
	_, err := c.(*viaXorm).engine.Transaction(func(session *xorm.Session) (any, error) {
		for _, r := range rows {
			made := *r
			if _, err := session.Insert(&made); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

func xormInsertChunks(_ context.Context, c Contender, rows []*Record, _ []int64) error {
	_, err := c.(*viaXorm).engine.Transaction(func(session *xorm.Session) (any, error) {
		var list []*Record
		for _, r := range rows {
			made := *r
			list = append(list, &made)
		}
		for chunk := range slices.Chunk(list, 100) {
			if _, err := session.Insert(&chunk); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

func ormInsertEach(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return orm.Atomic(ctx, c.(*viaORM).db, func(tx *orm.DB) error {
		for _, r := range rows {
			if err := orm.Save(ctx, tx, r, orm.ForceInsert); err != nil {
				return err
			}
		}
		return nil
	})
}

func ormInsertBulk(ctx context.Context, c Contender, rows []*Record, _ []int64) error {
	return orm.Atomic(ctx, c.(*viaORM).db, func(tx *orm.DB) error {
		if err := orm.BulkCreate(ctx, tx, rows); err != nil {
			return err
		}
		return nil
	})
}
