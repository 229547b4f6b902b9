package shop

import (
	"context"
	"log"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

func createEach(db *gorm.DB, products []Product) error {
	for _, p := range products {
		if err := db.Create(&p).Error; err != nil { // want "one statement a row: Product is inserted once for each of products; one CreateInBatches of the slice would do for all; a transaction is around the loop if the caller has begun one"
			return err
		}
	}
	return nil
}

func createByIndexInTransaction(db *gorm.DB, products []*Product) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := 0; i < len(products); i++ {
			if err := tx.Create(products[i]).Error; err != nil { // want "Product is inserted once for each of products; .* all run in one transaction"
				return err
			}
		}
		return nil
	})
}

func createFromMap(db *gorm.DB, stock map[string]int) {
	tx := db.Begin()
	defer tx.Commit()
	for name, n := range stock {
		tx.Create(&Product{Name: name, InStock: n}) // want "Product is inserted .* all run in one transaction"
	}
}

func createOneTicketForEachSeat(db *gorm.DB, event uint, seats int) error {
	for range seats {
		if err := db.Create(&Ticket{EventID: event, Code: newCode()}).Error; err != nil { // want "Ticket is inserted once for each of seats"
			return err
		}
	}
	return nil
}

func createLinesOfNewOrder(db *gorm.DB, order *Order, lines []OrderLine) error {
	if err := db.Create(order).Error; err != nil {
		return err
	}
	for i := range lines {
		lines[i].OrderID = order.ID
		if err := db.Create(&lines[i]).Error; err != nil { // want "OrderLine is inserted"
			return err
		}
	}
	return nil
}

func createIgnoringConflicts(db *gorm.DB, sessions []Session) error {
	for _, s := range sessions {
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&s).Error; err != nil { // want "Session is inserted"
			return err
		}
	}
	return nil
}

