// Package gorm looks for rows and inserts them with GORM.
package gorm

import (
	"errors"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Cart has no unique index on what it is looked for.
type Cart struct {
	ID        uint
	UserID    uint `gorm:"not null"`
	ProductID uint
	Num       int
}

// User has a unique index on its name.
type User struct {
	ID   uint
	Name string `gorm:"uniqueIndex"`
	Seen int
}

func getOrCreate(db *gorm.DB, user, product uint) (*Cart, error) {
	var c Cart
	err := db.Where("user_id = ? AND product_id = ?", user, product).First(&c).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		c = Cart{UserID: user, ProductID: product, Num: 1}
		return &c, db.Create(&c).Error // want "duplicate row: Cart is looked for at line 30 and inserted here because there is none; two requests that both find none insert two"
	}
	return &c, err
}

func getOrCreateInATransaction(db *gorm.DB, user, product uint) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var c Cart
		if err := tx.Where("user_id = ? AND product_id = ?", user, product).Take(&c).Error; err == gorm.ErrRecordNotFound {
			return tx.Create(&Cart{UserID: user, ProductID: product}).Error // want "Cart is looked for"
		}
		return nil
	})
}

func countThenCreate(db *gorm.DB, user uint) error {
	var n int64
	if err := db.Model(&Cart{}).Where("user_id = ?", user).Count(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	return db.Create(&Cart{UserID: user}).Error // want "Cart is looked for"
}

func createIfTheKeyIsZero(db *gorm.DB, user uint) {
	var c Cart
	db.First(&c, "user_id = ?", user)
	if c.ID == 0 {
		db.Create(&Cart{UserID: user}) // want "Cart is looked for"
	}
}

func createIfNoRowsCame(db *gorm.DB, user uint) error {
	var c Cart
	res := db.Where("user_id = ?", user).Limit(1).Find(&c)
	if res.RowsAffected == 0 {
		return db.Create(&Cart{UserID: user}).Error // want "Cart is looked for"
	}
	return res.Error
}

type store struct{ db *gorm.DB }

func (s *store) find(user uint) (*Cart, error) {
	var c Cart
	err := s.db.Where("user_id = ?", user).First(&c).Error
	if err != nil {
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil, nil
		}
		return nil, err
	}
	return &c, nil
}

func (s *store) insert(c *Cart) error { return s.db.Create(c).Error }

func (s *store) findThenInsert(user uint) error {
	c, err := s.find(user)
	if err != nil {
		return err
	}
	if c == nil {
		return s.insert(&Cart{UserID: user}) // want "Cart is looked for"
	}
	c.Num = 1
	return s.db.Save(c).Error
}

func (s *store) take(user uint) (c *Cart, err error) {
	err = s.db.Where("user_id = ?", user).Take(&c).Error
	return
}

func (s *store) takeThenInsert(user uint) (c *Cart, err error) {
	c, err = s.take(user)
	if err == gorm.ErrRecordNotFound {
		c = &Cart{UserID: user}
		err = s.db.Create(&c).Error // want "Cart is looked for"
	}
	return c, err
}

func isNotFound(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

func updateOrCreateTheUniqueRow(db *gorm.DB, name string) error {
	var u User
	err := db.Where("name = ?", name).First(&u).Error
	if isNotFound(err) {
		return db.Create(&User{Name: name}).Error // want "User is looked for.*one fails on the unique index"
	}
	return db.Model(&u).Update("seen", 1).Error
}

func firstOrCreate(db *gorm.DB, user uint) (Cart, error) {
	var c Cart
	err := db.Where("user_id = ?", user).FirstOrCreate(&c).Error // want "duplicate row: FirstOrCreate looks for Cart"
	return c, err
}

func firstOrCreateInATransaction(db *gorm.DB, user uint) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var c Cart
		return tx.FirstOrCreate(&c, "user_id = ?", user).Error // want "FirstOrCreate looks for Cart"
	})
}

func firstOrCreateTheUniqueRow(db *gorm.DB, name string) error {
	return db.Where("name = ?", name).FirstOrCreate(&User{Name: name}).Error
}

func createWithAConflictClause(db *gorm.DB, user uint) error {
	var c Cart
	if err := db.First(&c, "user_id = ?", user).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Clauses(clause.OnConflict{DoNothing: true}).Create(&Cart{UserID: user}).Error
	}
	return nil
}

func createAndExpectTheDuplicate(db *gorm.DB, name string) error {
	var u User
	if err := db.First(&u, "name = ?", name).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		err := db.Create(&User{Name: name}).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return nil
		}
		return err
	}
	return db.Model(&u).Update("seen", 1).Error
}

func createAndReadTheErrorsText(db *gorm.DB, user uint) error {
	var c Cart
	if err := db.First(&c, "user_id = ?", user).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		err := db.Create(&Cart{UserID: user}).Error
		if err != nil && strings.Contains(err.Error(), "Duplicate entry") {
			return nil
		}
		return err
	}
	return nil
}

func refuseTheUniqueName(db *gorm.DB, name string) error {
	var u User
	if err := db.First(&u, "name = ?", name).Error; err == nil {
		return errors.New("taken")
	}
	return db.Create(&User{Name: name}).Error
}

var mu sync.Mutex

func createUnderAMutex(db *gorm.DB, user uint) error {
	mu.Lock()
	defer mu.Unlock()
	var c Cart
	if err := db.First(&c, "user_id = ?", user).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&Cart{UserID: user}).Error
	}
	return nil
}

func createForARowThatWasFound(db *gorm.DB, name string) error {
	var u User
	if err := db.First(&u, "name = ?", name).Error; err != nil {
		return err
	}
	return db.Create(&Cart{UserID: u.ID}).Error
}

func createAnotherRowIfNoneIsFound(db *gorm.DB, name string) error {
	var u User
	if err := db.First(&u, "name = ?", name).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&Cart{Num: 1}).Error
	}
	return nil
}

func noUsers(db *gorm.DB) (bool, error) {
	res := db.Find(&User{})
	return res.RowsAffected == 0, res.Error
}

func createAnotherUser(db *gorm.DB, name string) error {
	empty, err := noUsers(db)
	if err != nil {
		return err
	}
	if empty {
		return errors.New("set the program up first")
	}
	return db.Create(&User{Name: name}).Error
}

func cartsOf(db *gorm.DB, user uint) (bool, error) {
	var n int64
	err := db.Model(&Cart{}).Where("user_id = ?", user).Count(&n).Error
	return !(n == 0), err
}

func createTheFirstCart(db *gorm.DB, user uint) error {
	has, err := cartsOf(db, user)
	if err != nil || has {
		return err
	}
	return db.Create(&Cart{UserID: user}).Error // want "Cart is looked for"
}

// Member has a unique index on the first of the columns that it logs in with.
type Member struct {
	ID    uint
	Login string `gorm:"unique"`
	Mail  string
}

func registerAtFirstLogin(db *gorm.DB, name string) error {
	var m Member
	err := db.Raw("SELECT * FROM members WHERE (login = ? OR mail = ?) AND id > 0", name, name).First(&m).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&Member{Login: name}).Error
	}
	return err
}
