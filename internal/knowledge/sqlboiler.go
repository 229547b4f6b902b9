package knowledge

// SQLBoiler is github.com/aarondl/sqlboiler, before github.com/volatiletech/sqlboiler. Its generated models read through
// query mods and write through methods of the row, with a list of columns.
var SQLBoiler = Library{
	Name: "sqlboiler",
	Paths: []string{
		"github.com/aarondl/sqlboiler/boil", "github.com/aarondl/sqlboiler/queries", "github.com/aarondl/sqlboiler/queries/qm",
		"github.com/volatiletech/sqlboiler/boil", "github.com/volatiletech/sqlboiler/queries",
		"github.com/volatiletech/sqlboiler/queries/qm",
	},
	Under:     []string{"github.com/aarondl/sqlboiler", "github.com/volatiletech/sqlboiler"},
	Generated: []string{"github.com/aarondl/sqlboiler/boil", "github.com/volatiletech/sqlboiler/boil"},
	Marks:     []string{"ErrSyncFail"},
	Handles: []string{
		"Executor", "ContextExecutor", "Transactor", "ContextTransactor", "Beginner", "ContextBeginner", "Query", "*Query",
		"QueryMod",
	},
	Tag:         "boil",
	ColumnNames: Snake,
	Calls: []Call{
		// The runtime.
		{Name: "Raw RawG", SQL: 1},
		{On: "Query", Name: "Bind BindP", Handle: 2, Do: Read, Row: 3},
		{On: "Query", Name: "BindG BindGP", Do: Read, Row: 2},
		{On: "Query", Name: "Exec ExecP", Handle: 1, Do: Exec},
		{On: "Query", Name: "ExecContext ExecContextP", Handle: 2, Do: Exec},
		{On: "Query", Name: "ExecG ExecGP ExecContextG ExecContextGP", Do: Exec},
		{On: "Query", Name: "Query QueryP QueryRow", Handle: 1},
		{On: "Query", Name: "QueryContext QueryContextP QueryRowContext", Handle: 2},
		{On: "Query", Name: "QueryG QueryGP QueryRowG QueryContextG QueryContextGP QueryRowContextG"},
		{Name: "Bind", Query: 1, Do: Read, Row: 2},
		{On: "Executor", Name: "Exec", Do: Exec, SQL: 1},
		{On: "ContextExecutor", Name: "ExecContext", Do: Exec, SQL: 2},
		{On: "Executor", Name: "Query QueryRow", SQL: 1},
		{On: "ContextExecutor", Name: "QueryContext QueryRowContext", SQL: 2},
		{Name: "Begin", Begin: true},
		{Name: "BeginTx", Begin: true, Options: 2},
		{On: "Beginner", Name: "Begin", Begin: true},
		{On: "ContextBeginner", Name: "BeginTx", Begin: true, Options: 2},
		{On: "Transactor ContextTransactor", Name: "Commit Rollback", End: true},

		// Query mods and lists of columns.
		{Name: "For", LockBy: 1},
		{Name: "SetFor", Query: 1, LockBy: 2},
		{Name: "OrderBy", Order: true},
		{Name: "Where And Or WhereIn AndIn OrIn WhereNotIn AndNotIn OrNotIn Having", Where: 1},
		{Name: "Select Whitelist", Columns: 1},
		{Name: "Blacklist", Omit: 1},
		{Name: "Infer", AllCols: true},
		{Name: "From", Table: 1},
		{Name: "SQL", SQL: 1},
		{Name: "Expr", Parts: 1},

		// Generated: models.Products(qm.For("UPDATE")).One(ctx, tx), p.Update(ctx, tx, boil.Whitelist("stock")).
		{Name: "Find*G", Do: Read, Key: 2, Row: Result},
		{Name: "Find*", Handle: 2, Do: Read, Key: 3, Row: Result},
		{On: "*Query", Name: "One All", Handle: 2, Do: Read, Row: Result},
		{On: "*Query", Name: "OneG AllG", Do: Read, Row: Result},
		{On: "*Query", Name: "Count Exists", Handle: 2, Do: Count, Row: Result},
		{On: "*Query", Name: "UpdateAll", Handle: 2, Do: Update, Model: OnStar, NoKey: true, Row: 3},
		{On: "*Query", Name: "DeleteAll", Handle: 2, Do: Delete},
		{On: "*Slice", Name: "UpdateAll", Handle: 2, Do: Update, Model: Recv, Row: 3},
		{On: "*Slice", Name: "DeleteAll", Handle: 2, Do: Delete, Row: Recv},
		{On: "*", Name: "Update", Handle: 2, Do: Update, Row: Recv, Parts: 3},
		{On: "*", Name: "UpdateG", Do: Update, Row: Recv, Parts: 2},
		{On: "*", Name: "Insert", Handle: 2, Do: Insert, Row: Recv, Parts: 3},
		{On: "*", Name: "InsertG", Do: Insert, Row: Recv, Parts: 2},
		{On: "*", Name: "Upsert", Handle: 2, Do: Upsert, Row: Recv, Parts: 5}, // PostgreSQL; the columns to update stand at 5
		{On: "*", Name: "Delete", Handle: 2, Do: Delete, Row: Recv},
		{On: "*", Name: "Reload", Handle: 2, Do: Read, Row: Recv},
		{On: "whereHelper*", Name: "EQ", Column: Recv, Value: 1, Cond: "="}, // models.ProductWhere.Stock.EQ(5)
		{On: "whereHelper*", Name: "NEQ", Column: Recv, Value: 1, Cond: "<>"},
		{On: "whereHelper*", Name: "GT", Column: Recv, Value: 1, Cond: ">"},
		{On: "whereHelper*", Name: "GTE", Column: Recv, Value: 1, Cond: ">="},
		{On: "whereHelper*", Name: "LT", Column: Recv, Value: 1, Cond: "<"},
		{On: "whereHelper*", Name: "LTE", Column: Recv, Value: 1, Cond: "<="},
		{Name: "*", Parts: 1}, // models.Products(mods…)
	},
}
