// Package shop is the client that ent generates from the schema beside it.
package shop

//go:generate go run -mod=mod entgo.io/ent/cmd/ent generate --feature sql/lock,sql/modifier,sql/upsert --target . ../schema
