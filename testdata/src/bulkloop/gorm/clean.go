package shop

import (
	"context"
	"errors"
	"slices"
	"time"

	"google.golang.org/grpc"
	"gorm.io/gorm"
)

func newCode() string { return time.Now().String() }

func createSlice(db *gorm.DB, names []string) error {
	var products []Product
	for _, name := range names {
		products = append(products, Product{Name: name})
	}
	return db.CreateInBatches(products, 100).Error
}

func createChunks(db *gorm.DB, products []Product) error {
	for chunk := range slices.Chunk(products, 100) {
		if err := db.Create(&chunk).Error; err != nil {
			return err
		}
	}
	return nil
}

func deleteByWindow(db *gorm.DB, ids []uint) error {
	const size = 500
	for i := 0; i < len(ids); i += size {
		end := min(i+size, len(ids))
		if err := db.Where("id IN ?", ids[i:end]).Delete(&Product{}).Error; err != nil {
			return err
		}
	}
	return nil
}

func createWhenFull(db *gorm.DB, names []string) error {
	var batch []Product
	for _, name := range names {
		batch = append(batch, Product{Name: name})
		if len(batch) < 100 {
			continue
		}
		if err := db.Create(&batch).Error; err != nil {
			return err
		}
		batch = batch[:0]
	}
	return db.Create(&batch).Error
}

func updateGroups(db *gorm.DB, byPrice map[int][]uint) error {
	for price, ids := range byPrice {
		if err := db.Model(&Product{}).Where("id IN ?", ids).Update("price", price).Error; err != nil {
			return err
		}
	}
	return nil
}

func retryUntilSaved(db *gorm.DB, p *Product, tries int) (err error) {
	for i := 0; i < tries; i++ {
		if err = db.Save(p).Error; err == nil {
			return nil
		}
	}
	return err
}

func tryCodesUntilOneIsFree(db *gorm.DB, codes []string) error {
	for _, code := range codes {
		if err := db.Create(&Ticket{Code: code}).Error; err == nil {
			return nil
		}
	}
	return errNotEnough
}

func constantNumber(db *gorm.DB) error {
	for i := 0; i < 3; i++ {
		if err := db.Create(&Product{Rank: i}).Error; err != nil {
			return err
		}
	}
	return nil
}

func literalList(db *gorm.DB) error {
	for _, name := range []string{"tea", "milk"} {
		if err := db.Create(&Product{Name: name}).Error; err != nil {
			return err
		}
	}
	return nil
}

var defaults = []Product{{Name: "tea"}, {Name: "milk"}}

func packageVariable(db *gorm.DB) {
	for _, p := range defaults {
		db.FirstOrCreate(&p, "name = ?", p.Name)
		db.Save(&p)
	}
}

func newLinesNeedTheKeyOfTheNewOrder(db *gorm.DB, numbers []string) error {
	for _, number := range numbers {
		order := Order{Number: number}
		if err := db.Create(&order).Error; err != nil {
			return err
		}
		if err := db.Create(&OrderLine{OrderID: order.ID}).Error; err != nil {
			return err
		}
	}
	return nil
}

func guardedAmountsWithAffectedRows(db *gorm.DB, lines []OrderLine) error {
	return db.Transaction(func(tx *gorm.DB) error {
		for _, l := range lines {
			res := tx.Model(&Product{}).Where("id = ? AND in_stock >= ?", l.ProductID, l.Quantity).
				Update("in_stock", gorm.Expr("in_stock - ?", l.Quantity))
			if res.Error != nil {
				return res.Error
			}
			if res.RowsAffected == 0 {
				return errNotEnough
			}
		}
		return nil
	})
}

func claimOneByOne(db *gorm.DB, ids []uint, run func(uint)) error {
	for _, id := range ids {
		res := db.Model(&Product{}).Where("id = ? AND active = ?", id, false).Update("active", true)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			continue // somebody else has it
		}
		run(id)
	}
	return nil
}

