package orm_test

import (
	"github.com/rmwlint/rmwlint/orm"
)

// free is an annotation on products: what is neither sold nor reserved.
func free(x *Product) orm.Annotation {
	return orm.As("free", orm.F(&x.InStock).Sub(orm.F(&x.Reserved)))
}

func ignore[V any](_ V, err error) error { return err }

var querySQLCases = []sqlCase{
	{name: "annotate, then filter and order",
		do: all(func(s products, x *Product) products {
			f := orm.Col[int]("free")
			return s.Annotate(free(x)).Filter(f.Gt(0), f.Lt(orm.F(&x.InStock))).OrderBy(f.Desc(), orm.F(&x.Price).Mul(2))
		}),
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE ("in_stock" - "reserved") > ? AND ("in_stock" - "reserved") < "in_stock" ORDER BY ("in_stock" - "reserved") DESC, "price" * ?`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE ("in_stock" - "reserved") > $1 AND ("in_stock" - "reserved") < "in_stock" ORDER BY ("in_stock" - "reserved") DESC, "price" * $2`,
		args:     []any{int64(0), 2.0}},
	{name: "functions in a filter",
		do: filter(func(x *Product) orm.Q {
			return orm.And(orm.Coalesce(orm.F(&x.InStock), orm.F(&x.Reserved), 1).Eq(2), orm.Greatest(orm.F(&x.InStock), 3).Eq(orm.Least(orm.F(&x.Reserved), 4)),
				orm.Concat(orm.F(&x.Name), "!", orm.Upper(orm.F(&x.Name))).Eq(orm.Lower(orm.F(&x.Name))), orm.Length(orm.F(&x.Name)).Gt(5), orm.Abs(orm.F(&x.Price)).Lte(6))
		}),
		sqlite:   `DELETE FROM "product" WHERE COALESCE("in_stock", "reserved", ?) = ? AND MAX("in_stock", ?) = MIN("reserved", ?) AND ("name" || ? || UPPER("name")) = LOWER("name") AND LENGTH("name") > ? AND ABS("price") <= ?`,
		postgres: `DELETE FROM "product" WHERE COALESCE("in_stock", "reserved", $1::bigint) = $2 AND GREATEST("in_stock", $3::bigint) = LEAST("reserved", $4::bigint) AND ("name" || $5::text || UPPER("name")) = LOWER("name") AND LENGTH("name") > $6 AND ABS("price") <= $7`,
		mysql:    "DELETE FROM `product` WHERE COALESCE(`in_stock`, `reserved`, ?) = ? AND GREATEST(`in_stock`, ?) = LEAST(`reserved`, ?) AND CONCAT(`name`, ?, UPPER(`name`)) = LOWER(`name`) AND CHAR_LENGTH(`name`) > ? AND ABS(`price`) <= ?",
		args:     []any{int64(1), int64(2), int64(3), int64(4), "!", int64(5), 6.0}},
	{name: "a case in a filter and in the order",
		do: all(func(s products, x *Product) products {
			rank := orm.Case[int](orm.When(orm.F(&x.InStock).Eq(0), 2), orm.Else(1))
			return s.Filter(rank.Eq(1)).OrderBy(rank)
		}),
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE CASE WHEN ("in_stock" = ?) THEN ? ELSE ? END = ? ORDER BY CASE WHEN ("in_stock" = ?) THEN ? ELSE ? END`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE CASE WHEN ("in_stock" = $1) THEN $2::bigint ELSE $3::bigint END = $4 ORDER BY CASE WHEN ("in_stock" = $5) THEN $6::bigint ELSE $7::bigint END`,
		args:     []any{int64(0), int64(2), int64(1), int64(1), int64(0), int64(2), int64(1)}},
	{name: "the database's clock",
		do: func(db *orm.DB, _, _ *Product) error {
			x := orm.Objects[Account](db).Fields()
			return ignore(orm.Objects[Account](db).Filter(orm.F(&x.CreatedAt).Lt(orm.Now())).Delete(ctx))
		},
		sqlite:   `DELETE FROM "account" WHERE "created_at" < strftime('%Y-%m-%d %H:%M:%f', 'now')`,
		postgres: `DELETE FROM "account" WHERE "created_at" < now()`,
		mysql:    "DELETE FROM `account` WHERE `created_at` < NOW(6)",
		args:     []any{}},
	{name: "raw in a filter",
		do: filter(func(x *Product) orm.Q {
			return orm.RawQ("? > ? OR note = '?'", orm.F(&x.InStock), 5).And(orm.Raw[int]("ABS(?)", orm.F(&x.Reserved)).Eq(1))
		}),
		sqlite:   `DELETE FROM "product" WHERE ("in_stock" > ? OR note = '?') AND (ABS("reserved")) = ?`,
		postgres: `DELETE FROM "product" WHERE ("in_stock" > $1 OR note = '?') AND (ABS("reserved")) = $2`,
		args:     []any{int64(5), int64(1)}},
	{name: "a name that is only known at run time",
		do: func(db *orm.DB, _, _ *Product) error {
			return ignore(orm.Objects[Product](db).Filter(orm.Col[int]("in_stock").Gt(1)).Update(ctx, orm.SetCol("price", orm.Col[float64]("price").Add(1))))
		},
		sqlite:   `UPDATE "product" SET "price" = "price" + ? WHERE "in_stock" > ?`,
		postgres: `UPDATE "product" SET "price" = "price" + $1 WHERE "in_stock" > $2`,
		args:     []any{1.0, int64(1)}},
	{name: "get",
		do: func(db *orm.DB, _, x *Product) error {
			return ignore(orm.Objects[Product](db).Get(ctx, orm.F(&x.ID).Eq(7)))
		},
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "id" = ? LIMIT 2`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "id" = $1 LIMIT 2`,
		args:     []any{int64(7)}},
	{name: "first",
		do: func(db *orm.DB, _, x *Product) error {
			return ignore(orm.Objects[Product](db).Filter(orm.F(&x.Name).Eq("a")).First(ctx))
		},
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "name" = ? ORDER BY "id" LIMIT 1`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "name" = $1 ORDER BY "id" LIMIT 1`,
		args:     []any{"a"}},
	{name: "iterate",
		do: func(db *orm.DB, _, x *Product) error {
			for _, err := range orm.Objects[Product](db).Exclude(orm.F(&x.Name).Eq("a"), orm.F(&x.Price).Gt(1)).Offset(5).Iter(ctx) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE NOT ("name" = ? AND "price" > ?) LIMIT 9223372036854775807 OFFSET 5`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE NOT ("name" = $1 AND "price" > $2) LIMIT 9223372036854775807 OFFSET 5`,
		args:     []any{"a", 1.0}},
	{name: "count",
		do: func(db *orm.DB, _, x *Product) error {
			return ignore(orm.Objects[Product](db).Filter(orm.F(&x.Price).Gt(1)).Count(ctx))
		},
		sqlite:   `SELECT COUNT(*) FROM "product" WHERE "price" > ?`,
		postgres: `SELECT COUNT(*) FROM "product" WHERE "price" > $1`,
		args:     []any{1.0}},
	{name: "count of a limited query",
		do: func(db *orm.DB, _, x *Product) error {
			return ignore(orm.Objects[Product](db).OrderBy(orm.F(&x.Price)).Limit(3).Count(ctx))
		},
		sqlite:   `SELECT COUNT(*) FROM (SELECT * FROM "product" ORDER BY "price" LIMIT 3) AS picked`,
		postgres: `SELECT COUNT(*) FROM (SELECT * FROM "product" ORDER BY "price" LIMIT 3) AS picked`,
		args:     []any{}},
	{name: "exists",
		do: func(db *orm.DB, _, x *Product) error {
			return ignore(orm.Objects[Product](db).Filter(orm.F(&x.Price).Gt(1)).Exists(ctx))
		},
		sqlite:   `SELECT 1 FROM "product" WHERE "price" > ? LIMIT 1`,
		postgres: `SELECT 1 FROM "product" WHERE "price" > $1 LIMIT 1`,
		args:     []any{1.0}},
	{name: "values",
		do: func(db *orm.DB, _, x *Product) error {
			type line struct {
				Price int
				Free  int
			}
			return ignore(orm.Values[line](ctx, orm.Objects[Product](db).Annotate(free(x)).Filter(orm.Col[int]("free").Gt(0)).Limit(2)))
		},
		sqlite:   `SELECT "price", "in_stock" - "reserved" AS "free" FROM "product" WHERE ("in_stock" - "reserved") > ? LIMIT 2`,
		postgres: `SELECT "price", "in_stock" - "reserved" AS "free" FROM "product" WHERE ("in_stock" - "reserved") > $1 LIMIT 2`,
		args:     []any{int64(0)}},
	{name: "delete of a query",
		do: func(db *orm.DB, _, x *Product) error {
			return ignore(orm.Objects[Product](db).Filter(orm.F(&x.InStock).Eq(0)).OrderBy(orm.F(&x.Price)).Limit(2).Delete(ctx))
		},
		sqlite:   `DELETE FROM "product" WHERE "id" IN (SELECT "id" FROM (SELECT "id" FROM "product" WHERE "in_stock" = ? ORDER BY "price" LIMIT 2) AS picked)`,
		postgres: `DELETE FROM "product" WHERE "id" IN (SELECT "id" FROM (SELECT "id" FROM "product" WHERE "in_stock" = $1 ORDER BY "price" LIMIT 2) AS picked)`,
		args:     []any{int64(0)}},
	{name: "rows that are marked as deleted",
		do: func(db *orm.DB, _, _ *Product) error {
			notes := orm.Objects[Note](db)
			if _, err := notes.Filter(orm.F(&notes.Fields().Text).Eq("a")).Delete(ctx); err != nil {
				return err
			}
			return ignore(notes.WithDeleted().Exists(ctx))
		},
		sqlite:   `UPDATE "note" SET "deleted_at" = ? WHERE "text" = ? AND "deleted_at" IS NULL` + "\n" + `SELECT 1 FROM "note" LIMIT 1`,
		postgres: `UPDATE "note" SET "deleted_at" = $1 WHERE "text" = $2 AND "deleted_at" IS NULL` + "\n" + `SELECT 1 FROM "note" LIMIT 1`,
		args:     []any{"a time", "a"}},
	{name: "get or create: found",
		do: func(db *orm.DB, p, _ *Product) error {
			return ignore(orm.Objects[Product](db).GetOrCreate(ctx, p, &p.Name))
		},
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "name" = ? LIMIT 2`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "name" = $1 LIMIT 2`,
		args:     []any{"name"}},
	{name: "update or create: found",
		do: func(db *orm.DB, p, _ *Product) error {
			return ignore(orm.Objects[Product](db).UpdateOrCreate(ctx, p, &p.Name))
		},
		sqlite:   `UPDATE "product" SET "id" = "id" WHERE 0` + "\n" + `SELECT "id" FROM "product" WHERE "name" = ? LIMIT 2` + "\n" + `UPDATE "product" SET "name" = ?, "price" = ?, "in_stock" = ?, "reserved" = ? WHERE "id" = ?`,
		postgres: `SELECT "id" FROM "product" WHERE "name" = $1 LIMIT 2 FOR UPDATE` + "\n" + `UPDATE "product" SET "name" = $1, "price" = $2, "in_stock" = $3, "reserved" = $4 WHERE "id" = $5`,
		mysql:    "SELECT `id` FROM `product` WHERE `name` = ? LIMIT 2 FOR UPDATE" + "\n" + "UPDATE `product` SET `name` = ?, `price` = ?, `in_stock` = ?, `reserved` = ? WHERE `id` = ?",
		args:     []any{"name"}},
	{name: "a version is compared and counted up",
		do: func(db *orm.DB, _, _ *Product) error {
			a := Versioned{ID: 7, Balance: 5, Version: 3}
			if err := orm.Update(ctx, db, &a, orm.Set(&a.Balance, 6)); err != nil {
				return err
			}
			if err := orm.Save(ctx, db, &a); err != nil {
				return err
			}
			return orm.Delete(ctx, db, &a)
		},
		sqlite:   `UPDATE "purse" SET "balance" = ?, "version" = "version" + 1 WHERE "id" = ? AND "version" = ?` + "\n" + `UPDATE "purse" SET "balance" = ?, "version" = "version" + 1 WHERE "id" = ? AND "version" = ?` + "\n" + `DELETE FROM "purse" WHERE "id" = ? AND "version" = ?`,
		postgres: `UPDATE "purse" SET "balance" = $1, "version" = "version" + 1 WHERE "id" = $2 AND "version" = $3` + "\n" + `UPDATE "purse" SET "balance" = $1, "version" = "version" + 1 WHERE "id" = $2 AND "version" = $3` + "\n" + `DELETE FROM "purse" WHERE "id" = $1 AND "version" = $2`,
		args:     []any{int64(6), int64(7), int64(3)}},
	{name: "versions in bulk",
		do: func(db *orm.DB, _, _ *Product) error {
			return ignore(orm.BulkUpdate(ctx, db, []*Versioned{{ID: 7, Balance: 5, Version: 3}}))
		},
		sqlite:       `UPDATE "purse" SET "version" = "purse"."version" + 1, "balance" = ? WHERE "purse"."id" = ? AND "purse"."version" = ?`,
		postgres:     catalogueSQL + "\n" + `UPDATE "purse" SET "balance" = new_rows.c0, "version" = "purse"."version" + 1 FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS new_rows(c0, c1, c2) WHERE "purse"."id" = new_rows.c1 AND "purse"."version" = new_rows.c2`,
		mysql:        "UPDATE `purse` JOIN (SELECT ? AS c0, ? AS c1, ? AS c2) AS new_rows ON `purse`.`id` = new_rows.c1 AND `purse`.`version` = new_rows.c2 SET `purse`.`balance` = new_rows.c0, `purse`.`version` = `purse`.`version` + 1",
		args:         []any{int64(5), int64(7), int64(3)},
		postgresArgs: []any{"{5}", "{7}", "{3}"}},
	{name: "refresh",
		do:       func(db *orm.DB, p, _ *Product) error { return orm.RefreshFromDB(ctx, db, p) },
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "id" = ?`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "id" = $1`,
		args:     []any{int64(7)}},
	{name: "refresh with a lock",
		do: func(db *orm.DB, p, _ *Product) error {
			return orm.Atomic(ctx, db, func(tx *orm.DB) error {
				return orm.RefreshFromDB(ctx, tx, p, orm.UpdateFields(&p.InStock), orm.ForUpdate)
			}, orm.ReadOnly())
		},
		sqlite:   `SELECT "in_stock" FROM "product" WHERE "id" = ?`,
		postgres: `SELECT "in_stock" FROM "product" WHERE "id" = $1 FOR UPDATE`,
		mysql:    "SELECT `in_stock` FROM `product` WHERE `id` = ? FOR UPDATE",
		args:     []any{int64(7)}},
	{name: "for key share, skipping what is locked",
		do:       all(func(s products, _ *Product) products { return s.SelectForUpdate(orm.NoKey|orm.Share, orm.SkipLocked) }),
		sqlite:   "!Share on sqlite",
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" FOR KEY SHARE SKIP LOCKED`,
		mysql:    "!Share on mysql",
		args:     []any{}},
	{name: "an inner Atomic is a savepoint",
		do: func(db *orm.DB, p, _ *Product) error {
			return orm.Atomic(ctx, db, func(tx *orm.DB) error {
				if err := orm.Atomic(ctx, tx, func(tx *orm.DB) error { return orm.Delete(ctx, tx, p) }); err != nil {
					return err
				}
				_ = orm.Atomic(ctx, tx, func(tx *orm.DB) error { return errBoom })
				return nil
			})
		},
		sqlite:   `SAVEPOINT orm_1` + "\n" + `DELETE FROM "product" WHERE "id" = ?` + "\n" + `RELEASE SAVEPOINT orm_1` + "\n" + `SAVEPOINT orm_2` + "\n" + `ROLLBACK TO SAVEPOINT orm_2`,
		postgres: `SAVEPOINT orm_1` + "\n" + `DELETE FROM "product" WHERE "id" = $1` + "\n" + `RELEASE SAVEPOINT orm_1` + "\n" + `SAVEPOINT orm_2` + "\n" + `ROLLBACK TO SAVEPOINT orm_2`,
		args:     []any{int64(7)}},
	{name: "bulk create, some conflicts ignored",
		do: func(db *orm.DB, _, x *Product) error {
			return orm.BulkCreate(ctx, db, []*Product{{Name: "a"}}, orm.OnConflict(&x.Name).Ignore())
		},
		sqlite:       `INSERT INTO "product" ("name", "price", "in_stock", "reserved") VALUES (?, ?, ?, ?) ON CONFLICT ("name") DO NOTHING`,
		postgres:     catalogueSQL + "\n" + `INSERT INTO "product" ("name", "price", "in_stock", "reserved") SELECT new_rows.c0, new_rows.c1, new_rows.c2, new_rows.c3 FROM unnest($1::character varying[], $2::double precision[], $3::integer[], $4::integer[]) WITH ORDINALITY AS new_rows(c0, c1, c2, c3, ord) ORDER BY new_rows.ord ON CONFLICT ("name") DO NOTHING`,
		mysql:        "INSERT INTO `product` (`name`, `price`, `in_stock`, `reserved`) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE `name` = `product`.`name`",
		args:         []any{"a", 0.0, int64(0), int64(0)},
		postgresArgs: []any{"{\"a\"}", "{0}", "{0}", "{0}"}},
	{name: "bulk update in batches",
		do: func(db *orm.DB, _, x *Product) error {
			rows := []*Product{{ID: 1, InStock: 5}, {ID: 2, InStock: 6}, {ID: 3, InStock: 7}}
			return ignore(orm.BulkUpdate(ctx, db, rows, orm.UpdateFields(&x.InStock), orm.BatchSize(2)))
		},
		sqlite:       `UPDATE "product" SET "in_stock" = new_rows.column1 FROM (VALUES (?, ?), (?, ?)) AS new_rows WHERE "product"."id" = new_rows.column2` + "\n" + `UPDATE "product" SET "in_stock" = ? WHERE "product"."id" = ?`,
		postgres:     catalogueSQL + "\n" + `UPDATE "product" SET "in_stock" = new_rows.c0 FROM unnest($1::integer[], $2::bigint[]) AS new_rows(c0, c1) WHERE "product"."id" = new_rows.c1` + "\n" + `UPDATE "product" SET "in_stock" = new_rows.c0 FROM unnest($1::integer[], $2::bigint[]) AS new_rows(c0, c1) WHERE "product"."id" = new_rows.c1`,
		mysql:        "UPDATE `product` JOIN (SELECT ? AS c0, ? AS c1 UNION ALL SELECT ?, ?) AS new_rows ON `product`.`id` = new_rows.c1 SET `product`.`in_stock` = new_rows.c0" + "\n" + "UPDATE `product` JOIN (SELECT ? AS c0, ? AS c1) AS new_rows ON `product`.`id` = new_rows.c1 SET `product`.`in_stock` = new_rows.c0",
		args:         []any{int64(5), int64(1), int64(6), int64(2)},
		postgresArgs: []any{"{7}", "{3}"}},
}
