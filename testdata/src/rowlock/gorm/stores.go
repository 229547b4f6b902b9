package bank

import "gorm.io/gorm"

// accounts is one of the parts of a facade that were all made from one pool.
type accounts struct{ db *gorm.DB }

func (a *accounts) find(id uint) (*Account, error) {
	var row Account
	err := a.db.First(&row, id).Error
	return &row, err
}

func (a *accounts) freeze(id uint) error {
	return a.db.Model(&Account{}).Where("id = ?", id).Update("balance", 0).Error
}

type facade struct {
	db       *gorm.DB
	accounts *accounts
}

func newFacade(db *gorm.DB) *facade { return &facade{db: db, accounts: &accounts{db: db}} }

func (f *facade) inTx(fn func(tx *facade) error) error {
	return f.db.Transaction(func(tx *gorm.DB) error { return fn(newFacade(tx)) })
}

type desk struct{ facade *facade }

func (d *desk) readOnTheOuterFacade(id uint) error {
	return d.facade.inTx(func(tx *facade) error {
		if err := tx.accounts.freeze(id); err != nil {
			return err
		}
		_, err := d.facade.accounts.find(id) // want "the read of Account runs outside of the transaction"
		return err
	})
}

func (d *desk) writeOnTheOuterFacade(t *Transfer, id uint) error {
	return d.facade.inTx(func(tx *facade) error {
		if err := tx.db.Create(t).Error; err != nil {
			return err
		}
		return d.facade.accounts.freeze(id) // want "the write of Account runs outside of the transaction"
	})
}

func (d *desk) allInTheTransaction(id uint) error {
	return d.facade.inTx(func(tx *facade) error {
		if err := tx.accounts.freeze(id); err != nil {
			return err
		}
		_, err := tx.accounts.find(id)
		return err
	})
}
