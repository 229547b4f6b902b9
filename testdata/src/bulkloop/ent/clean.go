package stock

import (
	"context"

	"fixtures/lostupdate/ent/shop"
	"fixtures/lostupdate/ent/shop/predicate"
	"fixtures/lostupdate/ent/shop/product"
)

func createBulk(ctx context.Context, client *shop.Client, names []string) error {
	var builders []*shop.ProductCreate
	for _, name := range names {
		builders = append(builders, client.Product.Create().SetName(name).SetStock(0))
	}
	return client.Product.CreateBulk(builders...).Exec(ctx)
}

func deleteAtOnce(ctx context.Context, client *shop.Client, ids []int) error {
	_, err := client.Product.Delete().Where(product.IDIn(ids...)).Exec(ctx)
	return err
}

func deleteInGroups(ctx context.Context, client *shop.Client, ids [][]int) error {
	var groups []predicate.Product
	for _, some := range ids {
		groups = append(groups, product.IDIn(some...))
	}
	for _, group := range groups {
		if _, err := client.Product.Delete().Where(group).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
