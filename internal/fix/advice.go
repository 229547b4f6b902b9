package fix

import (
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// advice is a sentence for the reader who has to write the repair: what to write, in the library's words, and why there is no edit.
//
//	write Model(&row).Update("stock", gorm.Expr("stock - ?", n)); no edit is offered because p.Stock is changed on some paths only
func advice(f rowflow.Finding, why error) string {
	return instead(f) + "; no edit is offered because " + why.Error()
}

// instead is what to write. An expression is best where the database has one; else the row has to be locked from its read on, which
// takes a transaction.
func instead(f rowflow.Finding) string {
	w := wordingOf(f.Write.Lib)
	switch {
	case f.Again:
		return "build the assignment anew for each statement"
	case f.Category == "refresh" && f.Seen != (rowflow.Pos{}):
		return "read the row again after the statement, or have the statement return it"
	case f.Category == "refresh":
		return "write only the columns that were changed, or read the row again after the statement"
	case f.Category == "stale":
		return "write only the columns that were changed"
	case f.Category == "check" && f.Write.Verb == knowledge.Delete:
		return "look at how many rows the DELETE removed, and go on only if it was one"
	case f.Category == "check" && f.Unseen:
		return "look at how many rows the statement changed, and take the test for failed if " + w.none
	case f.Category == "check" && f.Self: // a limit: which comparison it is, the text says
		return "put the test of " + fill("COL", f) + " into the WHERE of the statement, and take it for failed if " + w.none
	case f.Category == "check":
		return "repeat the test in the WHERE of the statement (" + fill(w.test, f) + "), and take it for failed if " + w.none
	}
	if expressible(f) {
		if q := sqlcQuery(f.Write.Via); q != "" {
			w.expr = "SET COL = COL ± $1 in the .sql file of the query " + q + ", and hand it the difference"
		}
		return "write " + strings.ReplaceAll(fill(w.expr, f), "±", sqlOp(f.Flow.Op))
	}
	r := wordingOf(f.Read.Lib)
	if q := sqlcQuery(f.Read.Via); q != "" {
		r.lock = "FOR UPDATE in the .sql file of the query " + q
	}
	if f.InTx {
		return "lock the row where it is read, on the transaction: " + r.lock
	}
	return "lock the row from its read to its write, in one transaction: " + strings.ReplaceAll(w.tx, "LOCK", r.lock)
}

// expressible reports whether SQL has an expression for what is computed.
func expressible(f rowflow.Finding) bool { return sqlOp(f.Flow.Op) != "" && numeric(f.Type) }

// sqlcQuery is the query of sqlc that a statement comes from; its text stands in a .sql file, and the call in a file made from that.
func sqlcQuery(via []rowflow.Pos) string {
	if len(via) == 0 || !strings.HasSuffix(via[len(via)-1].File, ".sql.go") {
		return ""
	}
	name := via[len(via)-1].Func
	return name[strings.LastIndexByte(name, '.')+1:]
}

// sqlOp is the operator that SQL has for what Go computes.
func sqlOp(op string) string {
	return map[string]string{"+": "+", "-": "-", "*": "*", "Add": "+", "Sub": "-", "Mul": "*"}[op]
}

// numeric reports whether a column may be a number: its Go type is unknown, a number, or a decimal one.
func numeric(typ string) bool {
	typ = strings.TrimPrefix(typ, "*")
	return typ == "" || strings.HasPrefix(typ, "int") || strings.HasPrefix(typ, "uint") || strings.HasPrefix(typ, "float") || strings.HasSuffix(typ, "Decimal") ||
		strings.HasPrefix(typ, "sql.NullInt") || strings.HasPrefix(typ, "sql.NullFloat")
}

// A wording says what to write in one library's words: COL is the column, FIELD its field, ± the operator, LOCK the locking read.
type wording struct{ expr, test, none, lock, tx string }

func wordingOf(lib string) wording {
	if w, ok := wordings[lib]; ok {
		return w
	}
	return wordings["database/sql"]
}

func fill(text string, f rowflow.Finding) string {
	return strings.NewReplacer("COL", named(f), "FIELD", f.Cell.Field).Replace(text)
}

// named is the column in the library's own naming, or as the statement's text has it; where neither is seen, the field in the case that
// columns are mostly named in.
func named(f rowflow.Finding) string {
	switch f.Write.Lib {
	case "gorm", "gorm v1", "xorm", "bun":
		return columnName(f.Write.Lib, f.Cell.Field, "")
	}
	for _, t := range f.Write.Set {
		if f.Write.Assume == "" && sqltext.Normal(t.Column) == f.Cell.Column {
			return t.Column
		}
	}
	return gormSnake(f.Cell.Field)
}

// wordings by the name of the library. What is not here is said in SQL.
var wordings = map[string]wording{
	"gorm": {
		expr: `Model(&row).Update("COL", gorm.Expr("COL ± ?", n))`,
		test: `Where("COL = ?", tested)`,
		none: "RowsAffected is 0",
		lock: `tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&row, id)`,
		tx:   `db.Transaction(func(tx *gorm.DB) error { LOCK …; return tx.Save(&row).Error })`,
	},
	"gorm v1": {
		expr: `Model(&row).Update("COL", gorm.Expr("COL ± ?", n))`,
		test: `Where("COL = ?", tested)`,
		none: "RowsAffected is 0",
		lock: `tx.Set("gorm:query_option", "FOR UPDATE").First(&row, id)`,
		tx:   `db.Transaction(func(tx *gorm.DB) error { LOCK …; return tx.Save(&row).Error })`,
	},
	"gen": {
		expr: `UpdateSimple(q.Row.FIELD.Add(n)), or Sub, Mul and Div`,
		test: `Where(q.Row.FIELD.Eq(tested))`,
		none: "RowsAffected is 0",
		lock: `tx.Row.Clauses(clause.Locking{Strength: "UPDATE"}).Where(tx.Row.ID.Eq(id)).First()`,
		tx:   `q.Transaction(func(tx *query.Query) error { LOCK …; return tx.Row.Save(row) })`,
	},
	"xorm": {
		expr: `ID(id).SetExpr("COL", fmt.Sprintf("COL ± %d", n)).Update(&Row{}), or Incr and Decr`,
		test: `And("COL = ?", tested)`,
		none: "Update returns 0",
		lock: `session.ID(id).ForUpdate().Get(&row)`,
		tx:   `engine.Transaction(func(session *xorm.Session) (any, error) { LOCK …; return session.ID(id).Update(&row) })`,
	},
	"bun": {
		expr: `NewUpdate().Model(&row).Set("COL = COL ± ?", n).WherePK()`,
		test: `Where("COL = ?", tested)`,
		none: "RowsAffected is 0",
		lock: `tx.NewSelect().Model(&row).WherePK().For("UPDATE").Scan(ctx)`,
		tx:   `db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error { LOCK …; tx.NewUpdate().Model(&row).WherePK().Exec(ctx) … })`,
	},
	"go-pg": {
		expr: `Model(&row).Set("COL = COL ± ?", n).WherePK().Update()`,
		test: `Where("COL = ?", tested)`,
		none: "RowsAffected is 0",
		lock: `tx.Model(&row).WherePK().For("UPDATE").Select()`,
		tx:   `db.RunInTransaction(ctx, func(tx *pg.Tx) error { LOCK …; _, err := tx.Model(&row).WherePK().Update() … })`,
	},
	"ent": {
		expr: `AddFIELD(±n) instead of SetFIELD(x ± n)`,
		test: `Update().Where(row.ID(id), row.FIELD(tested))`,
		none: "Save returns 0 rows",
		lock: `tx.Row.Query().Where(row.ID(id)).ForUpdate().Only(ctx), with the feature sql/lock`,
		tx:   `tx, err := client.Tx(ctx); LOCK; … Save(ctx); tx.Commit()`,
	},
	"beego orm": {
		expr: `QueryTable(&row).Filter("id", id).Update(orm.Params{"FIELD": orm.ColValue(orm.ColAdd, ±n)})`,
		test: `Filter("FIELD", tested)`,
		none: "Update returns 0",
		lock: `tx.ReadForUpdate(&row)`,
		tx:   `tx, err := o.Begin() (in v1, o itself goes on in the transaction); LOCK; … tx.Update(&row) …; tx.Commit()`,
	},
	"orm": {
		expr: `orm.Update(ctx, db, &row, orm.Set(&row.FIELD, orm.F(&row.FIELD) ± n))`,
		test: `orm.If(orm.F(&row.FIELD).Eq(tested))`,
		none: "the error is orm.ErrConflict",
		lock: `orm.Objects[Row](tx).Filter(…).SelectForUpdate().Get(ctx)`,
		tx:   `orm.Atomic(ctx, db, func(tx *orm.DB) error { LOCK …; return orm.Save(ctx, tx, &row) })`,
	},
	"database/sql": {
		expr: `UPDATE … SET COL = COL ± ? WHERE id = ?, with the difference for the value`,
		test: `… AND COL = ?`,
		none: "no row is affected",
		lock: `SELECT … WHERE id = ? FOR UPDATE`,
		tx:   `tx, err := db.BeginTx(ctx, nil); LOCK; … UPDATE …; tx.Commit()`,
	},
	"pgx": {
		expr: `UPDATE … SET COL = COL ± $1 WHERE id = $2, with the difference for the value`,
		test: `… AND COL = $n`,
		none: "RowsAffected is 0",
		lock: `SELECT … WHERE id = $1 FOR UPDATE`,
		tx:   `pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { LOCK; … UPDATE … })`,
	},
}
