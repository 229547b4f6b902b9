package stock

import (
	"context"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/product"
	"fixtures/lostupdate/ent/shop/sale"
)

func edgeAdded(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	return s.Edges.Product.Update().AddStock(s.Quantity).Exec(ctx)
}

// Another row's column goes into the sale, and the other way round.
func edgeCopied(ctx context.Context, client *shop.Client, id int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	if err := s.Update().SetStock(s.Edges.Product.Stock + 1).Exec(ctx); err != nil {
		return err
	}
	return s.Edges.Product.Update().SetStock(s.Stock + 1).Exec(ctx)
}

func edgeLocked(ctx context.Context, client *shop.Client, id int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		s, err := tx.Sale.Query().Where(sale.ID(id)).WithProduct(func(q *shop.ProductQuery) { q.ForUpdate() }).Only(ctx)
		if err != nil {
			return err
		}
		return tx.Product.UpdateOne(s.Edges.Product).SetStock(s.Edges.Product.Stock + s.Quantity).Exec(ctx)
	})
}

// Who holds the sale may be the only one that changes its product.
func edgeOfLocked(ctx context.Context, client *shop.Client, id int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		s, err := tx.Sale.Query().Where(sale.ID(id)).ForUpdate().WithProduct().Only(ctx)
		if err != nil {
			return err
		}
		return s.Edges.Product.Update().SetStock(s.Edges.Product.Stock + s.Quantity).Exec(ctx)
	})
}

func edgeReadAgain(ctx context.Context, client *shop.Client, id int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		s, err := tx.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
		if err != nil {
			return err
		}
		p, err := tx.Product.Query().Where(product.ID(s.Edges.Product.ID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		return p.Update().SetStock(p.Stock + s.Quantity).Exec(ctx)
	})
}

func edgeQueriedLocked(ctx context.Context, client *shop.Client, id int) error {
	return withTx(ctx, client, func(tx *shop.Tx) error {
		s, err := tx.Sale.Get(ctx, id)
		if err != nil {
			return err
		}
		p, err := s.QueryProduct().ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		return p.Update().SetStock(p.Stock + s.Quantity).Exec(ctx)
	})
}

func edgeQueriedCompared(ctx context.Context, client *shop.Client, s *shop.Sale) error {
	p, err := s.QueryProduct().Only(ctx)
	if err != nil {
		return err
	}
	n, err := client.Product.Update().Where(product.ID(p.ID), product.Stock(p.Stock)).SetStock(p.Stock + s.Quantity).Save(ctx)
	if err == nil && n == 0 {
		return errNotEnough
	}
	return err
}

// The sale's product gives a number to another one.
func edgeQueriedForAnother(ctx context.Context, client *shop.Client, s *shop.Sale, other int) error {
	p, err := s.QueryProduct().Only(ctx)
	if err != nil {
		return err
	}
	return client.Product.UpdateOneID(other).SetStock(p.Stock + 1).Exec(ctx)
}

func edgeForAnother(ctx context.Context, client *shop.Client, id, other int) error {
	s, err := client.Sale.Query().Where(sale.ID(id)).WithProduct().Only(ctx)
	if err != nil {
		return err
	}
	return client.Product.UpdateOneID(other).SetStock(s.Edges.Product.Stock + 1).Exec(ctx)
}

func lockedInHelper(ctx context.Context, client *shop.Client, id, n int) error {
	return shop.WithTx(ctx, client, func(tx *shop.Tx) error {
		p, err := tx.Product.Query().Where(product.ID(id)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		return p.Update().SetStock(p.Stock - n).Exec(ctx)
	})
}
