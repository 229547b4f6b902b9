package gorm

import (
	"crypto/rand"
	"errors"
	"reflect"
	"time"

	"github.com/google/uuid"
	"github.com/jinzhu/copier"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

func (s *Store) loadThenSave(id, price int64) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	p.Price = price
	return s.db.Save(&p).Error
}

func (s *Store) saveWithoutAKey(name string, price int64) error {
	return s.db.Save(&Product{Name: name, Price: price}).Error
}

func (s *Store) insertWithoutAKey(name string, price int64) error {
	return s.db.Create(&Product{Name: name, Price: price}).Error
}

func (s *Store) insertThenSave(name string) error {
	p := Product{Name: name}
	if err := s.db.Create(&p).Error; err != nil {
		return err
	}
	p.InStock = 1
	return s.db.Save(&p).Error
}

func (s *Store) insertUnderAUUIDThenSave(user int64) error {
	session := Session{ID: uuid.NewString(), UserID: user}
	if err := s.db.Create(&session).Error; err != nil {
		return err
	}
	session.Agent = "curl"
	return s.db.Save(&session).Error
}

func (s *Store) saveUnderAUUID(user int64) error {
	return s.db.Save(&Session{ID: uuid.NewString(), UserID: user}).Error
}

func token() string { return rand.Text() }

func (s *Store) saveUnderAMadeUpKey(user int64) error {
	return s.db.Save(&Session{ID: token(), UserID: user}).Error
}

func (s *Store) saveEveryColumnUnderANaturalKey(url string, pos int64) error {
	return s.db.Save(&Cursor{URL: url, Pos: pos}).Error
}

func (s *Store) upsertNamedColumns(id, price int64) error {
	p := Product{ID: id, Price: price}
	return s.db.Clauses(clause.OnConflict{DoUpdates: clause.AssignmentColumns([]string{"price"})}).Create(&p).Error
}

func (s *Store) upsertNothing(id, price int64) error {
	return s.db.Clauses(clause.OnConflict{DoNothing: true}).Save(&Product{ID: id, Price: price}).Error
}

func (s *Store) saveSelectedColumns(id, price int64) error {
	return s.db.Select("Price").Save(&Product{ID: id, Price: price}).Error
}

func (s *Store) updateNamedColumns(id, price int64) error {
	return s.db.Model(&Product{ID: id}).Updates(map[string]any{"price": price}).Error
}

func (s *Store) saveIfThereIsNone(name, value string) error {
	var old Setting
	err := s.db.First(&old, "name = ?", name).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return s.db.Save(&Setting{Name: name, Value: value}).Error
	}
	return err
}

func (s *Store) firstOrCreateThenSave(name, value string) error {
	set := Setting{Name: name}
	s.db.FirstOrCreate(&set, Setting{Name: name})
	set.Value = value
	return s.db.Save(&set).Error
}

func (s *Store) copyOverTheLoadedRow(req *updateDocumentRequest) error {
	var d Document
	if err := s.db.First(&d, req.ID).Error; err != nil {
		return err
	}
	if err := copier.Copy(&d, req); err != nil {
		return err
	}
	return s.db.Save(&d).Error
}

func (s *Store) lookForTheRowThenSaveEveryColumn(req *updateDocumentRequest) error {
	var d Document
	if err := s.db.Where("id = ?", req.ID).First(&d).Error; err != nil {
		return err
	}
	return s.db.Save(&Document{ID: req.ID, Title: req.Title, Body: req.Body}).Error
}

type entity struct {
	id          int64
	Title, Body string
}

func (s *Store) saveARowMadeOfAnEntity(e *entity) error {
	d := Document{ID: e.id, Title: e.Title, Body: e.Body}
	return s.db.Save(&d).Error
}

func (s *Store) loadIfThereIsAKeyThenSave(id int64, name string) error {
	p := &Product{}
	if id != 0 {
		if err := s.db.First(p, id).Error; err != nil {
			return err
		}
	}
	p.Name = name
	return s.db.Save(p).Error
}

func (s *Store) seedProducts() error {
	if err := s.db.Save(&Product{ID: 1, Name: "first"}).Error; err != nil {
		return err
	}
	return s.db.Create(&Product{ID: 2, Name: "second"}).Error
}

func (s *Store) setUp() error {
	if err := s.db.AutoMigrate(&Product{}); err != nil {
		return err
	}
	return s.db.Create(&Product{ID: 1, Name: "first"}).Error
}

// Badge is numbered by the program: no insert leaves its key out.
type Badge struct {
	ID   int64
	Text string
}

func (s *Store) insertTheBadge() error {
	return s.db.Create(&Badge{ID: 1, Text: "first"}).Error
}

func (s *Store) insertUnderAnotherRowsKey(p *Product) error {
	return s.db.Create(&Badge{ID: p.ID, Text: p.Name}).Error
}

// Base is what all entities have.
type Base struct {
	ID        int64
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Offer is an entity of the domain.
type Offer struct {
	Base
	Name    string
	Price   int64
	InStock int
}

// updateEntity saves the row of an entity that others have loaded.
func (s *Store) updateEntity(o *Offer) error {
	p := &Product{ID: o.ID, Name: o.Name, Price: o.Price, InStock: o.InStock, CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt}
	return s.db.Save(p).Error
}

// Message is what another system has sent.
type Message struct {
	ID   int64
	Text string
}

// Bot sends messages.
type Bot interface {
	Send(text string) (*Message, error)
}

func (s *Store) saveUnderTheKeyThatAnotherSystemGave(b Bot) error {
	m, err := b.Send("who are you?")
	if err != nil {
		return err
	}
	return s.db.Save(&Product{ID: m.ID, Name: "question"}).Error
}

// fill sets the fields of a struct that another has, too.
func fill(to, from any) {
	dst, src := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range src.NumField() {
		if f := dst.FieldByName(src.Type().Field(i).Name); f.IsValid() {
			f.Set(src.Field(i))
		}
	}
}

func (s *Store) saveWhatReflectionHasFilled(id int64, form *Product) error {
	p := &Product{}
	fill(p, form)
	p.ID = id
	return s.db.Save(p).Error
}
