package knowledge

// Scany is github.com/georgysavva/scany, versions 1 and 2: what pgx and database/sql read, scanned into structs by the names of their
// columns (https://pkg.go.dev/github.com/georgysavva/scany/v2/dbscan).
var Scany = Library{
	Name: "scany",
	Paths: []string{
		"github.com/georgysavva/scany/pgxscan", "github.com/georgysavva/scany/sqlscan", "github.com/georgysavva/scany/dbscan",
	},
	Under:       []string{"github.com/georgysavva/scany"},
	Handles:     []string{"Querier", "Rows", "RowScanner"},
	Tag:         "db",
	ColumnNames: Snake,
	Calls: []Call{
		{Name: "Get Select", Query: 2, Do: Read, Row: 3, SQL: 4},
		{On: "API", Name: "Get Select", Query: 2, Do: Read, Row: 3, SQL: 4},
		{Name: "ScanOne ScanAll ScanAllSets ScanRow", Query: 2, Do: Read, Row: 1},
		{On: "API", Name: "ScanOne ScanAll ScanAllSets ScanRow", Query: 2, Do: Read, Row: 1},
		{Name: "NewRowScanner", Query: 1},
		{On: "API", Name: "NewRowScanner", Query: 1},
		{On: "RowScanner", Name: "Scan", Do: Read, Row: 1},
	},
}
