package knowledge

import "strings"

// Xorm is xorm.io/xorm, and github.com/go-xorm/xorm, as it was called before: https://xorm.io/docs/.
// An Engine's method opens a session of its own for one statement; a Session keeps its transaction.
var Xorm = Library{
	Name:      "xorm",
	Declares:  true,
	Paths:     []string{"xorm.io/xorm", "xorm.io/builder", "github.com/go-xorm/xorm", "github.com/go-xorm/builder", "github.com/xorm-io/xorm", "github.com/xorm-io/builder"},
	Under:     []string{"xorm.io/", "github.com/go-xorm/", "github.com/xorm-io/"},
	Handles:   []string{"Engine", "Session", "EngineGroup", "Interface", "EngineInterface", "Rows"},
	Mutable:   true,
	Resets:    true,
	Tag:       "xorm",
	TagSpaces: true,
	TagWords: strings.Fields(`- -> <- pk auto autoincr null notnull not default created updated deleted version utc local index unique cache
		nocache comment extends unsigned collate casecade json jsonb bit tinyint smallint mediumint int integer bigint enum set char varchar nchar
		nvarchar tinytext text ntext clob mediumtext longtext uuid uniqueidentifier sysname date datetime time timestamp timestampz year
		smalldatetime decimal numeric money smallmoney real float double binary varbinary tinyblob blob mediumblob longblob bytea bool boolean
		serial bigserial array`),
	Version:         []string{"version"},
	VersionOfStruct: true,

	Exprs:       []string{"xorm.io/builder.Incr", "xorm.io/builder.Decr"},
	TableNames:  Snake,
	ColumnNames: Snake,
	TableMethod: "TableName",
	KeyWords:    []string{"pk"},
	AutoWords:   []string{"autoincr"},
	OwnWords:    []string{"-", "<-", "created", "updated", "deleted"},
	Calls: []Call{
		{On: "Engine EngineGroup EngineInterface", Name: "NewSession Context", Fresh: true},
		{On: "Engine Session Interface", Name: "Table", Table: 1, Model: 1}, // a name or a bean
		{On: "Engine Session Interface", Name: "ID", Key: 1},
		{On: "Engine Session", Name: "Id", Key: 1}, // as ID was called before
		{On: "Engine Session Interface", Name: "OrderBy Asc Desc", Order: true},
		{On: "Engine Session Interface", Name: "Where", Where: 1},
		{On: "Session", Name: "And Or", Where: 1},
		{On: "Engine Session Interface", Name: "In NotIn", Where: 1},
		{On: "Engine Session", Name: "Having", Where: 1},
		{On: "Engine Session Interface", Name: "Cols Select Distinct", Columns: 1},
		{On: "Engine Session Interface", Name: "MustCols UseBool Nullable"}, // zero values too, but no limit
		{On: "Engine Session Interface", Name: "Omit", Omit: 1},
		{On: "Engine Session Interface", Name: "AllCols", AllCols: true},
		{On: "Engine Session Interface", Name: "Incr Decr", Atomic: 1},
		{On: "Engine Session Interface", Name: "SetExpr", Column: 1, Expr: 2},
		{On: "Session", Name: "ForUpdate", Lock: true},
		{On: "Session", Name: "NoVersionCheck", NoVersion: true},
		{On: "Engine Session Interface", Name: "SQL", SQL: 1},
		{On: "Engine Session", Name: "Sql", SQL: 1}, // as SQL was called before

		{On: "Engine Session Interface", Name: "Get", Do: Read, Row: 1, Scan: 1, Example: true},
		{On: "Session", Name: "GetOrError", Do: Read, Row: 1, Scan: 1, Example: true},
		{On: "Engine Session Interface", Name: "Find FindAndCount", Do: Read, Row: 1, Where: 2},
		{On: "Engine Session Interface", Name: "Iterate", Do: Read, Model: 1, Runs: 2, Gives: 2},
		{On: "Engine Session Interface EngineGroup", Name: "Rows", Model: 1},
		{On: "Rows", Name: "Scan", Do: Read, Row: 1, Scan: 1},
		{On: "Engine Session Interface EngineGroup", Name: "Query QueryString QueryInterface", Do: Read, SQL: 1, Row: Result},
		{On: "Session", Name: "QuerySliceString", Do: Read, SQL: 1},
		{On: "Engine Session Interface", Name: "Count Sum SumInt Sums SumsInt Exist", Do: Count, Row: Result, Model: 1},

		{On: "Engine Session Interface", Name: "Insert InsertOne", Do: Insert, Row: 1},
		{On: "Session", Name: "InsertMulti", Do: Insert, Row: 1},
		{On: "Engine Session Interface", Name: "Update", Do: Update, Row: 1, NonZero: true, NoKey: true, Where: 2},
		{On: "Engine Session Interface", Name: "Delete Truncate", Do: Delete, Row: 1, Example: true},
		{On: "Engine Session Interface", Name: "Exec", Do: Exec, SQL: 1},

		{On: "Session", Name: "Begin", Begin: true},
		{On: "Session", Name: "BeginTx", Begin: true, Options: 1},
		{On: "Session", Name: "Commit Rollback", End: true},
		{On: "Engine", Name: "Transaction", Runs: 1, InTx: true},

		{Name: "Expr", Expr: 1}, // builder.Expr
	},
}
