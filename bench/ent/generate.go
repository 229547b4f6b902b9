// Package ent is ent's client for the rows of the workloads, generated from the schema below it.
package ent

//go:generate go run -mod=mod entgo.io/ent/cmd/ent@v0.14.5 generate --feature sql/upsert --target . ./schema
