package stock

import (
	"context"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
	"fixtures/lostupdate/ent/shop/sale"
)

// A row that was loaded along with another is read where that one was.

func edgeByID(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	return client.Product.UpdateOneID(s.Edges.Product.ID).SetStock(s.Edges.Product.Stock + s.Quantity).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeItself(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct(func(q *shop.ProductQuery) { q.Select(product.FieldStock) }).Only(ctx)
	if err != nil {
		return err
	}
	return s.Edges.Product.Update().SetStock(s.Edges.Product.Stock + s.Quantity).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeKept(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	p := s.Edges.Product
	_, err = client.Product.UpdateOne(p).SetStock(p.Stock + 1).Save(ctx) // want "lost update: Product.Stock "
	return err
}

func edgeOrErr(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	p, err := s.Edges.ProductOrErr()
	if err != nil {
		return err
	}
	return p.Update().SetStock(p.Stock + s.Quantity).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeInTransaction(ctx context.Context, client *shop.Client, id int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		all, err := tx.Sale.Query().Where(sale.IDGT(id)).WithProduct().All(ctx)
		if err != nil {
			return err
		}
		for _, s := range all {
			if err := tx.Product.UpdateOneID(s.Edges.Product.ID).SetStock(s.Edges.Product.Stock + s.Quantity).Exec(ctx); err != nil { // want "lost update: Product.Stock "
				return err
			}
		}
		return nil
	})
}

func edgeList(ctx context.Context, client *shop.Client, id int) error {
	p, err := client.Product.Query().Where(product.ID(id)).WithSales().Only(ctx)
	if err != nil {
		return err
	}
	for _, s := range p.Edges.Sales {
		if err := s.Update().SetQuantity(s.Quantity + 1).Exec(ctx); err != nil { // want "lost update: Sale.Quantity "
			return err
		}
	}
	return nil
}

func edgeQueried(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Get(ctx, id)
	if err != nil {
		return err
	}
	p, err := s.QueryProduct().Only(ctx)
	if err != nil {
		return err
	}
	return p.Update().SetStock(p.Stock + s.Quantity).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeQueriedFirst(ctx context.Context, client *shop.Client, s *shop.Sale) error {
	p, err := s.QueryProduct().Where(product.Sold(false)).First(ctx)
	if err != nil {
		return err
	}
	return client.Product.UpdateOneID(p.ID).SetStock(p.Stock + s.Quantity).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeQueriedAll(ctx context.Context, client *shop.Client, id int) error {
	p, err := client.Product.Get(ctx, id)
	if err != nil {
		return err
	}
	all, err := p.QuerySales().All(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := client.Sale.UpdateOne(s).SetQuantity(s.Quantity + 1).Exec(ctx); err != nil { // want "lost update: Sale.Quantity "
			return err
		}
	}
	return nil
}

func edgeQueriedByClient(ctx context.Context, client *shop.Client, s *shop.Sale) error {
	p, err := client.Sale.QueryProduct(s).Only(ctx)
	if err != nil {
		return err
	}
	return p.Update().SetStock(p.Stock + s.Quantity).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeOfQuery(ctx context.Context, client *shop.Client, id int) error {
	p, err := client.Sale.Query().Where(sale.ID(id)).QueryProduct().Only(ctx)
	if err != nil {
		return err
	}
	return p.Update().SetStock(p.Stock + 1).Exec(ctx) // want "lost update: Product.Stock "
}

func edgeTested(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	if s.Edges.Product.Stock < s.Quantity {
		return errNotEnough
	}
	return s.Edges.Product.Update().AddStock(-s.Quantity).Exec(ctx) // want "Product.Stock "
}

// The helper stands in the generated package.
func edgeInHelper(ctx context.Context, client *shop.Client, id int) error {
	all, err := client.Sale.Query().Where(sale.IDGT(id)).WithProduct().All(ctx)
	if err != nil {
		return err
	}
	return shop.WithTx(ctx, client, func(tx *shop.Tx) error {
		for _, s := range all {
			if err := tx.Product.UpdateOneID(s.Edges.Product.ID).SetStock(s.Edges.Product.Stock + s.Quantity).Exec(ctx); err != nil { // want "lost update: Product.Stock "
				return err
			}
		}
		return nil
	})
}
