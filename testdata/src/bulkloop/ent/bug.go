// Package stock is a stock on ent: bug.go writes row by row, clean.go does not.
package stock

import (
	"context"

	"fixtures/lostupdate/ent/shop"
)

func createEach(ctx context.Context, client *shop.Client, names []string) error {
	for _, name := range names {
		if _, err := client.Product.Create().SetName(name).SetStock(0).Save(ctx); err != nil { // want "Product is inserted once for each of names; one CreateBulk would do"
			return err
		}
	}
	return nil
}

func deleteEach(ctx context.Context, client *shop.Client, ids []int) error {
	for _, id := range ids {
		if err := client.Product.DeleteOneID(id).Exec(ctx); err != nil { // want "Product is deleted once for each of ids; one Delete.*IDIn"
			return err
		}
	}
	return nil
}

func updateEach(ctx context.Context, client *shop.Client, products []*shop.Product) error {
	for _, p := range products {
		if err := p.Update().SetStock(0).Exec(ctx); err != nil { // want "Product is updated once for each of products"
			return err
		}
	}
	return nil
}

func createEachInATransaction(ctx context.Context, client *shop.Client, names []string) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := tx.Product.Create().SetName(name).SetStock(0).Exec(ctx); err != nil { // want "Product is inserted .* all run in one transaction"
			return tx.Rollback()
		}
	}
	return tx.Commit()
}
