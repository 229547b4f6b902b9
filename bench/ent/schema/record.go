// Package schema describes the row of the workloads to ent.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// Record is a row of the table records.
type Record struct{ ent.Schema }

// Annotations name the table.
func (Record) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "records"}}
}

// Fields are those of bench.Record.
func (Record) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id"),
		field.String("name"),
		field.String("email"),
		field.Int64("age"),
		field.Float("score"),
		field.Bool("active"),
		field.String("note").Optional().Nillable(),
		field.Time("born"),
	}
}
