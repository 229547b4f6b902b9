package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Sale is a number of articles sold.
type Sale struct {
	ent.Schema
}

// Fields of the Sale.
func (Sale) Fields() []ent.Field {
	return []ent.Field{
		field.Int("quantity"),
		field.Int("stock").Default(0),
	}
}

// Edges of the Sale.
func (Sale) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("product", Product.Type).Ref("sales").Unique(),
	}
}
