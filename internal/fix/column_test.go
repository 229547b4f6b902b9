package fix

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestColumnName(t *testing.T) {
	for _, c := range []struct{ lib, field, tag, want string }{
		{"gorm", "ID", ``, "id"},
		{"gorm", "InStock", ``, "in_stock"},
		{"gorm", "HTTPServer", ``, "http_server"},
		{"gorm", "UserAPIKey", ``, "user_api_key"},
		{"gorm", "URLs", ``, "urls"},
		{"gorm", "UserID", ``, "user_id"},
		{"gorm", "Line2Total", ``, "line2_total"},
		{"gorm", "A", ``, "a"},
		{"gorm", "AddressB", ``, "address_b"},
		{"gorm", "SKU", ``, "sku"},
		{"gorm", "JSONData", ``, "json_data"},
		{"gorm", "X_Y", ``, "x__y"}, // as GORM has it
		{"gorm", "Stock", `gorm:"column:stock_left;not null"`, "stock_left"},
		{"gorm", "Stock", `gorm:"not null;COLUMN:left_over"`, "left_over"},
		{"gorm", "Stock", `gorm:"-"`, ""},
		{"gorm", "Stock", `gorm:"->"`, ""},
		{"gorm", "Address", `gorm:"embedded;embeddedPrefix:home_"`, ""},
		{"gorm", "Tags", `gorm:"serializer:json"`, ""},
		{"gorm", "Wallet", `gorm:"foreignKey:UserID"`, ""},
		{"gorm v1", "InStock", ``, "in_stock"},
		{"gorm v1", "Stock", `gorm:"column:stock_left"`, "stock_left"},

		{"bun", "ID", ``, "id"},
		{"bun", "InStock", ``, "in_stock"},
		{"bun", "HTTPServer", ``, "http_server"},
		{"bun", "VitaminB", ``, "vitaminb"}, // as bun has it
		{"bun", "UserIDs", ``, "user_i_ds"},
		{"bun", "Stock", `bun:"stock_left,notnull"`, "stock_left"},
		{"bun", "Stock", `bun:",notnull"`, "stock"},
		{"bun", "Price", `bun:"type:numeric(20,2),column:unit_price"`, "unit_price"},
		{"bun", "Price", `bun:"unit_price,type:numeric(20,2)"`, "unit_price"},
		{"bun", "Stock", `bun:"-"`, ""},
		{"bun", "Stock", `bun:",scanonly"`, ""},
		{"bun", "Owner", `bun:"rel:belongs-to,join:owner_id=id"`, ""},
		{"bun", "Address", `bun:"embed:home_"`, ""},

		{"xorm", "Id", ``, "id"},
		{"xorm", "ID", ``, "i_d"}, // as xorm's default mapper has it
		{"xorm", "InStock", ``, "in_stock"},
		{"xorm", "Name", `xorm:"varchar(64) notnull 'nick'"`, "nick"},
		{"xorm", "Gold", `xorm:"gold notnull default 0"`, "gold"},
		{"xorm", "Gold", `xorm:"notnull default 0"`, "gold"},
		{"xorm", "State", `xorm:"varchar(10) default 'open'"`, "state"},
		{"xorm", "Sort", `xorm:"display_order"`, "display_order"},
		{"xorm", "Gold", `xorm:"-"`, ""},
		{"xorm", "Base", `xorm:"extends"`, ""},
		{"xorm", "Gold", `xorm:"<-"`, ""},

		{"sqlx", "OwnerID", `db:"owner_id"`, "owner_id"},
		{"sqlx", "OwnerID", ``, "ownerid"},
		{"sqlx", "OwnerID", `db:"owner_id,omitempty"`, "owner_id"},
		{"database/sql", "Balance", ``, "balance"},
	} {
		assert.Equal(t, c.want, columnName(c.lib, c.field, c.tag), "%s %s %s", c.lib, c.field, c.tag)
	}
}

func TestOrmSnake(t *testing.T) {
	for name, want := range map[string]string{"Product": "product", "OrderItem": "order_item", "HTTPServer": "http_server", "UserID": "user_id",
		"Line2Total": "line2_total", "AddressB": "address_b"} {
		assert.Equal(t, want, ormSnake(name), name)
	}
}

func TestReserved(t *testing.T) {
	for column, want := range map[string]bool{"stock": false, "in_stock": false, "limit": true, "order": true, "left": true, "Stock": true,
		"in-stock": true, "count": false, "": true, "balance2": false} {
		assert.Equal(t, want, reserved(column), column)
	}
}
