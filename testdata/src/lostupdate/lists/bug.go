package lists

import (
	"maps"
	"slices"

	"github.com/samber/lo"
	"gorm.io/gorm"
)

func load(db *gorm.DB) (items []*Item) {
	db.Find(&items)
	return items
}

func forEach(db *gorm.DB, qty int) {
	var items []Item
	db.Find(&items)
	lo.ForEach(items, func(item Item, _ int) {
		item.Stock -= qty
		db.Save(&item) // want "lost update: Item.Stock "
	})
}

func filtered(db *gorm.DB, qty int) {
	open := lo.Filter(load(db), func(item *Item, _ int) bool { return item.State == "open" })
	for _, item := range open {
		item.Stock -= qty
		db.Save(item) // want "lost update: Item.Stock "
	}
}

func byKey(db *gorm.DB, lines []Line) {
	items := lo.KeyBy(load(db), func(item *Item) string { return item.SKU })
	for _, l := range lines {
		item := items[l.SKU]
		item.Stock -= l.Qty
		db.Save(item) // want "lost update: Item.Stock "
	}
}

func found(db *gorm.DB, sku string, qty int) {
	item, ok := lo.Find(load(db), func(item *Item) bool { return item.SKU == sku })
	if !ok {
		return
	}
	item.Stock -= qty
	db.Save(item) // want "lost update: Item.Stock "
}

func mapped(db *gorm.DB, qty int) {
	var items []Item
	db.Find(&items)
	out := lo.Map(items, func(item Item, _ int) Item {
		item.Stock -= qty
		return item
	})
	db.Save(&out) // want "lost update: Item.Stock "
}

func backward(db *gorm.DB, qty int) {
	for _, item := range slices.Backward(load(db)) {
		item.Stock -= qty
		db.Save(item) // want "lost update: Item.Stock "
	}
}

func collected(db *gorm.DB, qty int) {
	bySKU := map[string]*Item{}
	for _, item := range load(db) {
		bySKU[item.SKU] = item
	}
	for item := range maps.Values(bySKU) {
		item.Stock -= qty
	}
	for _, item := range slices.Collect(maps.Values(bySKU)) {
		db.Save(item) // want "lost update: Item.Stock "
	}
}

func chunks(db *gorm.DB, qty int) {
	for chunk := range slices.Chunk(load(db), 100) {
		for _, item := range chunk {
			item.Stock -= qty
		}
		db.Save(chunk) // want "lost update: Item.Stock "
	}
}

func changed(db *gorm.DB, qty int) {
	var changed []*Item
	for _, item := range load(db) {
		if item.State == "open" {
			item.Stock -= qty
			changed = append(changed, item)
		}
	}
	db.Save(&changed) // want "lost update: Item.Stock "
}

func copied(db *gorm.DB, id uint, qty int) {
	var item Item
	db.First(&item, id)
	item.Stock -= qty
	db.Save([]Item{item}) // want "lost update: Item.Stock "
}

// Store keeps items.
type Store interface {
	Get(id uint) (*Item, error)
	UpdateAll(items []*Item) error
}

type store struct{ db *gorm.DB }

func (s store) Get(id uint) (*Item, error) {
	var item Item
	return &item, s.db.First(&item, id).Error
}

func (s store) UpdateAll(items []*Item) error {
	for _, item := range items {
		if err := s.db.Save(item).Error; err != nil {
			return err
		}
	}
	return nil
}

func transfer(s Store, from, to uint, n int) error {
	a, err := s.Get(from)
	if err != nil {
		return err
	}
	b, err := s.Get(to)
	if err != nil {
		return err
	}
	a.Stock -= n
	b.Stock += n
	return s.UpdateAll([]*Item{a, b}) // want "lost update: Item.Stock "
}

type shop struct {
	db    *gorm.DB
	cache []Item
}

func (s shop) cached() []Item {
	var items []Item
	for i := range s.cache {
		items = append(items, Item{ID: s.cache[i].ID, Stock: s.cache[i].Stock})
	}
	return items
}

// all gives the rows out of the cache, and where that is empty, those of the table.
func (s shop) all() []Item {
	items := s.cached()
	if len(items) < 1 {
		s.db.Find(&items)
	}
	return items
}

func throughCache(s shop, qty int) {
	for _, it := range s.all() {
		s.db.Save(&Item{ID: it.ID, Stock: it.Stock - qty}) // want "lost update: Item.Stock is read"
	}
}
