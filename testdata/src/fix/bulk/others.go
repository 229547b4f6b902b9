package bulk

import (
	"context"

	"github.com/beego/beego/v2/client/orm"
	"github.com/go-pg/pg/v10"
	ours "github.com/rmwlint/rmwlint/orm"
	"xorm.io/xorm"

	"fixtures/lostupdate/ent/shop"
)

type Note struct {
	Id   int64
	Text string
}

func gopgInsert(ctx context.Context, db *pg.DB, notes []*Note) error {
	return db.RunInTransaction(ctx, func(tx *pg.Tx) error {
		for _, n := range notes {
			if _, err := tx.Model(n).Insert(); err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func gopgDelete(ctx context.Context, db *pg.DB, ids []int64) error {
	return db.RunInTransaction(ctx, func(tx *pg.Tx) error {
		for _, id := range ids {
			if _, err := tx.Model((*Note)(nil)).Where("id = ?", id).Delete(); err != nil { // want "delete"
				return err
			}
		}
		return nil
	})
}

func beegoInsert(o orm.Ormer, texts []string) error {
	return o.DoTx(func(ctx context.Context, tx orm.TxOrmer) error {
		for _, text := range texts {
			n := Note{Text: text}
			if _, err := tx.Insert(&n); err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func beegoFillsInNoKeysOfSlices(o orm.Ormer, notes []*Note) error {
	return o.DoTx(func(ctx context.Context, tx orm.TxOrmer) error {
		for _, n := range notes {
			if _, err := tx.Insert(n); err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}

func xormInsert(engine *xorm.Engine, texts []string) error {
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	for _, text := range texts {
		if _, err := session.Insert(&Note{Text: text}); err != nil { // want "insert"
			return err
		}
	}
	return session.Commit()
}

func entInsert(ctx context.Context, client *shop.Client, names []string) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := tx.Product.Create().SetName(name).SetStock(0).Save(ctx); err != nil { // want "insert"
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

func ormInsert(ctx context.Context, db *ours.DB, notes []*Note) error {
	return ours.Atomic(ctx, db, func(tx *ours.DB) error {
		for _, n := range notes {
			if err := ours.Save(ctx, tx, n, ours.ForceInsert); err != nil { // want "insert"
				return err
			}
		}
		return nil
	})
}
