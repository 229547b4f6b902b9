package knowledge

// Ent is entgo.io/ent: https://entgo.io/docs/crud. What a program calls is generated from its schema: a model Product has a
// ProductClient, a ProductQuery, a ProductUpdateOne with SetStock and AddStock, and predicates product.StockGTE.
var Ent = Library{
	Name:      "ent",
	BulkKeys:  true,
	SetOnly:   true,
	Paths:     []string{"entgo.io/ent/dialect/sql"},
	Under:     []string{"entgo.io/", "ariga.io/"},
	Generated: []string{"entgo.io/ent/dialect/sql"},
	Marks:     []string{"IsNotSingular", "FieldID"},
	Edges:     "Edges",
	Handles: []string{
		"Client", "Tx", "*Client", "*Query", "*Select", "*GroupBy", "*Update", "*UpdateOne", "*Create", "*CreateBulk", "*Delete",
		"*DeleteOne", "*UpsertOne", "*UpsertBulk", "*Upsert", "selector", "Selector", "UpdateBuilder",
	},
	Mutable:     true,
	TableNames:  Snakes,
	ColumnNames: Snake,
	Calls: []Call{
		{On: "*Client", Name: "Query", Fresh: true, Model: OnStar, NoKey: true},
		{On: "*Client", Name: "Get GetX", Fresh: true, Do: Read, Model: OnStar, NoKey: true, Key: 2, Row: Result},
		{On: "*Client", Name: "Query*", Fresh: true, Of: 1},
		{On: "*Client", Name: "Update", Fresh: true, Model: OnStar, NoKey: true, Will: Update},
		{On: "*Client", Name: "UpdateOne", Fresh: true, Model: 1, Will: Update},
		{On: "*Client", Name: "UpdateOneID", Fresh: true, Model: OnStar, NoKey: true, Key: 1, Will: Update},
		{On: "*Client", Name: "Create CreateBulk MapCreateBulk", Fresh: true, Model: OnStar, NoKey: true, Will: Insert},
		{On: "*Client", Name: "Delete", Fresh: true, Model: OnStar, NoKey: true, Will: Delete},
		{On: "*Client", Name: "DeleteOne", Fresh: true, Model: 1, Will: Delete},
		{On: "*Client", Name: "DeleteOneID", Fresh: true, Model: OnStar, NoKey: true, Key: 1, Will: Delete},

		{On: "*Query", Name: "First FirstX Only OnlyX All AllX", Do: Read, Row: Result},
		{On: "*Query", Name: "FirstID FirstIDX OnlyID OnlyIDX IDs IDsX Count CountX Exist ExistX", Do: Count, Row: Result},
		{On: "*Query", Name: "ForUpdate ForShare", Lock: true},
		{On: "*Query", Name: "Select", Columns: 1},
		{On: "*Query", Name: "With*", Along: 1},
		{On: "*Query", Name: "Query*"},
		{On: "*Select *GroupBy", Name: "Scan", Do: Read, Row: 2},
		{On: "selector", Name: "ScanX", Do: Read, Row: 2},
		{On: "selector", Name: "Int IntX Ints IntsX Float64 Float64X Float64s Float64sX", Do: Read, Row: Result},
		{On: "selector", Name: "String StringX Strings StringsX Bool BoolX Bools BoolsX", Do: Read, Row: Result},

		{On: "*Query", Name: "Order", Order: true},
		{On: "*Query *Update *UpdateOne *Delete *DeleteOne", Name: "Where", Where: 1},
		{On: "*Query *Select *Update *UpdateOne", Name: "Modify", Scope: 1},
		{On: "*Update *UpdateOne *Create", Name: "SetNillable*", Column: Star, Value: 1},
		{On: "*Update *UpdateOne *Create *UpsertOne *UpsertBulk *Upsert", Name: "Set*", Column: Star, Value: 1},
		{On: "*Update *UpdateOne", Name: "Add* Append*", Atomic: Star},
		{On: "*UpsertOne *UpsertBulk *Upsert", Name: "Add*", Atomic: Star},
		{On: "*Create *CreateBulk", Name: "OnConflict OnConflictColumns", Upsert: true},
		{On: "*Update *UpdateOne *Create *CreateBulk", Name: "Save SaveX", Do: Exec},
		{On: "*Update *UpdateOne *Create *CreateBulk *Delete *DeleteOne *UpsertOne *UpsertBulk", Name: "Exec ExecX", Do: Exec},

		{On: "Client", Name: "Tx", Begin: true},
		{On: "Client", Name: "BeginTx", Begin: true, Options: 2},
		{On: "Tx", Name: "Commit Rollback", End: true},

		// The SQL builder, in Modify.
		{On: "Selector", Name: "ForUpdate ForShare For", Lock: true},
		{On: "UpdateBuilder", Name: "Set", Column: 1, Value: 2},
		{On: "UpdateBuilder", Name: "Add", Atomic: 1},
		{Name: "Expr ExprFunc", Expr: 1},

		// Predicates: product.StockGTE(5), and product.Stock(5) for equality.
		{Name: "*NEQ", Column: Star, Value: 1, Cond: "<>"},
		{Name: "*EQ", Column: Star, Value: 1, Cond: "="},
		{Name: "*GTE", Column: Star, Value: 1, Cond: ">="},
		{Name: "*GT", Column: Star, Value: 1, Cond: ">"},
		{Name: "*LTE", Column: Star, Value: 1, Cond: "<="},
		{Name: "*LT", Column: Star, Value: 1, Cond: "<"},
		{Name: "*", Column: Star, Value: 1, Cond: "="},

		// Methods of a row.
		{On: "*", Name: "Update", Fresh: true, Model: Recv, Will: Update},
		{On: "*", Name: "Unwrap", SameAs: Recv},
		{On: "*", Name: "Query*", Fresh: true, Of: Recv},
		{On: "*Edges", Name: "*OrErr", SameAs: Recv, Column: Star},
	},
}
