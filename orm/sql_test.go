package orm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/orm"
)

// sqlCase is a call, the statements that it sends in each dialect, and the values that it binds.
type sqlCase struct {
	name                    string
	do                      func(db *orm.DB, p *Product, x *Product) error
	sqlite, postgres, mysql string // statements apart by newlines; no mysql: as on SQLite
	args                    []any  // of the first statement that has any
	postgresArgs            []any  // of the last one on PostgreSQL, where it binds arrays
}

func filter(q func(x *Product) orm.Q) func(*orm.DB, *Product, *Product) error {
	return func(db *orm.DB, _, x *Product) error {
		_, err := orm.Objects[Product](db).Filter(q(x)).Delete(ctx)
		return err
	}
}

func update(opts func(p *Product) []orm.UpdateOption) func(*orm.DB, *Product, *Product) error {
	return func(db *orm.DB, p, _ *Product) error { return orm.Update(ctx, db, p, opts(p)...) }
}

func all(set func(s orm.QuerySet[Product], x *Product) orm.QuerySet[Product]) func(*orm.DB, *Product, *Product) error {
	return func(db *orm.DB, _, x *Product) error {
		return orm.Atomic(ctx, db, func(tx *orm.DB) error {
			_, err := set(orm.Objects[Product](tx), x).All(ctx)
			return err
		}, orm.ReadOnly())
	}
}

type opts = []orm.UpdateOption
type products = orm.QuerySet[Product]

