package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Message waits to be sent.
type Message struct {
	bun.BaseModel `bun:"table:outbox,alias:o"`

	ID      int64 `bun:",pk,autoincrement"`
	Retries int
}

// Letter is a row of another table.
type Letter struct {
	bun.BaseModel `bun:"table:letters"`

	ID      int64 `bun:",pk,autoincrement"`
	Retries int
}

func readAsAModelAndWrittenByTheTable(ctx context.Context, db *bun.DB, id int64) error {
	var m Message
	if err := db.NewSelect().Model(&m).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Table("outbox").Set("retries = ?", m.Retries+1).Where("id = ?", m.ID).Exec(ctx) // want "lost update: Message.Retries |lost update: outbox.retries "
	return err
}

func readByTheTableAndWrittenAsAModel(ctx context.Context, db *bun.DB, id int64) error {
	var n int
	if err := db.NewSelect().TableExpr("outbox").Column("retries").Where("id = ?", id).Scan(ctx, &n); err != nil {
		return err
	}
	_, err := db.NewUpdate().Model((*Message)(nil)).Set("retries = ?", n+1).Where("id = ?", id).Exec(ctx) // want "lost update: Message.Retries |lost update: outbox.retries "
	return err
}

func writtenToAnotherTable(ctx context.Context, db *bun.DB, id int64) error {
	var m Message
	if err := db.NewSelect().Model(&m).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Table("letters").Set("retries = ?", m.Retries+1).Where("id = ?", id).Exec(ctx)
	return err
}

func theNameIsNotTheTables(ctx context.Context, db *bun.DB, id int64) error {
	var m Message
	if err := db.NewSelect().Model(&m).Where("id = ?", id).Scan(ctx); err != nil {
		return err
	}
	_, err := db.NewUpdate().Table("messages").Set("retries = ?", m.Retries+1).Where("id = ?", id).Exec(ctx)
	return err
}
