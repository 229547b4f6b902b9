package bulkloop

import (
	"strings"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// A form is what one library writes instead of a statement a row.
type form struct{ insert, update, remove string }

// forms by the name of the library. What is empty is said in SQL.
var forms = map[string]form{
	"gorm":      {insert: "one CreateInBatches of the slice", remove: `one Where("id IN ?", ids).Delete`},
	"gen":       {insert: "one CreateInBatches of the slice", remove: "one Where(….In(ids...)).Delete"},
	"xorm":      {insert: "one Insert of the slice", remove: `one In("id", ids).Delete`},
	"bun":       {insert: "one NewInsert().Model(&rows)", update: "one NewUpdate().Model(&rows).Bulk()", remove: "one NewDelete().Model(&rows).WherePK()"},
	"go-pg":     {insert: "one Model(&rows).Insert", update: "one Model(&rows).Update", remove: "one Model(&rows).Delete"},
	"ent":       {insert: "one CreateBulk", remove: "one Delete().Where(IDIn(ids...))"},
	"beego orm": {insert: "one InsertMulti", remove: `one Filter("id__in", ids).Delete`},
	"sqlx":      {insert: "one NamedExec with the slice", remove: "one DELETE … WHERE id IN (?) through sqlx.In"},
	"pgx":       {insert: "one CopyFrom, or one SendBatch", update: "one SendBatch, or UPDATE … FROM unnest(…)", remove: "one DELETE … WHERE id = ANY($1)"},
	"orm":       {insert: "one orm.BulkCreate", update: "one orm.BulkUpdate", remove: "one Filter(…In(ids)).Delete"},
}

// instead is the one statement that does what the loop does. An UPDATE has an edit only where all rows get the same values: the edit sees
// that a variable is set before the loop, of which the engine may know nothing.
//
// Have: now := time.Now(); for _, id := range ids { tx.Exec("UPDATE … SET sent_at = ? WHERE id = ?", now, id) }.
func instead(x rowflow.Repeat, edited bool) string {
	f := formOf(x.Write)
	f.remove = strings.ReplaceAll(f.remove, `"id`, `"`+keyColumn(x.Write))
	switch x.Category {
	case "insert":
		return or(f.insert, "one INSERT with a list of VALUES")
	case "delete":
		return or(f.remove, "one DELETE … WHERE id IN (…)")
	}
	switch {
	case edited, x.Write.Uniform():
		return "one UPDATE … WHERE id IN (…)"
	case x.Write.Arithmetic():
		return "one UPDATE that computes the new values from the old ones"
	}
	return or(f.update, "one UPDATE … FROM (VALUES …), or one with CASE")
}

// formOf is the library's form; for a text of the program's own it is SQL's, unless the library is one for texts.
func formOf(w *rowflow.Write) form {
	if w.Text != nil && w.Lib != "sqlx" && w.Lib != "pgx" {
		return form{}
	}
	return forms[w.Lib]
}

// keyColumn is the column by which the statement finds its rows, if that is one.
func keyColumn(w *rowflow.Write) string {
	if len(w.Where) != 1 {
		return "id"
	}
	t := w.Where[0]
	if t.Op != "=" || t.Column == "" || strings.ContainsAny(t.Column, " .()") {
		return "id"
	}
	return t.Column
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