var sqlCases = []sqlCase{
	// Update
	{name: "update by an expression",
		do:       update(func(p *Product) opts { return opts{orm.Set(&p.InStock, orm.F(&p.InStock).Sub(5))} }),
		sqlite:   `UPDATE "product" SET "in_stock" = "in_stock" - ? WHERE "id" = ? RETURNING "in_stock"`,
		postgres: `UPDATE "product" SET "in_stock" = "in_stock" - $1 WHERE "id" = $2 RETURNING "in_stock"`,
		mysql:    "UPDATE `product` SET `in_stock` = `in_stock` - ? WHERE `id` = ?\nSELECT `in_stock` FROM `product` WHERE `id` = ?",
		args:     []any{int64(5), int64(7)}},
	{name: "update on a condition",
		do: update(func(p *Product) opts {
			return opts{orm.Set(&p.InStock, orm.F(&p.InStock).Sub(5)), orm.If(orm.F(&p.InStock).Gte(5)), orm.If(orm.F(&p.Name).Eq("x").Or(orm.F(&p.Price).Gt(1)))}
		}),
		sqlite:   `UPDATE "product" SET "in_stock" = "in_stock" - ? WHERE "id" = ? AND "in_stock" >= ? AND ("name" = ? OR "price" > ?) RETURNING "in_stock"`,
		postgres: `UPDATE "product" SET "in_stock" = "in_stock" - $1 WHERE "id" = $2 AND "in_stock" >= $3 AND ("name" = $4 OR "price" > $5) RETURNING "in_stock"`,
		mysql:    "UPDATE `product` SET `in_stock` = `in_stock` - ? WHERE `id` = ? AND `in_stock` >= ? AND (`name` = ? OR `price` > ?)\nSELECT `in_stock` FROM `product` WHERE `id` = ?",
		args:     []any{int64(5), int64(7), int64(5), "x", 1.0}},
	{name: "update to values needs no refresh",
		do:       update(func(p *Product) opts { return opts{orm.Set(&p.Name, "n"), orm.Set(&p.Price, 3)} }),
		sqlite:   `UPDATE "product" SET "name" = ?, "price" = ? WHERE "id" = ?`,
		postgres: `UPDATE "product" SET "name" = $1, "price" = $2 WHERE "id" = $3`,
		mysql:    "UPDATE `product` SET `name` = ?, `price` = ? WHERE `id` = ?",
		args:     []any{"n", 3.0, int64(7)}},
	{name: "update several columns by each other reads old values everywhere",
		do: update(func(p *Product) opts {
			return opts{orm.Set(&p.InStock, 9), orm.Set(&p.Reserved, orm.F(&p.Reserved).Add(orm.F(&p.InStock)))}
		}),
		sqlite:   `UPDATE "product" SET "in_stock" = ?, "reserved" = "reserved" + "in_stock" WHERE "id" = ? RETURNING "reserved"`,
		postgres: `UPDATE "product" SET "in_stock" = $1, "reserved" = "reserved" + "in_stock" WHERE "id" = $2 RETURNING "reserved"`,
		mysql:    "UPDATE `product` SET `reserved` = `reserved` + `in_stock`, `in_stock` = ? WHERE `id` = ?\nSELECT `reserved` FROM `product` WHERE `id` = ?",
		args:     []any{int64(9), int64(7)}},
	{name: "a swap has no order on MySQL",
		do: update(func(p *Product) opts {
			return opts{orm.Set(&p.InStock, orm.F(&p.Reserved)), orm.Set(&p.Reserved, orm.F(&p.InStock))}
		}),
		sqlite:   `UPDATE "product" SET "in_stock" = "reserved", "reserved" = "in_stock" WHERE "id" = ? RETURNING "in_stock", "reserved"`,
		postgres: `UPDATE "product" SET "in_stock" = "reserved", "reserved" = "in_stock" WHERE "id" = $1 RETURNING "in_stock", "reserved"`,
		mysql:    "!cannot exchange columns",
		args:     []any{int64(7)}},
	{name: "arithmetic nests in parentheses",
		do: update(func(p *Product) opts {
			f := orm.F(&p.Price)
			return opts{orm.Set(&p.Price, f.Add(1).Mul(f.Sub(2)).Div(f.Mod(3)).Sub(f.Neg()))}
		}),
		sqlite:   `UPDATE "product" SET "price" = ((("price" + ?) * ("price" - ?)) / ("price" % ?)) - (-"price") WHERE "id" = ? RETURNING "price"`,
		postgres: `UPDATE "product" SET "price" = ((("price" + $1) * ("price" - $2)) / ("price" % $3)) - (-"price") WHERE "id" = $4 RETURNING "price"`,
		mysql:    "UPDATE `product` SET `price` = (((`price` + ?) * (`price` - ?)) / (`price` % ?)) - (-`price`) WHERE `id` = ?\nSELECT `price` FROM `product` WHERE `id` = ?",
		args:     []any{1.0, 2.0, 3.0, int64(7)}},
	{name: "functions",
		do: update(func(p *Product) opts {
			return opts{orm.Set(&p.InStock, orm.Greatest(orm.F(&p.InStock).Sub(2), 0)), orm.Set(&p.Reserved, orm.Coalesce(orm.Least(orm.F(&p.Reserved), 9), 1)),
				orm.Set(&p.Name, orm.Concat(orm.F(&p.Name), "!"))}
		}),
		sqlite:   `UPDATE "product" SET "in_stock" = MAX(("in_stock" - ?), ?), "reserved" = COALESCE(MIN("reserved", ?), ?), "name" = ("name" || ?) WHERE "id" = ? RETURNING "in_stock", "reserved", "name"`,
		postgres: `UPDATE "product" SET "in_stock" = GREATEST(("in_stock" - $1::bigint), $2::bigint), "reserved" = COALESCE(LEAST("reserved", $3::bigint), $4::bigint), "name" = ("name" || $5::text) WHERE "id" = $6 RETURNING "in_stock", "reserved", "name"`,
		mysql:    "UPDATE `product` SET `in_stock` = GREATEST((`in_stock` - ?), ?), `reserved` = COALESCE(LEAST(`reserved`, ?), ?), `name` = CONCAT(`name`, ?) WHERE `id` = ?\nSELECT `in_stock`, `reserved`, `name` FROM `product` WHERE `id` = ?",
		args:     []any{int64(2), int64(0), int64(9), int64(1), "!", int64(7)}},
	{name: "case",
		do: update(func(p *Product) opts {
			return opts{orm.Set(&p.Price, orm.Case[float64](orm.When(orm.F(&p.InStock).Gt(100), orm.F(&p.Price).Mul(0.9)), orm.When(orm.F(&p.InStock).Eq(0), 7), orm.Else(orm.F(&p.Price))))}
		}),
		sqlite:   `UPDATE "product" SET "price" = CASE WHEN ("in_stock" > ?) THEN ("price" * ?) WHEN ("in_stock" = ?) THEN ? ELSE "price" END WHERE "id" = ? RETURNING "price"`,
		postgres: `UPDATE "product" SET "price" = CASE WHEN ("in_stock" > $1) THEN ("price" * $2::double precision) WHEN ("in_stock" = $3) THEN $4::double precision ELSE "price" END WHERE "id" = $5 RETURNING "price"`,
		mysql:    "UPDATE `product` SET `price` = CASE WHEN (`in_stock` > ?) THEN (`price` * ?) WHEN (`in_stock` = ?) THEN ? ELSE `price` END WHERE `id` = ?\nSELECT `price` FROM `product` WHERE `id` = ?",
		args:     []any{int64(100), 0.9, int64(0), 7.0, int64(7)}},
	{name: "raw",
		do: update(func(p *Product) opts {
			return opts{orm.Set(&p.Price, orm.Raw[float64]("ROUND(? * ?, 2)", orm.F(&p.Price), 1.5)), orm.SetCol("name", nil)}
		}),
		sqlite:   `UPDATE "product" SET "price" = ROUND("price" * ?, 2), "name" = ? WHERE "id" = ? RETURNING "price"`,
		postgres: `UPDATE "product" SET "price" = ROUND("price" * $1, 2), "name" = $2 WHERE "id" = $3 RETURNING "price"`,
		mysql:    "UPDATE `product` SET `price` = ROUND(`price` * ?, 2), `name` = ? WHERE `id` = ?\nSELECT `price` FROM `product` WHERE `id` = ?",
		args:     []any{1.5, nil, int64(7)}},
	{name: "update of a query",
		do: func(db *orm.DB, _, x *Product) error {
			_, err := orm.Objects[Product](db).Filter(orm.F(&x.InStock).Lt(orm.F(&x.Reserved)).Or(orm.F(&x.Price).Gt(100))).
				Update(ctx, orm.Set(&x.Price, orm.F(&x.Price).Mul(1.2)))
			return err
		},
		sqlite:   `UPDATE "product" SET "price" = "price" * ? WHERE ("in_stock" < "reserved" OR "price" > ?)`,
		postgres: `UPDATE "product" SET "price" = "price" * $1 WHERE ("in_stock" < "reserved" OR "price" > $2)`,
		mysql:    "UPDATE `product` SET `price` = `price` * ? WHERE (`in_stock` < `reserved` OR `price` > ?)",
		args:     []any{1.2, 100.0}},
	{name: "update of a limited query",
		do: func(db *orm.DB, _, x *Product) error {
			_, err := orm.Objects[Product](db).OrderBy(orm.F(&x.Price).Desc()).Limit(3).Update(ctx, orm.Set(&x.Reserved, 0))
			return err
		},
		sqlite:   `UPDATE "product" SET "reserved" = ? WHERE "id" IN (SELECT "id" FROM (SELECT "id" FROM "product" ORDER BY "price" DESC LIMIT 3) AS picked)`,
		postgres: `UPDATE "product" SET "reserved" = $1 WHERE "id" IN (SELECT "id" FROM (SELECT "id" FROM "product" ORDER BY "price" DESC LIMIT 3) AS picked)`,
		mysql:    "UPDATE `product` SET `reserved` = ? WHERE `id` IN (SELECT `id` FROM (SELECT `id` FROM `product` ORDER BY `price` DESC LIMIT 3) AS picked)",
		args:     []any{int64(0)}},

	// Save
	{name: "save with a key",
		do:       func(db *orm.DB, p, _ *Product) error { return orm.Save(ctx, db, p) },
		sqlite:   `UPDATE "product" SET "name" = ?, "price" = ?, "in_stock" = ?, "reserved" = ? WHERE "id" = ?`,
		postgres: `UPDATE "product" SET "name" = $1, "price" = $2, "in_stock" = $3, "reserved" = $4 WHERE "id" = $5`,
		mysql:    "UPDATE `product` SET `name` = ?, `price` = ?, `in_stock` = ?, `reserved` = ? WHERE `id` = ?",
		args:     []any{"name", 1.5, int64(0), int64(0), int64(7)}},
	{name: "save without a key",
		do:       func(db *orm.DB, p, _ *Product) error { p.ID = 0; return orm.Save(ctx, db, p) },
		sqlite:   `INSERT INTO "product" ("name", "price", "in_stock", "reserved") VALUES (?, ?, ?, ?)`,
		postgres: `INSERT INTO "product" ("name", "price", "in_stock", "reserved") VALUES ($1, $2, $3, $4) RETURNING "id"`,
		mysql:    "INSERT INTO `product` (`name`, `price`, `in_stock`, `reserved`) VALUES (?, ?, ?, ?)",
		args:     []any{"name", 1.5, int64(0), int64(0)}},
	{name: "save of an explicit key",
		do:     func(db *orm.DB, p, _ *Product) error { return orm.Save(ctx, db, p, orm.ForceInsert) },
		sqlite: `INSERT INTO "product" ("id", "name", "price", "in_stock", "reserved") VALUES (?, ?, ?, ?, ?)`,
		postgres: `INSERT INTO "product" ("id", "name", "price", "in_stock", "reserved") VALUES ($1, $2, $3, $4, $5) RETURNING (` +
			`SELECT CASE WHEN gap <= 0 THEN 0 WHEN gap <= 100 THEN (SELECT MAX(n) FROM (SELECT nextval(s) AS n FROM generate_series(1, gap)) AS drawn)` +
			` WHEN pg_advisory_xact_lock(s::oid::bigint) IS NOT NULL THEN setval(s, GREATEST(nextval(s), last)) END` +
			` FROM (SELECT s, last, last - nextval(s) AS gap FROM (SELECT pg_get_serial_sequence($6::text, $7::text)::regclass AS s, "id"::bigint AS last) AS k WHERE s IS NOT NULL OFFSET 0) AS q)`,
		mysql:        "INSERT INTO `product` (`id`, `name`, `price`, `in_stock`, `reserved`) VALUES (?, ?, ?, ?, ?)",
		args:         []any{int64(7), "name", 1.5, int64(0), int64(0)},
		postgresArgs: []any{int64(7), "name", 1.5, int64(0), int64(0), `"product"`, "id"}},
	{name: "save some fields",
		do: func(db *orm.DB, p, _ *Product) error {
			return orm.Save(ctx, db, p, orm.UpdateFields(&p.Price, &p.Name))
		},
		sqlite:   `UPDATE "product" SET "price" = ?, "name" = ? WHERE "id" = ?`,
		postgres: `UPDATE "product" SET "price" = $1, "name" = $2 WHERE "id" = $3`,
		mysql:    "UPDATE `product` SET `price` = ?, `name` = ? WHERE `id` = ?",
		args:     []any{1.5, "name", int64(7)}},
	{name: "save with an expression",
		do: func(db *orm.DB, p, _ *Product) error {
			return orm.Save(ctx, db, p, orm.Set(&p.InStock, orm.F(&p.InStock).Add(1)))
		},
		sqlite:   `UPDATE "product" SET "in_stock" = "in_stock" + ?, "name" = ?, "price" = ?, "reserved" = ? WHERE "id" = ? RETURNING "in_stock"`,
		postgres: `UPDATE "product" SET "in_stock" = "in_stock" + $1, "name" = $2, "price" = $3, "reserved" = $4 WHERE "id" = $5 RETURNING "in_stock"`,
		mysql:    "UPDATE `product` SET `in_stock` = `in_stock` + ?, `name` = ?, `price` = ?, `reserved` = ? WHERE `id` = ?\nSELECT `in_stock` FROM `product` WHERE `id` = ?",
		args:     []any{int64(1), "name", 1.5, int64(0), int64(7)}},
	{name: "select on save",
		do: func(db *orm.DB, p, _ *Product) error {
			return orm.Save(ctx, db, p, orm.SelectOnSave, orm.UpdateFields(&p.Name))
		},
		sqlite:   `SELECT "id" FROM "product" WHERE "id" = ?` + "\n" + `UPDATE "product" SET "name" = ? WHERE "id" = ?`,
		postgres: `SELECT "id" FROM "product" WHERE "id" = $1` + "\n" + `UPDATE "product" SET "name" = $1 WHERE "id" = $2`,
		mysql:    "SELECT `id` FROM `product` WHERE `id` = ?\nUPDATE `product` SET `name` = ? WHERE `id` = ?",
		args:     []any{int64(7)}},

	// Conditions
	{name: "comparisons",
		do: filter(func(x *Product) orm.Q {
			f := orm.F(&x.InStock)
			return orm.And(f.Eq(1), f.Ne(2), f.Gt(3), f.Gte(4), f.Lt(5), f.Lte(orm.F(&x.Reserved)), f.Eq(nil), f.Ne(nil))
		}),
		sqlite:   `DELETE FROM "product" WHERE "in_stock" = ? AND "in_stock" <> ? AND "in_stock" > ? AND "in_stock" >= ? AND "in_stock" < ? AND "in_stock" <= "reserved" AND "in_stock" IS NULL AND "in_stock" IS NOT NULL`,
		postgres: `DELETE FROM "product" WHERE "in_stock" = $1 AND "in_stock" <> $2 AND "in_stock" > $3 AND "in_stock" >= $4 AND "in_stock" < $5 AND "in_stock" <= "reserved" AND "in_stock" IS NULL AND "in_stock" IS NOT NULL`,
		mysql:    "DELETE FROM `product` WHERE `in_stock` = ? AND `in_stock` <> ? AND `in_stock` > ? AND `in_stock` >= ? AND `in_stock` < ? AND `in_stock` <= `reserved` AND `in_stock` IS NULL AND `in_stock` IS NOT NULL",
		args:     []any{int64(1), int64(2), int64(3), int64(4), int64(5)}},
	{name: "in and between",
		do: filter(func(x *Product) orm.Q {
			return orm.F(&x.InStock).In(1, 2).And(orm.F(&x.Price).Between(1, orm.F(&x.Reserved)), orm.F(&x.Name).In())
		}),
		sqlite:   `DELETE FROM "product" WHERE "in_stock" IN (?, ?) AND ("price" BETWEEN ? AND "reserved") AND 1 = 0`,
		postgres: `DELETE FROM "product" WHERE "in_stock" IN ($1, $2) AND ("price" BETWEEN $3 AND "reserved") AND 1 = 0`,
		mysql:    "DELETE FROM `product` WHERE `in_stock` IN (?, ?) AND (`price` BETWEEN ? AND `reserved`) AND 1 = 0",
		args:     []any{int64(1), int64(2), 1.0}},
	{name: "like",
		do: filter(func(x *Product) orm.Q {
			return orm.Or(orm.F(&x.Name).Contains("a%b"), orm.F(&x.Name).StartsWith("a_b"), orm.F(&x.Name).EndsWith("a!b"))
		}),
		sqlite:   `DELETE FROM "product" WHERE ("name" LIKE ? ESCAPE '!' OR "name" LIKE ? ESCAPE '!' OR "name" LIKE ? ESCAPE '!')`,
		postgres: `DELETE FROM "product" WHERE ("name" LIKE $1 ESCAPE '!' OR "name" LIKE $2 ESCAPE '!' OR "name" LIKE $3 ESCAPE '!')`,
		mysql:    "DELETE FROM `product` WHERE (`name` LIKE ? ESCAPE '!' OR `name` LIKE ? ESCAPE '!' OR `name` LIKE ? ESCAPE '!')",
		args:     []any{"%a!%b%", "a!_b%", "%a!!b"}},
	{name: "regex",
		do:       filter(func(x *Product) orm.Q { return orm.F(&x.Name).Regex("^a") }),
		sqlite:   `!Regex on sqlite`,
		postgres: `DELETE FROM "product" WHERE "name" ~ $1`,
		mysql:    "DELETE FROM `product` WHERE `name` REGEXP ?",
		args:     []any{"^a"}},
	{name: "and, or, xor, not",
		do: filter(func(x *Product) orm.Q {
			a, b, c := orm.F(&x.InStock).Eq(1), orm.F(&x.InStock).Eq(2), orm.F(&x.InStock).Eq(3)
			return a.Or(b).And(c).Xor(orm.Not(a.And(b)))
		}),
		sqlite:   `DELETE FROM "product" WHERE ((("in_stock" = ? OR "in_stock" = ?) AND "in_stock" = ?) <> (NOT ("in_stock" = ? AND "in_stock" = ?)))`,
		postgres: `DELETE FROM "product" WHERE ((("in_stock" = $1 OR "in_stock" = $2) AND "in_stock" = $3) <> (NOT ("in_stock" = $4 AND "in_stock" = $5)))`,
		mysql:    "DELETE FROM `product` WHERE (((`in_stock` = ? OR `in_stock` = ?) AND `in_stock` = ?) <> (NOT (`in_stock` = ? AND `in_stock` = ?)))",
		args:     []any{int64(1), int64(2), int64(3), int64(1), int64(2)}},

	// Queries
	{name: "all",
		do: all(func(s products, x *Product) products {
			return s.Filter(orm.F(&x.InStock).Gt(0)).Exclude(orm.F(&x.Name).Eq("x")).OrderBy(orm.F(&x.Price).Desc(), orm.F(&x.ID)).Limit(10).Offset(20)
		}),
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "in_stock" > ? AND (NOT ("name" = ?)) ORDER BY "price" DESC, "id" LIMIT 10 OFFSET 20`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "in_stock" > $1 AND (NOT ("name" = $2)) ORDER BY "price" DESC, "id" LIMIT 10 OFFSET 20`,
		mysql:    "SELECT `id`, `name`, `price`, `in_stock`, `reserved` FROM `product` WHERE `in_stock` > ? AND (NOT (`name` = ?)) ORDER BY `price` DESC, `id` LIMIT 10 OFFSET 20",
		args:     []any{int64(0), "x"}},
	{name: "for update",
		do: all(func(s products, x *Product) products {
			return s.Filter(orm.F(&x.ID).Eq(1)).SelectForUpdate(orm.NoWait)
		}),
		sqlite:   `!NoWait on sqlite`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" WHERE "id" = $1 FOR UPDATE NOWAIT`,
		mysql:    "SELECT `id`, `name`, `price`, `in_stock`, `reserved` FROM `product` WHERE `id` = ? FOR UPDATE NOWAIT",
		args:     []any{int64(1)}},
	{name: "for no key update of",
		do: all(func(s products, _ *Product) products {
			return s.SelectForUpdate(orm.NoKey, orm.SkipLocked, orm.Of("product"))
		}),
		sqlite:   `!Of on sqlite`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" FOR NO KEY UPDATE OF "product" SKIP LOCKED`,
		mysql:    "!NoKey on mysql",
		args:     []any{}},
	{name: "for share",
		do:       all(func(s products, _ *Product) products { return s.SelectForUpdate(orm.Share) }),
		sqlite:   `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product"`,
		postgres: `SELECT "id", "name", "price", "in_stock", "reserved" FROM "product" FOR SHARE`,
		mysql:    "SELECT `id`, `name`, `price`, `in_stock`, `reserved` FROM `product` LOCK IN SHARE MODE",
		args:     []any{}},
	{name: "aggregate",
		do: func(db *orm.DB, _, x *Product) error {
			_, err := orm.Aggregate(ctx, orm.Objects[Product](db).Filter(orm.F(&x.InStock).Gt(0)), orm.Sum(orm.F(&x.Price).Mul(2)))
			return err
		},
		sqlite:   `SELECT SUM(("price" * ?)) FROM "product" WHERE "in_stock" > ?`,
		postgres: `SELECT SUM(("price" * $1::double precision)) FROM "product" WHERE "in_stock" > $2`,
		mysql:    "SELECT SUM((`price` * ?)) FROM `product` WHERE `in_stock` > ?",
		args:     []any{2.0, int64(0)}},
	{name: "annotate, group and filter groups",
		do: func(db *orm.DB, _, x *Product) error {
			type line struct {
				Name  string
				Total int
			}
			_, err := orm.Values[line](ctx, orm.Objects[Product](db).Annotate(orm.As("total", orm.Sum(orm.F(&x.InStock)))).
				Filter(orm.F(&x.Price).Gt(1), orm.Col[int]("total").Gt(5)).OrderBy(orm.Col[int]("total").Desc()))
			return err
		},
		sqlite:   `SELECT "name", SUM("in_stock") AS "total" FROM "product" WHERE "price" > ? GROUP BY "name" HAVING SUM("in_stock") > ? ORDER BY SUM("in_stock") DESC`,
		postgres: `SELECT "name", SUM("in_stock") AS "total" FROM "product" WHERE "price" > $1 GROUP BY "name" HAVING SUM("in_stock") > $2 ORDER BY SUM("in_stock") DESC`,
		mysql:    "SELECT `name`, SUM(`in_stock`) AS `total` FROM `product` WHERE `price` > ? GROUP BY `name` HAVING SUM(`in_stock`) > ? ORDER BY SUM(`in_stock`) DESC",
		args:     []any{1.0, int64(5)}},
	{name: "refresh some fields",
		do: func(db *orm.DB, p, _ *Product) error {
			return orm.RefreshFromDB(ctx, db, p, orm.UpdateFields(&p.InStock, &p.Price))
		},
		sqlite:   `SELECT "in_stock", "price" FROM "product" WHERE "id" = ?`,
		postgres: `SELECT "in_stock", "price" FROM "product" WHERE "id" = $1`,
		mysql:    "SELECT `in_stock`, `price` FROM `product` WHERE `id` = ?",
		args:     []any{int64(7)}},
	{name: "delete on a condition",
		do:       func(db *orm.DB, p, _ *Product) error { return orm.Delete(ctx, db, p, orm.If(orm.F(&p.InStock).Eq(0))) },
		sqlite:   `DELETE FROM "product" WHERE "id" = ? AND "in_stock" = ?`,
		postgres: `DELETE FROM "product" WHERE "id" = $1 AND "in_stock" = $2`,
		mysql:    "DELETE FROM `product` WHERE `id` = ? AND `in_stock` = ?",
		args:     []any{int64(7), int64(0)}},

	// Bulk
	{name: "bulk create",
		do: func(db *orm.DB, p, x *Product) error {
			return orm.BulkCreate(ctx, db, []*Product{{Name: `a"\`}, {Name: "b"}}, orm.OnConflict(&x.Name).Update(&x.Price))
		},
		sqlite: `INSERT INTO "product" ("name", "price", "in_stock", "reserved") VALUES (?, ?, ?, ?), (?, ?, ?, ?) ON CONFLICT ("name") DO UPDATE SET "price" = excluded."price"`,
		postgres: catalogueSQL + "\n" +
			`INSERT INTO "product" ("name", "price", "in_stock", "reserved") SELECT new_rows.c0, new_rows.c1, new_rows.c2, new_rows.c3 FROM unnest($1::character varying[], $2::double precision[], $3::integer[], $4::integer[]) WITH ORDINALITY AS new_rows(c0, c1, c2, c3, ord) ORDER BY new_rows.ord ON CONFLICT ("name") DO UPDATE SET "price" = excluded."price"`,
		mysql:        "INSERT INTO `product` (`name`, `price`, `in_stock`, `reserved`) VALUES (?, ?, ?, ?), (?, ?, ?, ?) ON DUPLICATE KEY UPDATE `price` = VALUES(`price`)",
		args:         []any{`a"\`, 0.0, int64(0), int64(0), "b", 0.0, int64(0), int64(0)},
		postgresArgs: []any{`{"a\"\\","b"}`, `{0,0}`, `{0,0}`, `{0,0}`}},
	{name: "bulk create, conflicts ignored",
		do: func(db *orm.DB, p, x *Product) error {
			return orm.BulkCreate(ctx, db, []*Product{{Name: `a`}}, orm.IgnoreConflicts())
		},
		sqlite: `INSERT INTO "product" ("name", "price", "in_stock", "reserved") VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		postgres: catalogueSQL + "\n" +
			`INSERT INTO "product" ("name", "price", "in_stock", "reserved") SELECT new_rows.c0, new_rows.c1, new_rows.c2, new_rows.c3 FROM unnest($1::character varying[], $2::double precision[], $3::integer[], $4::integer[]) WITH ORDINALITY AS new_rows(c0, c1, c2, c3, ord) ORDER BY new_rows.ord ON CONFLICT DO NOTHING`,
		mysql:        "INSERT INTO `product` (`name`, `price`, `in_stock`, `reserved`) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE `name` = `product`.`name`",
		args:         []any{"a", 0.0, int64(0), int64(0)},
		postgresArgs: []any{`{"a"}`, `{0}`, `{0}`, `{0}`}},
	{name: "bulk update",
		do: func(db *orm.DB, p, x *Product) error {
			_, err := orm.BulkUpdate(ctx, db, []*Product{{ID: 1, InStock: 5}, {ID: 2, InStock: 6}}, orm.UpdateFields(&x.InStock), orm.BatchSize(2))
			return err
		},
		sqlite: `UPDATE "product" SET "in_stock" = new_rows.column1 FROM (VALUES (?, ?), (?, ?)) AS new_rows WHERE "product"."id" = new_rows.column2`,
		postgres: catalogueSQL + "\n" +
			`UPDATE "product" SET "in_stock" = new_rows.c0 FROM unnest($1::integer[], $2::bigint[]) AS new_rows(c0, c1) WHERE "product"."id" = new_rows.c1`,
		mysql:        "UPDATE `product` JOIN (SELECT ? AS c0, ? AS c1 UNION ALL SELECT ?, ?) AS new_rows ON `product`.`id` = new_rows.c1 SET `product`.`in_stock` = new_rows.c0",
		args:         []any{int64(5), int64(1), int64(6), int64(2)},
		postgresArgs: []any{`{5,6}`, `{1,2}`}},
}

func TestSQL(t *testing.T) {
	for _, c := range append(sqlCases, querySQLCases...) {
		for dialect, want := range map[string]string{"sqlite": c.sqlite, "postgres": c.postgres, "mysql": c.mysql} {
			t.Run(c.name+"/"+dialect, func(t *testing.T) {
				if dialect == "mysql" && want == "" {
					want = strings.ReplaceAll(c.sqlite, `"`, "`")
				}
				if dialect == "sqlite" { // written with double quotes above, because a raw string cannot hold the others
					want = strings.ReplaceAll(want, `"`, "`")
				}
				db, r := recorded(t, dialect)
				p := &Product{ID: 7, Name: "name", Price: 1.5}
				err := c.do(db, p, orm.Objects[Product](db).Fields())
				if text, ok := strings.CutPrefix(want, "!"); ok {
					require.ErrorIs(t, err, orm.ErrUnsupported)
					require.ErrorContains(t, err, text)
					require.Empty(t, r.log)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, want, strings.Join(r.log, "\n"))
				if c.postgresArgs != nil && dialect == "postgres" {
					assert.Equal(t, c.postgresArgs, r.args[len(r.args)-1])
				} else {
					assert.Equal(t, c.args, r.bound())
				}
			})
		}
	}
}
