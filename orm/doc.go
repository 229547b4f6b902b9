// Package orm writes to a database without losing what others write at the same time. It works on the structs, tags,
// connections and transactions that a program already has.
//
// # The bug
//
//	p, _ := load(7)          // InStock is 5
//	p.InStock -= qty         // computed here, from a value that may be old
//	save(p)                  // writes 4, whatever others have written meanwhile
//
// Two requests that both read 5 leave 4: one sale is lost. A plain transaction does not help, for both may read before
// either writes. There are three cures, and this package has them all.
//
// # Let the database compute: F
//
// [F] names a column by a pointer to its field, so that the compiler checks the name and an editor renames it. An
// expression is computed by the database, while it holds the row:
//
//	db := orm.New(sqlDB)
//	err := orm.Update(ctx, db, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty)))
//	// UPDATE product SET in_stock = in_stock - ? WHERE id = ? RETURNING in_stock; p.InStock is the new value
//
// [If] moves a decision to the same place. Where it does not hold, nothing is written and the error is [ErrConflict]:
//
//	err = orm.Update(ctx, db, &p, orm.Set(&p.InStock, orm.F(&p.InStock).Sub(qty)), orm.If(orm.F(&p.InStock).Gte(qty)))
//	if errors.Is(err, orm.ErrConflict) { return soldOut }
//
// For many rows, a query takes its field pointers from Fields, a row that only names columns:
//
//	products := orm.Objects[Product](db)
//	x := products.Fields()
//	n, err := products.Filter(orm.F(&x.InStock).Lt(orm.F(&x.Reserved))).Update(ctx, orm.Set(&x.Price, orm.F(&x.Price).Mul(1.2)))
//
// # Lock the row: Atomic and SelectForUpdate
//
// When Go has to compute, [Atomic] begins a transaction and [QuerySet.SelectForUpdate] keeps others from the row until it
// ends. Outside a transaction the lock would be none, so it is an error. Atomic runs its function again after a deadlock or
// a serialization failure; inside another transaction it is a savepoint. Use the handle that the function is given: what
// runs on the outer one is not part of the transaction.
//
//	err := orm.Atomic(ctx, db, func(tx *orm.DB) error {
//		p, err := orm.Objects[Product](tx).SelectForUpdate().Get(ctx, orm.F(&x.ID).Eq(7))
//		if err != nil { return err }
//		p.Price = quote(p)
//		return orm.Save(ctx, tx, p, orm.UpdateFields(&p.Price))
//	})
//
// # Compare: version columns
//
// A field tagged orm:",version" is compared and counted up by each write of a row. A row that has moved on since it was
// read is [ErrConflict].
//
// # Save
//
// [Save] writes a whole row: UPDATE when the key is set, INSERT when no row has it, INSERT when there is no key. Zero
// values are written, always. [UpdateFields] writes only the columns that are named, and never brings back a deleted row.
//
// # Many rows
//
// [BulkCreate] and [BulkUpdate] write any number of rows in few statements, below the limits of the database, as one
// transaction, and fill in the keys.
//
// # Models
//
// A model is a struct. Its tags are those of this package or of GORM, bun, xorm or sqlx, whose names for tables and columns
// are then kept; a TableName method has the last word.
//
//	type Product struct {
//		ID      int64 `orm:"id,pk,auto"`        // name, then flags: the key, numbered by the database
//		Name    string                          // column name
//		InStock int                             // column in_stock
//		Tags    []string  `orm:",json"`         // marshalled
//		Version int       `orm:",version"`      // compared on each write
//		Made    time.Time `orm:",created"`      // the time of the INSERT; also updated, deleted (marks instead of deleting)
//		Total   float64   `orm:",annotation"`   // no column: filled by Annotate; readonly: never written; nullzero: zero is NULL
//		Address `orm:",embed:home_"`            // columns of this table, with a prefix
//		Cache   any       `orm:"-"`             // no column
//	}                                           // table product; or _ struct{} `orm:"table:products"`
//
// Fields may be numbers, strings, bools, []byte, time.Time, pointers to them (nil is NULL), and whatever has Value and Scan
// methods. NULL in a field that cannot hold it is read as zero. A field ID is the key if no tag says otherwise.
//
// # Databases
//
// SQLite 3.35, PostgreSQL, MySQL 8 and MariaDB 10.6, and what speaks their protocols (CockroachDB, YugabyteDB, TiDB). Values
// are always bound and names always quoted. This package imports no driver; orm/sqlite brings the embedded one. [New] takes
// whatever has ExecContext and QueryContext, so that one call can be changed at a time, inside the transactions of another
// library. The pages docs/orm/django.md and docs/orm/libraries.md of the repository map the names of Django and the calls of
// GORM, bun and xorm to those of this package:
//
//	gormDB.Transaction(func(tx *gorm.DB) error {
//		return orm.Update(ctx, orm.New(tx.Statement.ConnPool, orm.DialectNamed(tx.Name())), &p, ..)
//	})
package orm
