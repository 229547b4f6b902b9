package knowledge_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

func TestColumnOfTag(t *testing.T) {
	for _, row := range []struct {
		lib  *knowledge.Library
		tag  reflect.StructTag
		want string
	}{
		{&knowledge.Gorm, `gorm:"column:gold;not null"`, "gold"},
		{&knowledge.Gorm, `gorm:"type:int;COLUMN:gold"`, "gold"},
		{&knowledge.Gorm, `gorm:"primaryKey"`, ""},
		{&knowledge.Gorm, `gorm:"-"`, ""},
		{&knowledge.Xorm, `xorm:"'gold' int(11) notnull"`, "gold"},
		{&knowledge.Xorm, `xorm:"display_order"`, "display_order"},
		{&knowledge.Xorm, `xorm:"INT(11) notnull default 0 comment('the gold') gold"`, "gold"},
		{&knowledge.Xorm, `xorm:"varchar(64) notnull default 'none'"`, ""},
		{&knowledge.Xorm, `xorm:"pk autoincr"`, ""},
		{&knowledge.Beego, `orm:"column(gold);default(0)"`, "gold"},
		{&knowledge.Beego, `orm:"auto"`, ""},
		{&knowledge.Orm, `orm:"gold,pk"`, "gold"},
		{&knowledge.Orm, `orm:"auto"`, ""},
		{&knowledge.Sqlx, `db:"gold" json:"g"`, "gold"},
		{&knowledge.Bun, `bun:"gold,notnull"`, "gold"},
		{&knowledge.Bun, `bun:",pk"`, ""},
		{&knowledge.Bun, `bun:"table:users,alias:u"`, ""},
	} {
		require.Equal(t, row.want, row.lib.Column(row.tag), "%s: %s", row.lib.Name, row.tag)
	}
}

func TestTableOfTag(t *testing.T) {
	for _, row := range []struct {
		lib   *knowledge.Library
		field string
		tag   reflect.StructTag
		want  string
	}{
		{&knowledge.Bun, "BaseModel", `bun:"table:outbox_events,alias:e"`, "outbox_events"},
		{&knowledge.Bun, "BaseModel", `bun:",table:outbox_events"`, "outbox_events"},
		{&knowledge.Bun, "Table", `bun:"table"`, ""},
		{&knowledge.Bun, "ID", `bun:"id,pk"`, ""},
		{&knowledge.GoPG, "tableName", `pg:"outbox_events,alias:e"`, "outbox_events"},
		{&knowledge.GoPG, "ID", `pg:"id,pk"`, ""},
		{&knowledge.Gorm, "ID", `gorm:"primaryKey"`, ""},
	} {
		require.Equal(t, row.want, row.lib.Table(row.field, row.tag), "%s %s", row.field, row.tag)
	}
}
