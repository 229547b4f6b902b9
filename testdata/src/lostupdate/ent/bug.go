// Package stock is a stock on ent: bug.go loses updates, clean.go does not. The client in shop is generated from schema.
package stock

import (
	"context"
	"errors"
	"fmt"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
)

var errNotEnough = errors.New("not enough")

func getThenSet(ctx context.Context, client *shop.Client, id, qty int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	if p.Stock < qty {
		return errNotEnough
	}
	return client.Product.UpdateOneID(id).SetStock(p.Stock - qty).Exec(ctx) // want "lost update: Product.Stock "
}

func setOnEntity(ctx context.Context, client *shop.Client, name string) error {
	p, err := client.Product.Query().Where(product.Name(name)).Only(ctx)
	if err != nil {
		return fmt.Errorf("product %q: %w", name, err)
	}
	_, err = p.Update().SetUnitPrice(p.UnitPrice * 1.1).Save(ctx) // want "lost update: Product.UnitPrice "
	return err
}

func setInTransaction(ctx context.Context, client *shop.Client, id, qty int) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	p, err := tx.Product.Query().Where(product.ID(id)).First(ctx)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Product.UpdateOne(p).SetStock(p.Stock - qty).Exec(ctx); err != nil { // want "lost update: Product.Stock "
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func updateManyWithComputedValue(ctx context.Context, client *shop.Client, id int) error {
	p := client.Product.GetX(ctx, id)
	_, err := client.Product.Update().Where(product.ID(p.ID)).SetStock(p.Stock + 1).Save(ctx) // want "lost update: Product.Stock "
	return err
}

func appendTagInGo(ctx context.Context, client *shop.Client, id int, tag string) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	tags := append(p.Tags, tag)
	return client.Product.UpdateOneID(id).SetTags(tags).Exec(ctx) // want "lost update: Product.Tags "
}

func everyProduct(ctx context.Context, client *shop.Client) error {
	all, err := client.Product.Query().All(ctx)
	if err != nil {
		return err
	}
	for _, p := range all {
		update := p.Update()
		if p.Stock > 0 {
			update.SetStock(p.Stock - 1)
		}
		if err := update.Exec(ctx); err != nil { // want "lost update: Product.Stock "
			return err
		}
	}
	return nil
}

func guardedButAbsolute(ctx context.Context, client *shop.Client, id, qty int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	n, err := client.Product.Update().Where(product.ID(id), product.StockGTE(qty)).SetStock(p.Stock - qty).Save(ctx) // want "lost update: Product.Stock "
	if err == nil && n == 0 {
		return errNotEnough
	}
	return err
}
