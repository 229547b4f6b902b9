package knowledge

// Gen is gorm.io/gen: https://gorm.io/gen/index.html. What a program calls is generated from its tables, with methods of gen.DO beneath: a
// model Product has a product with a field a column, a productDo that reads and writes, and an IProductDo where interfaces were asked for.
var Gen = Library{
	Name:       "gen",
	BulkKeys:   true,
	KeepsBirth: true,
	Paths:      []string{"gorm.io/gen", "gorm.io/gen/field"},
	Under:      []string{"gorm.io/gen"},
	Generated:  []string{"gorm.io/gen"},
	Marks:      []string{"QueryTx"},
	Handles:    []string{"DO", "Dao", "*"}, // all that a generated package declares: Query, queryCtx, product, productDo, IProductDo

	// The models are GORM's. Most are generated from the tables too, without the unique indexes: they declare nothing.
	Tag:         Gorm.Tag,
	ColTag:      Gorm.ColTag,
	Version:     Gorm.Version,
	TableNames:  Gorm.TableNames,
	ColumnNames: Gorm.ColumnNames,
	TableMethod: Gorm.TableMethod,
	KeyWords:    Gorm.KeyWords,
	AutoWords:   Gorm.AutoWords,
	HandWords:   Gorm.HandWords,
	OwnWords:    Gorm.OwnWords,

	Calls: []Call{
		{Name: "Use", Query: 1},
		{On: "Query", Name: "ReplaceDB", Query: 1},
		{On: "Query", Name: "Transaction", Runs: 1, InTx: true, Options: 2},
		{On: "Query", Name: "Begin", Begin: true, Options: 1},
		{On: "QueryTx", Name: "Commit Rollback", End: true},

		{On: "I*Do *Do", Name: "WithContext Debug Session Unscoped Limit Offset Group Attrs Assign Joins Preload", Model: OnStar},
		{On: "I*Do *Do", Name: "Where Or Not Having", Model: OnStar, Where: 1},
		{On: "I*Do *Do", Name: "Order", Model: OnStar, Order: true},
		{On: "I*Do *Do", Name: "Select Distinct", Model: OnStar, Columns: 1},
		{On: "I*Do *Do", Name: "Omit", Model: OnStar, Omit: 1},
		{On: "I*Do *Do", Name: "Clauses", Model: OnStar, Clause: 1},
		{On: "I*Do *Do", Name: "Scopes", Model: OnStar, Scope: 1},
		{On: "I*Do *Do", Name: "Returning", Model: OnStar, Returns: true},

		{On: "I*Do *Do", Name: "First Last Take Find FindByPage", Do: Read, Model: OnStar, Row: Result},
		{On: "I*Do *Do", Name: "FirstOrCreate", Do: Read, Model: OnStar, Row: Result, Creates: true},
		{On: "I*Do *Do", Name: "FirstOrInit", Do: Read, Model: OnStar, Row: Result},
		{On: "I*Do *Do", Name: "FindInBatch", Do: Read, Model: OnStar, Row: Result, Runs: 2},

		{On: "I*Do *Do", Name: "Create CreateInBatches", Do: Insert, Model: OnStar, Row: 1},
		{On: "I*Do *Do", Name: "Save", Do: Save, Model: OnStar, Row: 1}, // an upsert of every column
		{On: "I*Do *Do", Name: "Delete", Do: Delete, Model: OnStar, Row: 1},

		// What productDo has from gen.DO, and IProductDo declares.
		{On: "DO Dao", Name: "Where Or Not Having", Where: 1},
		{On: "DO Dao", Name: "Order", Order: true},
		{On: "DO Dao", Name: "Select Distinct", Columns: 1},
		{On: "DO Dao", Name: "Omit", Omit: 1},
		{On: "DO Dao", Name: "Clauses", Clause: 1},
		{On: "DO Dao I*Do *Do", Name: "Count", Do: Count, Row: Result},
		{On: "DO Dao I*Do *Do", Name: "Scan", Do: Read, Row: 1},
		{On: "I*Do *Do", Name: "ScanByPage", Do: Read, Row: 1},
		{On: "DO Dao I*Do *Do", Name: "FindInBatches", Do: Read, Row: 1, Runs: 3},
		{On: "DO Dao I*Do *Do", Name: "Pluck", Do: Read, Column: 1, Row: 2},
		{On: "DO Dao I*Do *Do", Name: "Update UpdateColumn", Do: Update, Column: 1, Value: 2},
		{On: "DO Dao I*Do *Do", Name: "UpdateSimple UpdateColumnSimple", Do: Update, Parts: 1},
		{On: "DO Dao I*Do *Do", Name: "Updates UpdateColumns", Do: Update, Row: 1, NonZero: true},

		// Columns: q.Product.Stock.Gte(5), q.Product.Stock.Sub(1), q.Product.State.Value("sold").
		{On: fields, Name: "Eq", Column: Recv, Value: 1, Cond: "="},
		{On: fields, Name: "Neq", Column: Recv, Value: 1, Cond: "<>"},
		{On: fields, Name: "Gt", Column: Recv, Value: 1, Cond: ">"},
		{On: fields, Name: "Gte", Column: Recv, Value: 1, Cond: ">="},
		{On: fields, Name: "Lt", Column: Recv, Value: 1, Cond: "<"},
		{On: fields, Name: "Lte", Column: Recv, Value: 1, Cond: "<="},
		{On: fields, Name: "In", Column: Recv, Value: 1, Cond: "="},
		{On: "Bool", Name: "Is", Column: Recv, Value: 1, Cond: "="},
		{On: fields + " Bool", Name: "Value", Column: Recv, Value: 1},
		{On: "expr", Name: "IsNull", Column: Recv, Cond: "IS"},
		{On: "expr", Name: "IsNotNull", Column: Recv, Cond: "IS NOT"},
		{On: "expr", Name: "Null", Column: Recv},
		{On: "expr", Name: "SetCol", Atomic: Recv},
		{On: numbers + " Time", Name: "Add Sub", Atomic: Recv, Expr: Recv},
		{On: numbers, Name: "Mul Div", Atomic: Recv, Expr: Recv},
		{On: "Bool", Name: "Not", Atomic: Recv, Expr: Recv},
	},
}

// The types of columns that gen knows.
const (
	numbers = "Int Int8 Int16 Int32 Int64 Uint Uint8 Uint16 Uint32 Uint64 Float32 Float64"
	fields  = "Field Serializer String Bytes Time " + numbers
)
