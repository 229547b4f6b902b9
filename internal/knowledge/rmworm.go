package knowledge

// Orm is our own package. Assignments, conditions and options are values: orm.Set(&p.Stock, orm.F(&p.Stock).Sub(1)).
var Orm = Library{
	Name:        "orm",
	BulkKeys:    true,
	Paths:       []string{"github.com/rmwlint/rmwlint/orm"},
	Under:       []string{"github.com/rmwlint/rmwlint/orm"},
	Handles:     []string{"DB", "QuerySet", "Conn"},
	Tag:         "orm",
	TagWords:    []string{"auto", "pk", "null", "index", "unique"}, // another library's, under the same tag
	TableNames:  Snake,
	ColumnNames: Snake,
	TableMethod: "TableName",
	KeyWords:    []string{"pk"},
	AutoWords:   []string{"auto"},
	OwnWords:    []string{"-"},
	Flags: []Flag{
		{Type: "github.com/rmwlint/rmwlint/orm.SaveFlag", Value: 0, Will: Insert}, // ForceInsert
		{Type: "github.com/rmwlint/rmwlint/orm.SaveFlag", Value: 1, Will: Update}, // ForceUpdate
	},
	Calls: []Call{
		{Name: "New", SameAs: 1},
		{On: "DB", Name: "SQL", SameAs: Recv},
		{On: "DB Conn", Name: "ExecContext", Do: Exec, SQL: 2},
		{On: "DB Conn", Name: "QueryContext", SQL: 2},

		{Name: "F Col", Expr: 1},
		{Name: "Raw RawQ", Expr: 1},
		{Name: "Case Coalesce Greatest Least Abs Concat Lower Upper Length Sum Avg Min Max", Expr: 1},
		{Name: "Val", SameAs: 1},
		{On: "Expr", Name: "Add Sub Mul Div Mod Neg", Expr: Recv},
		{On: "Expr", Name: "Eq", Column: Recv, Value: 1, Cond: "="},
		{On: "Expr", Name: "Ne", Column: Recv, Value: 1, Cond: "<>"},
		{On: "Expr", Name: "Gt", Column: Recv, Value: 1, Cond: ">"},
		{On: "Expr", Name: "Gte", Column: Recv, Value: 1, Cond: ">="},
		{On: "Expr", Name: "Lt", Column: Recv, Value: 1, Cond: "<"},
		{On: "Expr", Name: "Lte", Column: Recv, Value: 1, Cond: "<="},
		{Name: "And Or Not", Where: 1},
		{On: "Q", Name: "And Or Xor", Where: 1},

		{Name: "Set SetCol", Column: 1, Value: 2},
		{Name: "If", Where: 1},
		{Name: "UpdateFields", Columns: 1},
		{Name: "OnConflict IgnoreConflicts", Upsert: true},

		{Name: "Update", Query: 2, Fresh: true, Do: Update, Model: 3, Parts: 4, Returns: true},
		{Name: "Save", Query: 2, Fresh: true, Do: Save, Row: 3, Parts: 4},
		{Name: "Delete", Query: 2, Fresh: true, Do: Delete, Row: 3, Parts: 4},
		{Name: "RefreshFromDB", Query: 2, Fresh: true, Do: Read, Row: 3},
		{Name: "BulkCreate", Query: 2, Fresh: true, Do: Insert, Row: 3, Parts: 4},
		{Name: "BulkUpdate", Query: 2, Fresh: true, Do: Update, Row: 3, Parts: 4},

		{Name: "Objects", Query: 1, Fresh: true, TypeArg: 1},
		{On: "QuerySet", Name: "OrderBy", Order: true},
		{On: "QuerySet", Name: "Filter Exclude", Where: 1},
		{On: "QuerySet", Name: "SelectForUpdate", Lock: true},
		{On: "QuerySet", Name: "First All Iter", Do: Read, Row: Result},
		{On: "QuerySet", Name: "Get", Do: Read, Where: 2, Row: Result},
		{On: "QuerySet", Name: "GetOrCreate", Do: Read, Row: 2},
		{On: "QuerySet", Name: "UpdateOrCreate", Do: Upsert, Row: 2},
		{On: "QuerySet", Name: "Update", Do: Update, Parts: 2},
		{On: "QuerySet", Name: "Delete", Do: Delete},
		{On: "QuerySet", Name: "Count Exists", Do: Count, Row: Result},
		{On: "QuerySet", Name: "SQL", Text: true},
		{Name: "Values", Query: 2, Do: Read, Row: Result},
		{Name: "Aggregate", Query: 2, Do: Count, Row: Result},

		{Name: "Atomic", Query: 2, Runs: 3, InTx: true, Parts: 4},
		{Name: "Isolation", Options: 1},
	},
}
