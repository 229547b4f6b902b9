package store

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
)

func setExpression(ctx context.Context, db *bun.DB, id int64, qty int) error {
	res, err := db.NewUpdate().Model((*Product)(nil)).Set("in_stock = in_stock - ?", qty).
		Where("id = ? AND in_stock >= ?", id, qty).Exec(ctx)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errNotEnough
	}
	return nil
}

func setExpressionOnLoadedModel(ctx context.Context, db *bun.DB, id int64) error {
	p := &Product{ID: id}
	if err := db.NewSelect().Model(p).WherePK().Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Model(p).SetColumn("views", "views + ?", 1).WherePK().Returning("views").Exec(ctx)
	return err
}

func lockForUpdate(ctx context.Context, db *bun.DB, id int64, qty int) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		p := new(Product)
		if err := tx.NewSelect().Model(p).Where("id = ?", id).For("UPDATE").Scan(ctx); err != nil {
			return err
		}
		p.InStock -= qty
		_, err := tx.NewUpdate().Model(p).Column("in_stock").WherePK().Exec(ctx)
		return err
	})
}

func lockOnConnOfTransaction(ctx context.Context, db *bun.DB, id int64, qty int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var p Product
	if err := db.NewSelect().Conn(tx).Model(&p).Where("id = ?", id).For("UPDATE NOWAIT").Scan(ctx); err != nil {
		return err
	}
	p.InStock -= qty
	if _, err := db.NewUpdate().Conn(tx).Model(&p).WherePK().Exec(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func compareVersion(ctx context.Context, db *bun.DB, id int64, qty int) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Model(&p).
		Set("in_stock = ?", p.InStock-qty).Set("version = version + 1").
		Where("id = ?", id).Where("version = ?", p.Version).Exec(ctx)
	return err
}

func serializable(ctx context.Context, db *bun.DB, id int64, qty int) error {
	return db.RunInTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, func(ctx context.Context, tx bun.Tx) error {
		var p Product
		if err := tx.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
			return err
		}
		p.InStock -= qty
		_, err := tx.NewUpdate().Model(&p).WherePK().Exec(ctx)
		return err
	})
}

func upsert(ctx context.Context, db *bun.DB, p *Product) error {
	_, err := db.NewInsert().Model(p).On("CONFLICT (id) DO UPDATE").Set("views = p.views + EXCLUDED.views").Exec(ctx)
	return err
}

func excludeChangedColumn(ctx context.Context, db *bun.DB, id int64, name string) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	p.Views++
	p.Name = name
	_, err := db.NewUpdate().Model(&p).ExcludeColumn("views").WherePK().Exec(ctx)
	return err
}

func insertDerived(ctx context.Context, db *bun.DB, id int64) error {
	var p Product
	if err := db.NewSelect().Model(&p).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewInsert().Model(&Product{Name: p.Name, Version: p.Version + 1}).Exec(ctx)
	return err
}