func createInTransactionOfItsOwn(db *gorm.DB, sessions []Session) error {
	for _, s := range sessions {
		err := db.Transaction(func(tx *gorm.DB) error {
			return tx.Create(&s).Error // want "Session is inserted .* each runs in a transaction of its own"
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func saveEach(db *gorm.DB, products []Product) error {
	for i := range products {
		products[i].Rank = i
		if err := db.Save(&products[i]).Error; err != nil { // want "Product is updated once for each of products; one UPDATE … FROM"
			return err
		}
	}
	return nil
}

func setConstantByKey(db *gorm.DB, ids []uint) error {
	for _, id := range ids {
		if err := db.Model(&Product{}).Where("id = ?", id).Update("rank", 0).Error; err != nil { // want "one UPDATE … WHERE id IN"
			return err
		}
	}
	return nil
}

func raisePriceOfEach(db *gorm.DB, ids []uint) {
	for _, id := range ids {
		db.Exec("UPDATE products SET price = price * 2 WHERE id = ?", id) // want "products is updated .* one UPDATE that computes"
	}
}

func readThenUpdateEach(db *gorm.DB, names []string) error {
	for _, name := range names {
		var p Product
		if err := db.Where("name = ?", name).First(&p).Error; err != nil {
			continue
		}
		if err := db.Model(&p).Update("active", false).Error; err != nil { // want "Product is updated"
			log.Println(name, err)
		}
	}
	return nil
}

func moveByRank(ctx context.Context, db *gorm.DB, ids []uint) error {
	for rank, id := range ids {
		err := db.WithContext(ctx).Model(&Product{ID: id}).Updates(map[string]any{"rank": rank}).Error // want "Product is updated"
		if err != nil {
			return err
		}
	}
	return nil
}

func deleteEach(db *gorm.DB, ids []uint) error {
	for _, id := range ids {
		if err := db.Delete(&Product{}, id).Error; err != nil { // want "Product is deleted once for each of ids; one Where.*Delete would do for all"
			return err
		}
	}
	return nil
}

func deleteRowsThatWereFound(db *gorm.DB, user uint) error {
	var sessions []Session
	if err := db.Where("user_id = ?", user).Find(&sessions).Error; err != nil {
		return err
	}
	for _, s := range sessions {
		if err := db.Where("id = ?", s.ID).Delete(&Session{}).Error; err != nil { // want "Session is deleted"
			return err
		}
	}
	return nil
}

func deleteSplitText(db *gorm.DB, list string) {
	for _, id := range strings.Split(list, ",") {
		if id != "" {
			db.Unscoped().Where("id = ?", id).Delete(&Session{}) // want "Session is deleted"
		}
	}
}

func generic(ctx context.Context, db *gorm.DB, products []Product) error {
	for _, p := range products {
		if err := gorm.G[Product](db).Create(ctx, &p); err != nil { // want "Product is inserted"
			return err
		}
	}
	return nil
}

func copyRowByRow(db *gorm.DB) error {
	rows, err := db.Model(&Product{}).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var p Product
		if err := db.ScanRows(rows, &p); err != nil {
			return err
		}
		if err := db.Create(&Session{ID: p.Name}).Error; err != nil { // want "Session is inserted"
			return err
		}
	}
	return rows.Err()
}

func updateLoadedPointers(db *gorm.DB) error {
	var products []*Product
	if err := db.Find(&products).Error; err != nil {
		return err
	}
	for i, p := range products {
		if p.Rank != i {
			if err := db.Model(p).Update("rank", i).Error; err != nil { // want "Product is updated"
				return err
			}
		}
	}
	return nil
}

func updateInScope(db *gorm.DB, ranks map[string]int) error {
	for name, rank := range ranks {
		if err := db.Model(&Product{}).Scopes(named(name)).Update("rank", rank).Error; err != nil { // want "Product is updated"
			return err
		}
	}
	return nil
}

func named(name string) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB { return db.Where("name = ?", name) }
}

func renumberAfterSwap(db *gorm.DB, i, j int) error {
	var products []*Product
	if err := db.Find(&products).Error; err != nil {
		return err
	}
	products[i], products[j] = products[j], products[i]
	for rank, p := range products {
		if err := db.Model(p).Update("rank", rank).Error; err != nil { // want "Product is updated"
			return err
		}
	}
	return nil
}

// viewers by stream, as they come and go.
var viewers = map[uint]int{}

func join(stream uint) { viewers[stream]++ }

func noteViewers(db *gorm.DB) error {
	for stream, n := range viewers {
		if err := db.Create(&Ticket{EventID: stream, Code: strings.Repeat("*", n)}).Error; err != nil { // want "Ticket is inserted once for each of viewers"
			return err
		}
	}
	return nil
}

func insertInSQL(db *gorm.DB, order uint, products []uint) error {
	for _, p := range products {
		if err := db.Exec("INSERT INTO order_lines (order_id, product_id) VALUES (?, ?)", order, p).Error; err != nil { // want "order_lines is inserted once for each of products; one INSERT with a list of VALUES would do"
			return err
		}
	}
	return nil
}

func insertOrLeaveInSQL(db *gorm.DB, order uint, products []uint) error {
	for _, p := range products {
		err := db.Exec("INSERT INTO order_lines (order_id, product_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE order_id = order_id", order, p).Error // want "order_lines is inserted once for each of products; one INSERT with a list of VALUES would do"
		if err != nil {
			return err
		}
	}
	return nil
}

func deleteByAnotherColumn(db *gorm.DB, orders []Order) {
	for _, o := range orders {
		db.Where("order_id = ?", o.ID).Delete(&OrderLine{}) // want "OrderLine is deleted once for each of orders; one Where.*order_id IN"
	}
}

func deleteElements(db *gorm.DB, sessions []Session) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, s := range sessions {
			if err := tx.Delete(&s).Error; err != nil { // want "Session is deleted once for each of sessions; .* all run in one transaction$"
				return err
			}
		}
		return nil
	})
}

func createLinesOfOrder(db *gorm.DB, o *Order) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for i := range o.Lines {
			o.Lines[i].OrderID = o.ID
			if err := tx.Create(&o.Lines[i]).Error; err != nil { // want "OrderLine is inserted once for each of o.Lines; .* in one transaction$"
				return err
			}
		}
		return nil
	})
}

func createLinesOfOrderAsTheyAre(db *gorm.DB, o *Order) error {
	for i := range o.Lines {
		if err := db.Create(&o.Lines[i]).Error; err != nil { // want "OrderLine is inserted once for each of o.Lines; .* the caller has begun one$"
			return err
		}
	}
	return nil
}
