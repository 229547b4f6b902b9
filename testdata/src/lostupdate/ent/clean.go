package stock

import (
	"context"
	stdsql "database/sql"

	"entgo.io/ent/dialect/sql"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
)

func addNegative(ctx context.Context, client *shop.Client, id, qty int) error {
	n, err := client.Product.Update().Where(product.ID(id), product.StockGTE(qty)).AddStock(-qty).Save(ctx)
	if err == nil && n == 0 {
		return errNotEnough
	}
	return err
}

func addOnEntity(ctx context.Context, client *shop.Client, id, qty int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	return p.Update().AddStock(-qty).AppendTags([]string{"sold"}).Exec(ctx)
}

func modifier(ctx context.Context, client *shop.Client, id int) error {
	return client.Product.UpdateOneID(id).Modify(func(u *sql.UpdateBuilder) {
		u.Set(product.FieldStock, sql.Expr("GREATEST(stock - 1, 0)"))
	}).Exec(ctx)
}

func withTx(ctx context.Context, client *shop.Client, fn func(tx *shop.Tx) error) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if v := recover(); v != nil {
			_ = tx.Rollback()
			panic(v)
		}
	}()
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func lockInTransactionHelper(ctx context.Context, client *shop.Client, id, qty int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		p, err := tx.Product.Query().Where(product.ID(id)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		return tx.Product.UpdateOne(p).SetStock(p.Stock - qty).Exec(ctx)
	})
}

func lockThenSetOnEntity(ctx context.Context, client *shop.Client, id, qty int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		p, err := tx.Product.Query().Where(product.IDEQ(id)).ForUpdate(sql.WithLockAction(sql.NoWait)).Only(ctx)
		if err != nil {
			return err
		}
		_, err = p.Update().SetStock(p.Stock - qty).Save(ctx)
		return err
	})
}

func serializable(ctx context.Context, client *shop.Client, id, qty int) error {
	tx, err := client.BeginTx(ctx, &stdsql.TxOptions{Isolation: stdsql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	p, err := tx.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	if err := tx.Product.UpdateOneID(id).SetStock(p.Stock - qty).Exec(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func compareVersion(ctx context.Context, client *shop.Client, id, qty int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	n, err := client.Product.Update().
		Where(product.ID(id), product.VersionEQ(p.Version)).
		SetStock(p.Stock - qty).
		AddVersion(1).
		Save(ctx)
	if err == nil && n == 0 {
		return errNotEnough
	}
	return err
}

func upsert(ctx context.Context, client *shop.Client, name string) error {
	return client.Product.Create().SetName(name).SetStock(1).
		OnConflictColumns(product.FieldName).
		Update(func(u *shop.ProductUpsert) { u.AddStock(1) }).
		Exec(ctx)
}

func absolute(ctx context.Context, client *shop.Client, id, stock int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	return p.Update().SetStock(stock).SetSold(true).Exec(ctx)
}

func createDerived(ctx context.Context, client *shop.Client, id int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	return client.Product.Create().SetName(p.Name).SetStock(p.Stock + 1).Exec(ctx)
}

// The row in memory tells what the database adds: it is not written.
func addAndShow(ctx context.Context, client *shop.Client, id int) (*shop.Product, error) {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	p.Stock++
	p.Tags = append(p.Tags, "sold")
	return p, client.Product.UpdateOne(p).ClearTags().AddStock(1).Exec(ctx)
}
