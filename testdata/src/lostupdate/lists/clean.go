package lists

import (
	"slices"

	"github.com/samber/lo"
	"gorm.io/gorm"
)

// What comes out of the lines was never in the database.
func counted(db *gorm.DB, id uint, lines []Line) {
	var item Item
	db.First(&item, id)
	item.Stock = lo.SumBy(lines, func(l Line) int { return l.Qty })
	db.Save(&item)
}

// The name of a row is a condition here.
func named(db *gorm.DB) {
	skus := lo.Map(load(db), func(item *Item, _ int) string { return item.SKU })
	db.Model(&Item{}).Where("sku IN ?", skus).Update("state", "done")
}

// A row that is chosen is saved as it is.
func chosen(db *gorm.DB) {
	first, _ := lo.First(load(db))
	first.State = "first"
	db.Save(first)
}

// New rows are made from what is there.
func archived(db *gorm.DB) {
	rows := lo.Map(load(db), func(item *Item, _ int) Item { return Item{SKU: item.SKU, Stock: item.Stock + 1} })
	db.Create(&rows)
}

// The other row is the one that is computed with.
func beside(db *gorm.DB, qty int) {
	items := load(db)
	slices.SortFunc(items, func(a, b *Item) int { return a.Stock - b.Stock })
	fresh := []*Item{{SKU: "new", Stock: qty}}
	db.Create(fresh)
}

// In the database nothing is lost.
func expressed(db *gorm.DB, qty int) {
	lo.ForEach(load(db), func(item *Item, _ int) {
		db.Model(item).Update("stock", gorm.Expr("stock - ?", qty))
	})
}