func savepointForEach(tx *gorm.DB, products []Product) error {
	for _, p := range products {
		tx.SavePoint("row")
		if err := tx.Create(&p).Error; err != nil {
			tx.RollbackTo("row")
		}
	}
	return tx.Error
}

func severalStatementsInTransactionOfTheirOwn(db *gorm.DB, lines []OrderLine) error {
	for _, l := range lines {
		err := db.Transaction(func(tx *gorm.DB) error {
			if err := tx.Delete(&l).Error; err != nil {
				return err
			}
			return tx.Model(&Product{}).Where("id = ?", l.ProductID).Update("in_stock", gorm.Expr("in_stock + ?", l.Quantity)).Error
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func poll(ctx context.Context, db *gorm.DB, every time.Duration) error {
	for range time.Tick(every) {
		if err := db.Where("user_id = 0").Delete(&Session{}).Error; err != nil {
			return err
		}
	}
	return ctx.Err()
}

func pollForTimes(db *gorm.DB, s *Session, times int) {
	for i := range times {
		s.UserID = uint(i)
		db.Save(s)
		time.Sleep(time.Second)
	}
}

func worker(db *gorm.DB, incoming <-chan Session) {
	for s := range incoming {
		db.Create(&s)
	}
}

func oneGoroutineForEach(db *gorm.DB, sessions []Session) {
	for _, s := range sessions {
		go db.Create(&s)
	}
}

func untilNoneIsLeft(db *gorm.DB) error {
	for {
		var p Product
		err := db.Where("active").First(&p).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err := db.Delete(&p).Error; err != nil {
			return err
		}
	}
}

func setUp(db *gorm.DB, names []string) error {
	if err := db.AutoMigrate(&Product{}); err != nil {
		return err
	}
	for _, name := range names {
		if err := db.Create(&Product{Name: name}).Error; err != nil {
			return err
		}
	}
	return nil
}

func eachDatabase(shards []*gorm.DB, user uint) error {
	for _, db := range shards {
		if err := db.Where("user_id = ?", user).Delete(&Session{}).Error; err != nil {
			return err
		}
	}
	return nil
}

func eachTable(db *gorm.DB, tables []string, user uint) error {
	for _, table := range tables {
		if err := db.Exec("DELETE FROM "+table+" WHERE user_id = ?", user).Error; err != nil {
			return err
		}
	}
	return nil
}

func onlyTheLastIsSaved(db *gorm.DB, products []Product) error {
	best := products[0]
	for _, p := range products {
		if p.Price < best.Price {
			best = p
		}
	}
	return db.Save(&best).Error
}

func firstMatchIsSaved(db *gorm.DB, products []Product) error {
	for _, p := range products {
		if p.InStock == 0 {
			p.Active = false
			return db.Save(&p).Error
		}
	}
	return nil
}

func seedProducts(db *gorm.DB, names []string) error {
	for _, name := range names {
		if err := db.Create(&Product{Name: name}).Error; err != nil {
			return err
		}
	}
	return nil
}

func saveLater(db *gorm.DB, s Session) {
	go func() {
		db.Save(&s)
	}()
}

func eachIsSavedLater(db *gorm.DB, sessions []Session) {
	for _, s := range sessions {
		saveLater(db, s)
	}
}

// A Sender is a client as protoc generates it.
type Sender interface {
	Send(ctx context.Context, number string, opts ...grpc.CallOption) error
}

func sendThenNoteIt(ctx context.Context, db *gorm.DB, client Sender, orders []Order) error {
	for _, o := range orders {
		if err := client.Send(ctx, o.Number); err != nil {
			return err
		}
		if err := db.Model(&Order{}).Where("id = ?", o.ID).Update("number", "sent").Error; err != nil {
			return err
		}
	}
	return nil
}

func deleteSliceInChunks(db *gorm.DB, sessions []Session) error {
	for chunk := range slices.Chunk(sessions, 100) {
		if err := db.Delete(&chunk).Error; err != nil {
			return err
		}
	}
	return nil
}
