// Package schema is what the ent client beside it is generated from.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Product is an article in stock.
type Product struct {
	ent.Schema
}

// Fields of the Product.
func (Product) Fields() []ent.Field {
	return []ent.Field{
		field.String("name"),
		field.Int("stock"),
		field.Float("unit_price").Default(0),
		field.Bool("sold").Default(false),
		field.Strings("tags").Optional(),
		field.Int("version").Default(0),
	}
}

// Edges of the Product.
func (Product) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("sales", Sale.Type),
	}
}
