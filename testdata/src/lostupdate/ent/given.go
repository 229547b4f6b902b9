package stock

import (
	"context"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
)

type counter struct{ client *shop.Client }

// Give is called with the product that a middleware has read.
func (c *counter) Give(ctx context.Context, p *shop.Product, n int) error {
	return c.client.Product.UpdateOneID(p.ID).SetStock(p.Stock - n).Exec(ctx) // want "lost update: Product.Stock .*assumed: the row is read by the callers"
}

func (c *counter) GiveItself(ctx context.Context, p *shop.Product, n int) error {
	return p.Update().SetStock(p.Stock - n).Exec(ctx) // want "lost update: Product.Stock .*assumed: the row is read by the callers"
}

func (c *counter) GiveRow(ctx context.Context, p *shop.Product, n int) error {
	_, err := c.client.Product.UpdateOne(p).SetStock(p.Stock - n).Save(ctx) // want "lost update: Product.Stock .*assumed: the row is read by the callers"
	return err
}

func (c *counter) GiveWhere(ctx context.Context, p *shop.Product, n int) error {
	return c.client.Product.Update().Where(product.ID(p.ID)).SetStock(p.Stock - n).Exec(ctx) // want "lost update: Product.Stock .*assumed: the row is read by the callers"
}

func (c *counter) GiveInTx(ctx context.Context, p *shop.Product, n int) error {
	return withTx(ctx, c.client, func(tx *shop.Tx) error {
		return tx.Product.UpdateOneID(p.ID).SetStock(p.Stock - n).Exec(ctx) // want "lost update: Product.Stock .*assumed: the row is read by the callers"
	})
}

// GiveEdge is given the sale, with its product.
func (c *counter) GiveEdge(ctx context.Context, s *shop.Sale) error {
	return c.client.Product.UpdateOneID(s.Edges.Product.ID).SetStock(s.Edges.Product.Stock - s.Quantity).Exec(ctx) // want "lost update: Product.Stock .*assumed: the row is read by the callers"
}
