// Package choices tests columns by what they choose: a state of another type, the states that may follow.
package choices

import (
	"errors"
	"slices"

	"gorm.io/gorm"
)

// OrderRow is an order as the table has it.
type OrderRow struct {
	ID     int64
	Status int32
	State  string
	Stock  int64
	Count  int64
	Width  int
}

// Stock is what orders reserve.
type Stock struct {
	ID       int64
	Reserved int64
}

// Status is the state of an order for the program.
type Status string

// The states.
const (
	Open      Status = "open"
	Cancelled Status = "cancelled"
)

var fromID = map[int32]Status{1: Open, 2: Cancelled}

func statusOf(n int32) Status {
	switch n {
	case 2:
		return Cancelled
	}
	return Open
}

// Order is an order for the program.
type Order struct {
	ID     int64
	Status Status
	Stock  int64
	Count  int64
}

var errState = errors.New("state")

func orderByTable(db *gorm.DB, id int64) (*Order, error) {
	var r OrderRow
	if err := db.First(&r, id).Error; err != nil {
		return nil, err
	}
	return &Order{ID: r.ID, Status: fromID[r.Status], Stock: r.Stock, Count: r.Count}, nil
}

func orderBySwitch(db *gorm.DB, id int64) (*Order, error) {
	var r OrderRow
	if err := db.First(&r, id).Error; err != nil {
		return nil, err
	}
	return &Order{ID: r.ID, Status: statusOf(r.Status), Stock: r.Stock, Count: r.Count}, nil
}

func orderByIf(db *gorm.DB, id int64) (*Order, error) {
	var r OrderRow
	if err := db.First(&r, id).Error; err != nil {
		return nil, err
	}
	status := Open
	if r.Status == 2 {
		status = Cancelled
	}
	return &Order{ID: r.ID, Status: status, Stock: r.Stock, Count: r.Count}, nil
}

func free(db *gorm.DB, stock, n int64) error {
	return db.Model(&Stock{}).Where("id = ?", stock).Update("reserved", gorm.Expr("reserved - ?", n)).Error
}

func cancelAStateFromATable(db *gorm.DB, id int64) error {
	o, err := orderByTable(db, id)
	if err != nil {
		return err
	}
	if o.Status == Cancelled {
		return errState
	}
	if err := free(db, o.Stock, o.Count); err != nil {
		return err
	}
	return db.Model(&OrderRow{}).Where("id = ?", id).Update("status", 2).Error // want "lost update: OrderRow.Status is tested"
}

func cancelAStateFromASwitch(db *gorm.DB, id int64) error {
	o, err := orderBySwitch(db, id)
	if err != nil {
		return err
	}
	if o.Status == Cancelled {
		return errState
	}
	if err := free(db, o.Stock, o.Count); err != nil {
		return err
	}
	return db.Model(&OrderRow{}).Where("id = ?", id).Update("status", 2).Error // want "lost update: OrderRow.Status is tested"
}

func cancelAStateFromAnIf(db *gorm.DB, id int64) error {
	o, err := orderByIf(db, id)
	if err != nil {
		return err
	}
	if o.Status == Cancelled {
		return errState
	}
	if err := free(db, o.Stock, o.Count); err != nil {
		return err
	}
	return db.Model(&OrderRow{}).Where("id = ?", id).Update("status", 2).Error // want "lost update: OrderRow.Status is tested"
}

func cancelWithTheTestInWhere(db *gorm.DB, id int64) error {
	o, err := orderByTable(db, id)
	if err != nil {
		return err
	}
	if o.Status == Cancelled {
		return errState
	}
	res := db.Model(&OrderRow{}).Where("id = ? AND status <> 2", id).Update("status", 2)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return errState
	}
	return free(db, o.Stock, o.Count)
}

var next = map[string][]string{"new": {"sent", "failed"}, "sent": {"done", "failed"}}

func setAStateThatMayFollow(db *gorm.DB, id int64, to string) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if !slices.Contains(next[o.State], to) {
		return errState
	}
	if err := db.Model(&OrderRow{}).Where("id = ?", id).Update("state", to).Error; err != nil { // want "lost update: OrderRow.State is tested"
		return err
	}
	return free(db, o.Stock, o.Count)
}

func mayFollow(from, to string) bool {
	for _, s := range next[from] {
		if s == to {
			return true
		}
	}
	return false
}

func setAStateThatALoopFinds(db *gorm.DB, id int64, to string) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if !mayFollow(o.State, to) {
		return errState
	}
	if err := db.Model(&OrderRow{}).Where("id = ?", id).Update("state", to).Error; err != nil { // want "lost update: OrderRow.State is tested"
		return err
	}
	return free(db, o.Stock, o.Count)
}

var follows = map[string]map[string]bool{"new": {"sent": true}}

func setAStateOfATableOfTables(db *gorm.DB, id int64, to string) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if !follows[o.State][to] {
		return errState
	}
	if err := db.Model(&OrderRow{}).Where("id = ?", id).Update("state", to).Error; err != nil { // want "lost update: OrderRow.State is tested"
		return err
	}
	return free(db, o.Stock, o.Count)
}

func freeBeforeTheTestInATransaction(db *gorm.DB, id int64) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	return db.Transaction(func(tx *gorm.DB) error {
		if err := free(tx, o.Stock, o.Count); err != nil {
			return err
		}
		if o.State != "sent" {
			return errState
		}
		return tx.Model(&OrderRow{}).Where("id = ?", id).Update("state", "failed").Error // want "lost update: OrderRow.State is tested"
	})
}

// The stock is freed, and that is committed, whatever the state is.
func freeBeforeTheTestThatOnlySparesAWrite(db *gorm.DB, id int64) error {
	tx := db.Begin()
	defer tx.Rollback()
	if err := free(tx, id, 1); err != nil {
		return err
	}
	var o OrderRow
	if err := tx.First(&o, id).Error; err != nil {
		return err
	}
	if o.State == "new" {
		if err := tx.Model(&OrderRow{}).Where("id = ?", id).Update("state", "seen").Error; err != nil {
			return err
		}
	}
	return tx.Commit().Error
}

// The stock is freed whatever the state is.
func freeBeforeTheTestWithoutATransaction(db *gorm.DB, id int64) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if err := free(db, o.Stock, o.Count); err != nil {
		return err
	}
	if o.State != "sent" {
		return errState
	}
	return db.Model(&OrderRow{}).Where("id = ?", id).Update("state", "failed").Error
}

var widths = map[string]int{"new": 1, "sent": 2}

func setWhatAnotherColumnChooses(db *gorm.DB, id int64) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	o.Width = 10 - widths[o.State]
	return db.Save(&o).Error
}

func setALabelForANumber(db *gorm.DB, id int64) error {
	var o OrderRow
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	label := "few"
	if o.Count > 100 {
		label = "many"
	}
	o.State = label
	return db.Save(&o).Error
}
