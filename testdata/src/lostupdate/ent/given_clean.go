package stock

import (
	"context"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
)

func (c *counter) Add(ctx context.Context, p *shop.Product, n int) error {
	return c.client.Product.UpdateOneID(p.ID).AddStock(-n).Exec(ctx)
}

func (c *counter) Absolute(ctx context.Context, p *shop.Product, n int) error {
	return p.Update().SetStock(n).Exec(ctx)
}

// Compare changes nothing if the stock is another by now.
func (c *counter) Compare(ctx context.Context, p *shop.Product, n int) error {
	return c.client.Product.Update().Where(product.ID(p.ID), product.Stock(p.Stock)).SetStock(p.Stock - n).Exec(ctx)
}

// OfSale sets a column of one table from that of another.
func (c *counter) OfSale(ctx context.Context, p *shop.Product, s *shop.Sale) error {
	return s.Update().SetStock(p.Stock - s.Quantity).Exec(ctx)
}

func (c *counter) Other(ctx context.Context, p *shop.Product, id, n int) error {
	return c.client.Product.UpdateOneID(id).SetStock(p.Stock - n).Exec(ctx)
}

// OnTx writes in the transaction of the caller, who may hold a lock.
func (c *counter) OnTx(ctx context.Context, tx *shop.Tx, p *shop.Product, n int) error {
	return tx.Product.UpdateOneID(p.ID).SetStock(p.Stock - n).Exec(ctx)
}

// GiveHere has only this row to go by: it writes where the caller has read it, perhaps under a lock.
func GiveHere(ctx context.Context, p *shop.Product, n int) error {
	return p.Update().SetStock(p.Stock - n).Exec(ctx)
}

// GiveLocked is called under a lock, in sight.
func (c *counter) giveLocked(ctx context.Context, p *shop.Product, n int) error {
	return p.Update().SetStock(p.Stock - n).Exec(ctx)
}

func (c *counter) callsLocked(ctx context.Context, id, n int) error {
	return withTx(ctx, c.client, func(tx *shop.Tx) error {
		p, err := tx.Product.Query().Where(product.ID(id)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		return c.giveLocked(ctx, p, n)
	})
}

// GiveOnTx is called with the transaction that the product was read in.
func (c *counter) GiveOnTx(ctx context.Context, tx *shop.Tx, p *shop.Product, n int) error {
	if err := tx.Sale.Create().SetQuantity(n).Exec(ctx); err != nil {
		return err
	}
	return p.Update().SetStock(p.Stock - n).Exec(ctx)
}
