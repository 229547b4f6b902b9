// Package stock is a stock on ent whose lost updates are repaired: stock.go.golden holds the repaired file.
package stock

import (
	"context"
	"errors"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
)

var errSoldOut = errors.New("sold out")

func sell(ctx context.Context, client *shop.Client, id, n int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	return client.Product.UpdateOneID(id).SetStock(p.Stock - n).Exec(ctx) // want "lost update: Product.Stock"
}

func sellOne(ctx context.Context, client *shop.Client, name string) (*shop.Product, error) {
	p, err := client.Product.Query().Where(product.Name(name)).Only(ctx)
	if err != nil {
		return nil, err
	}
	if p.Stock == 0 {
		return nil, errSoldOut
	}
	p, err = p.Update().SetStock(p.Stock - 1).SetSold(true).Save(ctx) // want "lost update: Product.Stock"
	if err != nil {
		return nil, err
	}
	return p, nil
}

func restock(ctx context.Context, client *shop.Client, id, n int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	_, err = client.Product.UpdateOne(p).SetStock(p.Stock + n + 1).Save(ctx) // want "lost update: Product.Stock"
	return err
}

func countSale(ctx context.Context, client *shop.Client, id int) {
	p := client.Product.GetX(ctx, id)
	_, _ = client.Product.Update().Where(product.ID(p.ID)).SetVersion(p.Version + 1).Save(ctx) // want "lost update: Product.Version"
}

func sellOfMany(ctx context.Context, client *shop.Client, id, n int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	_, err = client.Product.Update().Where(product.ID(id)).SetStock(p.Stock - n).Save(ctx) // want "lost update: Product.Stock"
	return err
}

// raisePrice: ent can only add.
func raisePrice(ctx context.Context, client *shop.Client, id int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	return p.Update().SetUnitPrice(p.UnitPrice * 1.1).Exec(ctx) // want "lost update: Product.UnitPrice; .*no edit .* because ent has no expression for it"
}
