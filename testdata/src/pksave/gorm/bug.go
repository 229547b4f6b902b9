package gorm

import (
	"github.com/jinzhu/copier"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type updateDocumentRequest struct {
	ID          int64
	Title, Body string
}

func (s *Store) savePriceInAFreshStruct(id, price int64) error {
	return s.db.Save(&Product{ID: id, Price: price}).Error // want "Product was not loaded but made here with its ID.*zeros for Name, InStock and CreatedAt"
}

func (s *Store) saveFreshStructFieldByField(id int64, name string) error {
	var p Product
	p.ID = id
	p.Name = name
	return s.db.Save(&p).Error // want "zeros for Price, InStock and CreatedAt"
}

func (s *Store) saveWhatTheRequestSays(req *updateDocumentRequest) error {
	d := Document{ID: req.ID, Title: req.Title, Body: req.Body}
	return s.db.Save(&d).Error // want "Document was not loaded but made here with its ID.*where there is none one is inserted"
}

func (s *Store) copyRequestAndSave(req *updateDocumentRequest) error {
	d := &Document{}
	if err := copier.Copy(d, req); err != nil {
		return err
	}
	return s.db.Save(d).Error // want "Document was not loaded"
}

func copyInto[T, S any](to T, from S, change ...func(*copier.Option)) T {
	dst, src := to, from
	option := copier.Option{DeepCopy: true}
	for _, c := range change {
		c(&option)
	}
	_ = copier.CopyWithOption(dst, src, option)
	return dst
}

func (s *Store) copyThroughAHelperAndSave(req *updateDocumentRequest) error {
	d := &Document{}
	copyInto(d, req)
	d.Title = "new: " + req.Title
	return s.db.Save(d).Error // want "Document was not loaded"
}

func (s *Store) copySomeColumnsOfTheLoadedRow(id, price int64) error {
	var old Product
	if err := s.db.First(&old, id).Error; err != nil {
		return err
	}
	return s.db.Save(&Product{ID: old.ID, Name: old.Name, Price: price, CreatedAt: old.CreatedAt}).Error // want "zeros for InStock"
}

func (s *Store) saveSettingWithoutItsDescription(name, value string) error {
	return s.db.Save(&Setting{Name: name, Value: value}).Error // want "zeros for Description"
}

func (s *Store) upsertEveryColumn(id, price int64) error {
	p := Product{ID: id, Price: price}
	return s.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&p).Error // want "zeros for Name, InStock and CreatedAt"
}

func save(tx *gorm.DB, p *Product) error { return tx.Save(p).Error }

func (s *Store) saveThroughAHelper(id, price int64) error {
	return s.db.Transaction(func(tx *gorm.DB) error {
		return save(tx, &Product{ID: id, Price: price}) // want "zeros for Name, InStock and CreatedAt"
	})
}

type message struct{ Chat *chat }

type chat struct {
	ID    int64
	Title string
}

type inbox interface{ Receive() *message }

func (s *Store) saveUnderTheKeyOfAMessage(in inbox, body string) error {
	m := in.Receive()
	return s.db.Save(&Document{ID: m.Chat.ID, Title: m.Chat.Title, Body: body}).Error // want "Document was not loaded"
}

func newProduct(id int64, name string) *Product { return &Product{ID: id, Name: name} }

func (s *Store) saveWhatAConstructorMade(id int64, name string) error {
	return s.db.Save(newProduct(id, name)).Error // want "zeros for Price, InStock and CreatedAt"
}

func (s *Store) insertUnderAConstantKey() error {
	return s.db.Create(&Product{ID: 100, Name: "voucher"}).Error // want "explicit key: Product.ID is set here"
}

func (s *Store) insertUnderTheLastKeyPlusOne(name string) error {
	var last Product
	if err := s.db.Order("id DESC").First(&last).Error; err != nil {
		return err
	}
	return s.db.Create(&Product{ID: last.ID + 1, Name: name}).Error // want "explicit key: Product.ID is set here"
}

func (s *Store) insertUnderTheGreatestKeyPlusOne(name string) error {
	var most int64
	if err := s.db.Raw("SELECT MAX(id) FROM products").Scan(&most).Error; err != nil {
		return err
	}
	return s.db.Create(&Product{ID: most + 1, Name: name}).Error // want "explicit key: Product.ID is set here"
}

func (s *Store) insert(id int64, name string) error {
	return s.db.Create(&Product{ID: id, Name: name}).Error
}

func (s *Store) insertTheVoucher() error {
	return s.insert(7, "voucher") // want "explicit key: Product.ID is set here"
}
