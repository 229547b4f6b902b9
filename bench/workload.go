package bench

import "context"

// Workload is one thing that programs do with a database.
type Workload struct {
	// Name is as in the tables.
	Name string
	// Rows are in the table when it begins.
	Rows int
	// Fresh makes Rows of new input and empties the table before each operation, off the clock.
	Fresh bool
	// Keyless says that the operation is Bulk, after which not every contender knows the keys.
	Keyless bool
	// Do is operation i, on input made for it.
	Do func(ctx context.Context, c Contender, in *Input, i int) error
	// Want does to rows in memory what operation i has to do to the table.
	Want func(table []Record, i int) []Record
}

// Input is what operations work on, made off the clock.
type Input struct {
	// Rows are those of the table, with their keys; or new ones, without.
	Rows []*Record
	// Got is what the last operation read, or wrote through: it has to be as the table is.
	Got Records
}

// pick spreads operations over a table of n rows; the key is one more.
func pick(i, n int) int { return i * 7 % n }

// Workloads lists them.
func Workloads() []Workload {
	return []Workload{
		{Name: "insert1", Rows: 0, Do: doInsert, Want: wantInsert},
		{Name: "loop1000-autocommit", Rows: 1000, Fresh: true, Do: doInsertEach, Want: wantRows(1000)},
		{Name: "loop1000-onetx", Rows: 1000, Fresh: true, Do: doInsertAll, Want: wantRows(1000)},
		{Name: "bulk1000", Rows: 1000, Fresh: true, Keyless: true, Do: doBulk, Want: wantRows(1000)},
		{Name: "bulk10000", Rows: 10000, Fresh: true, Keyless: true, Do: doBulk, Want: wantRows(10000)},
		{Name: "get-pk", Rows: 1000, Do: doGet, Want: wantSame},
		{Name: "read1000", Rows: 1000, Do: doAll, Want: wantSame},
		{Name: "increment", Rows: 1000, Do: doIncrement, Want: wantOneOlder},
		{Name: "increment-returning", Rows: 1000, Do: doIncrementRow, Want: wantOneOlder},
		{Name: "read-modify-write", Rows: 1000, Do: doReadModifyWrite, Want: wantOneOlder},
		{Name: "update-expr1000", Rows: 1000, Do: doUpdateAll, Want: wantAllOlder},
		{Name: "bulk-update1000", Rows: 1000, Do: doBulkUpdate, Want: wantBulkUpdate},
		{Name: "save-full", Rows: 1000, Do: doSave, Want: wantSave},
		{Name: "save-new", Rows: 0, Do: doSaveNew, Want: wantInsert},
	}
}

func one(r *Record) Records { return Records{Pointers: []*Record{r}} }

func wantSame(table []Record, _ int) []Record { return table }

func doInsert(ctx context.Context, c Contender, in *Input, i int) error {
	if in.Rows == nil {
		in.Rows = []*Record{Make(0)}
		in.Got = Records{Pointers: in.Rows}
	}
	r := in.Rows[0]
	r.ID, r.Age = 0, int64(i)
	return c.Insert(ctx, r)
}

func wantInsert(table []Record, i int) []Record {
	r := *Make(0)
	r.ID, r.Age = int64(len(table)+1), int64(i)
	return append(table, r)
}

// doSaveNew saves a row whose key is set, though no row has it.
func doSaveNew(ctx context.Context, c Contender, in *Input, i int) error {
	if in.Rows == nil {
		in.Rows = []*Record{Make(0)}
		in.Got = Records{Pointers: in.Rows}
	}
	r := in.Rows[0]
	r.ID, r.Age = int64(i+1), int64(i)
	return c.SaveNew(ctx, r)
}

// wantRows is a table of n new rows: the one that was there before is emptied.
func wantRows(n int) func([]Record, int) []Record {
	return func([]Record, int) []Record {
		table := make([]Record, n)
		for i, r := range MakeMany(n) {
			r.ID = int64(i + 1)
			table[i] = *r
		}
		return table
	}
}

func doInsertEach(ctx context.Context, c Contender, in *Input, _ int) error {
	in.Got = Records{Pointers: in.Rows}
	for _, r := range in.Rows {
		if err := c.Insert(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func doInsertAll(ctx context.Context, c Contender, in *Input, _ int) error {
	in.Got = Records{Pointers: in.Rows}
	return c.InsertAll(ctx, in.Rows)
}

func doBulk(ctx context.Context, c Contender, in *Input, _ int) error {
	in.Got = Records{Pointers: in.Rows}
	return c.Bulk(ctx, in.Rows)
}

func doGet(ctx context.Context, c Contender, in *Input, i int) error {
	r, err := c.Get(ctx, int64(1+pick(i, len(in.Rows))))
	in.Rows[0] = r // kept, so that it has to be on the heap as in a program
	if i < verified {
		in.Got = one(r)
	}
	return err
}

func doAll(ctx context.Context, c Contender, in *Input, _ int) (err error) {
	in.Got, err = c.All(ctx)
	return err
}

func doIncrement(ctx context.Context, c Contender, in *Input, i int) error {
	return c.Increment(ctx, int64(1+pick(i, len(in.Rows))))
}

func doIncrementRow(ctx context.Context, c Contender, in *Input, i int) error {
	r := in.Rows[pick(i, len(in.Rows))]
	if i < verified {
		in.Got = one(r)
	}
	return c.IncrementRow(ctx, r)
}

func doReadModifyWrite(ctx context.Context, c Contender, in *Input, i int) error {
	r, err := c.Get(ctx, int64(1+pick(i, len(in.Rows))))
	if err != nil {
		return err
	}
	if i < verified {
		in.Got = one(r)
	}
	r.Age++
	return c.Save(ctx, r)
}

func wantOneOlder(table []Record, i int) []Record {
	table[pick(i, len(table))].Age++
	return table
}

func doUpdateAll(ctx context.Context, c Contender, _ *Input, _ int) error { return c.UpdateAll(ctx) }

func wantAllOlder(table []Record, _ int) []Record {
	for i := range table {
		table[i].Age++
	}
	return table
}

func doBulkUpdate(ctx context.Context, c Contender, in *Input, i int) error {
	for k, r := range in.Rows {
		r.Age, r.Score = int64(k+i), float64(k-i)/2
	}
	in.Got = Records{Pointers: in.Rows}
	return c.BulkUpdate(ctx, in.Rows)
}

func wantBulkUpdate(table []Record, i int) []Record {
	for k := range table {
		table[k].Age, table[k].Score = int64(k+i), float64(k-i)/2
	}
	return table
}

func doSave(ctx context.Context, c Contender, in *Input, i int) error {
	r := in.Rows[pick(i, len(in.Rows))]
	saved(r, i)
	if i < verified {
		in.Got = one(r)
	}
	return c.Save(ctx, r)
}

// saved changes a row to what Save has to write, zeros and NULL among it.
func saved(r *Record, i int) {
	r.Name, r.Age, r.Score, r.Active, r.Note = "saved", int64(i), 0, false, nil
}

func wantSave(table []Record, i int) []Record {
	saved(&table[pick(i, len(table))], i)
	return table
}
