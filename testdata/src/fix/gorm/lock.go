package shop

import (
	"encoding/json"
	"strconv"

	"gorm.io/gorm"
)

// encodedInTransaction: an expression cannot take a number out of a text.
func encodedInTransaction(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.Where("id = ?", id).First(&p).Error; err != nil {
			return err
		}
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return tx.Save(&p).Error // want "lost update: Product.Name"
	})
}

// helperWrites is given the transaction in which the row is read.
func helperWrites(db *gorm.DB, id uint, n int) error {
	tx := db.Begin()
	defer tx.Rollback()
	var p Product
	if err := tx.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock += n
	if err := saveProduct(tx, &p); err != nil { // want "lost update: Product.Stock"
		return err
	}
	return tx.Commit().Error
}

func saveProduct(tx *gorm.DB, p *Product) error { return tx.Save(p).Error }

// documentIn edits a document: the caller's transaction is handed in.
func documentIn(tx *gorm.DB, id uint, n int) error {
	var p Product
	if err := tx.Model(&Product{}).
		Where("id = ?", id).
		Take(&p).Error; err != nil {
		return err
	}
	var document int
	if err := json.Unmarshal([]byte(p.Name), &document); err != nil {
		return err
	}
	document += n
	text, err := json.Marshal(document)
	if err != nil {
		return err
	}
	p.Name = string(text)
	return tx.Model(&p).Update("name", p.Name).Error // want "lost update: Product.Name"
}

func documentInTransaction(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error { return documentIn(tx, id, n) })
}

// readBeside reads on the connection, where a lock would be gone before the transaction begins: the row is read again.
func readBeside(db *gorm.DB, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Transaction(func(tx *gorm.DB) error {
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return tx.Save(&p).Error // want "lost update: Product.Name"
	})
}

// readJoined: rows of an outer join cannot be locked everywhere, the row itself can.
func readJoined(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.Joins("LEFT JOIN carts ON carts.id = products.id").First(&p, id).Error; err != nil {
			return err
		}
		tickets, _ := strconv.Atoi(p.Name)
		p.Name = strconv.Itoa(tickets + n)
		return tx.Save(&p).Error // want "lost update: Product.Name"
	})
}

// soldOnce finds the product by the state that it leaves: who waits for the lock finds none.
func soldOnce(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.Where("id = ? AND status = ?", id, "").First(&p).Error; err != nil {
			return err
		}
		if err := tx.Model(&p).Update("status", "sold").Error; err != nil { // want "lost update: Product.Status"
			return err
		}
		return tx.Model(&Wallet{}).Where("id = ?", id).Update("points", gorm.Expr("points + ?", n)).Error
	})
}
