package shop

import (
	"strconv"

	"gorm.io/gorm"
)

// products reads and writes products on a connection or in a transaction.
type products interface {
	ByID(id uint) (*Product, error)
	Save(p *Product) error
}

type gormProducts struct{ db *gorm.DB }

func newProducts(db *gorm.DB) products { return &gormProducts{db: db} }

func (r *gormProducts) ByID(id uint) (*Product, error) {
	var p Product
	err := r.db.First(&p, id).Error
	return &p, err
}

func (r *gormProducts) Save(p *Product) error { return r.db.Save(p).Error }

// behindPort reads and writes behind an interface that was made of the transaction.
func behindPort(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		repo := newProducts(tx)
		p, err := repo.ByID(id)
		if err != nil {
			return err
		}
		p.Stock += n
		return repo.Save(p) // want "lost update: Product.Stock"
	})
}

// helperReads reads in a function that others call as well, on a transaction that is ended by hand.
func helperReads(db *gorm.DB, id uint, n int) error {
	tx := db.Begin()
	defer tx.Rollback()
	p, err := productByID(tx, id)
	if err != nil {
		return err
	}
	tickets, _ := strconv.Atoi(p.Name)
	p.Name = strconv.Itoa(tickets + n)
	if err := saveProduct(tx, p); err != nil { // want "lost update: Product.Name"
		return err
	}
	return tx.Commit().Error
}

// namedError returns the error by its name: one of another scope would not be returned.
func namedError(tx *gorm.DB, id uint, n int) (err error) {
	p, err := productByID(tx, id)
	if err != nil {
		return
	}
	tickets, _ := strconv.Atoi(p.Name)
	p.Name = strconv.Itoa(tickets + n)
	return saveProduct(tx, p) // want "lost update: Product.Name"
}

func namedErrorInTransaction(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error { return namedError(tx, id, n) })
}

func productByID(db *gorm.DB, id uint) (*Product, error) {
	var p Product
	if err := db.First(&p, "id = ?", id).Error; err != nil {
		return nil, err
	}
	return &p, nil
}

// oneLine has the transaction's function on one line.
func oneLine(db *gorm.DB, id uint, n int) error {
	p, err := productByID(db, id)
	if err != nil {
		return err
	}
	return db.Transaction(func(tx *gorm.DB) error { p.Name += strconv.Itoa(n); return saveProduct(tx, p) }) // want "lost update: Product.Name; .*no edit"
}

// testedBefore tests the column before the transaction begins: a second read would not see to that test.
func testedBefore(db *gorm.DB, id uint, n int) error {
	p, err := productByID(db, id)
	if err != nil {
		return err
	}
	if p.Name == "" {
		return errSoldOut
	}
	return db.Transaction(func(tx *gorm.DB) error {
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return saveProduct(tx, p) // want "lost update: Product.Name; .*no edit .* because"
	})
}

// writtenBeside writes on the connection: locked in the transaction, the row would keep that write waiting for ever.
func writtenBeside(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		p, err := productByID(tx, id)
		if err != nil {
			return err
		}
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return saveProduct(db, p) // want "lost update: Product.Name; .*no edit .* because"
	})
}
