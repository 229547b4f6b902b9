package main

// target is what orm is to stay below: the ratio of its processor time to that of database/sql by hand, in the best round,
// and its allocations for one operation.
type target struct {
	workload         string
	sqlite, postgres float64
	wall             bool    // PostgreSQL's is of the wall time: the server does the work
	allocs           float64 // on SQLite: the drivers differ
	allocsPostgres   float64 // 0: none
	own              string  // the ratio is to orm's own time for this workload instead
}

// targets come from the fastest way that is known for each statement, not from what orm was measured to do.
var targets = []target{
	{workload: "insert1", sqlite: 0.85, postgres: 1.15, allocs: 20},
	{workload: "loop1000-autocommit", sqlite: 0.85, postgres: 1.15, allocs: 18000},
	{workload: "loop1000-onetx", sqlite: 0.55, postgres: 1.15, allocs: 18000},
	{workload: "bulk1000", sqlite: 0.80, postgres: 0.50, allocs: 8000},
	{workload: "bulk10000", sqlite: 0.80, postgres: 0.50, allocs: 80000},
	{workload: "get-pk", sqlite: 1.20, postgres: 1.15, allocs: 50},
	{workload: "read1000", sqlite: 1.05, postgres: 1.10, allocs: 14100},
	{workload: "increment", sqlite: 1.25, postgres: 1.15, allocs: 9},
	{workload: "increment-returning", sqlite: 1.25, postgres: 1.15},
	{workload: "read-modify-write", sqlite: 1.25, postgres: 1.20, allocs: 70},
	{workload: "update-expr1000", sqlite: 1.05, postgres: 1.05, wall: true, allocs: 12},
	{workload: "bulk-update1000", sqlite: 0.70, postgres: 0.50, allocs: 8000, allocsPostgres: 3000},
	{workload: "save-full", sqlite: 1.20, postgres: 1.20, allocs: 20},
	{workload: "save-new", sqlite: 2.20, postgres: 2.20, own: "save-full"},
}

// of gives the target on a database.
func (t target) of(dialect string) (ratio float64, wall bool, allocs float64) {
	if dialect != "postgres" {
		return t.sqlite, false, t.allocs
	}
	return t.postgres, t.wall, t.allocsPostgres
}
