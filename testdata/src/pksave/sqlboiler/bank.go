// Package sqlboiler saves rows under keys of its own with sqlboiler's models.
package sqlboiler

import (
	"context"
	"database/sql"

	"github.com/aarondl/sqlboiler/v4/boil"

	"fixtures/lostupdate/sqlboiler/models"
)

func upsertEveryColumnOfAFreshStruct(ctx context.Context, db *sql.DB, id, balance int64) error {
	a := &models.Account{ID: id, Balance: balance}
	return a.Upsert(ctx, db, true, []string{"id"}, boil.Infer(), boil.Infer()) // want "Account was not loaded but made here with its ID"
}

func upsertNamedColumns(ctx context.Context, db *sql.DB, id, balance int64) error {
	a := &models.Account{ID: id, Balance: balance}
	return a.Upsert(ctx, db, true, []string{"id"}, boil.Whitelist("balance"), boil.Infer())
}

func findThenUpsert(ctx context.Context, db *sql.DB, id int64, owner string) error {
	a, err := models.FindAccount(ctx, db, id)
	if err != nil {
		return err
	}
	a.Owner = owner
	return a.Upsert(ctx, db, true, []string{"id"}, boil.Infer(), boil.Infer())
}
