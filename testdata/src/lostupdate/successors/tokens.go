// Package successors uses up a row and makes the next one, in the same table: of two requests that both find it unused, each makes one.
package successors

import (
	"errors"
	"time"

	"gorm.io/gorm"
)

// RefreshToken is worth one new token.
type RefreshToken struct {
	ID        int64
	UserID    int64
	Hash      string
	Revoked   bool
	RevokedAt *time.Time
	ExpiresAt time.Time
}

// Repo is the port of tokens.
type Repo interface {
	Find(hash string) (*RefreshToken, error)
	Revoke(id int64) error
	Create(t *RefreshToken) error
	RevokeAll(user int64) error
}

type repo struct{ db *gorm.DB }

func (r *repo) Find(hash string) (*RefreshToken, error) {
	var t RefreshToken
	err := r.db.Where("hash = ?", hash).First(&t).Error
	return &t, err
}

func (r *repo) Revoke(id int64) error {
	return r.db.Model(&RefreshToken{}).Where("id = ?", id).Update("revoked", true).Error
}

func (r *repo) Create(t *RefreshToken) error { return r.db.Create(t).Error }

func (r *repo) RevokeAll(user int64) error {
	return r.db.Model(&RefreshToken{}).Where("user_id = ?", user).Update("revoked", true).Error
}

// Svc hands out tokens.
type Svc struct{ r Repo }

func (s *Svc) rotateThroughAPort(hash, next string) error {
	t, err := s.r.Find(hash)
	if err != nil {
		return err
	}
	if t.Revoked {
		return errors.New("revoked")
	}
	if err := s.r.Revoke(t.ID); err != nil { // want "lost update: RefreshToken.Revoked is tested with the value read at line [0-9]+, and set here"
		return err
	}
	return s.r.Create(&RefreshToken{UserID: t.UserID, Hash: next})
}

func (s *Svc) issue(user int64, hash string) (*RefreshToken, error) {
	t := &RefreshToken{UserID: user, Hash: hash}
	return t, s.r.Create(t)
}

func (s *Svc) rotateThroughAHelper(hash, next string) (*RefreshToken, error) {
	t, err := s.r.Find(hash)
	if err != nil {
		return nil, err
	}
	if t.Revoked {
		_ = s.r.RevokeAll(t.UserID)
		return nil, errors.New("reuse")
	}
	if err := s.r.Revoke(t.ID); err != nil { // want "lost update: RefreshToken.Revoked is tested with the value read at line [0-9]+, and set here"
		return nil, err
	}
	return s.issue(t.UserID, next)
}

func rotateInATransaction(db *gorm.DB, hash, next string) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var t RefreshToken
		if err := tx.Where("hash = ?", hash).First(&t).Error; err != nil {
			return err
		}
		if t.RevokedAt != nil || time.Now().After(t.ExpiresAt) {
			return errors.New("revoked")
		}
		now := time.Now()
		t.RevokedAt = &now
		if err := tx.Save(&t).Error; err != nil { // want "lost update: RefreshToken.RevokedAt is tested with the value read at line [0-9]+, and set here"
			return err
		}
		return tx.Create(&RefreshToken{UserID: t.UserID, Hash: next}).Error
	})
}

// Setting is a row by its key.
type Setting struct {
	ID     int64
	Key    string
	Value  string
	Active bool
}

// The insert is the other branch: get or create.
func putOneOrSwitchItOn(db *gorm.DB, key, value string) error {
	var s Setting
	err := db.Where("key = ?", key).First(&s).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return db.Create(&Setting{Key: key, Value: value, Active: true}).Error
	}
	if err != nil {
		return err
	}
	if !s.Active {
		s.Active = true
		return db.Save(&s).Error
	}
	return nil
}

func replaceWhetherOrNotItWasOn(db *gorm.DB, old int64, value string) error {
	var s Setting
	if err := db.First(&s, old).Error; err != nil {
		return err
	}
	if s.Active {
		if err := db.Model(&s).Update("active", false).Error; err != nil {
			return err
		}
	}
	return db.Create(&Setting{Key: s.Key, Value: value, Active: true}).Error
}

func insertThenRevokeTheFoundOne(db *gorm.DB, hash, next string) error {
	var t RefreshToken
	if err := db.Where("hash = ? AND revoked = ?", hash, false).First(&t).Error; err != nil {
		return err
	}
	if err := db.Create(&RefreshToken{UserID: t.UserID, Hash: next}).Error; err != nil {
		return err
	}
	return db.Model(&t).Update("revoked", true).Error // want "lost update: RefreshToken.Revoked is what the row is found by at line [0-9]+, and set here"
}

func (r *repo) swap(old int64, next *RefreshToken) error {
	return r.db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Model(&RefreshToken{}).Where("id = ?", old).Update("revoked", true).Error; err != nil {
			return err
		}
		return tx.Create(next).Error
	})
}

func (s *repo) swapInOneCall(hash, next string) error {
	t, err := s.Find(hash)
	if err != nil {
		return err
	}
	if t.Revoked || t.ExpiresAt.Before(time.Now()) {
		return errors.New("revoked")
	}
	return s.swap(t.ID, &RefreshToken{UserID: t.UserID, Hash: next}) // want "lost update: RefreshToken.Revoked is tested with the value read at line [0-9]+, and set here"
}

func rotateLookingAtRows(db *gorm.DB, hash, next string) error {
	var t RefreshToken
	if err := db.Where("hash = ?", hash).First(&t).Error; err != nil {
		return err
	}
	if t.Revoked {
		return errors.New("revoked")
	}
	res := db.Model(&RefreshToken{}).Where("id = ? AND revoked = ?", t.ID, false).Update("revoked", true)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return errors.New("revoked")
	}
	return db.Create(&RefreshToken{UserID: t.UserID, Hash: next}).Error
}

// SessionEvent is a line in a log.
type SessionEvent struct {
	ID   int64
	Open bool
	Kind string
}

func closeAndRecord(db *gorm.DB, id int64) error {
	var e SessionEvent
	if err := db.First(&e, id).Error; err != nil {
		return err
	}
	if !e.Open {
		return nil
	}
	if err := db.Model(&e).Update("open", false).Error; err != nil {
		return err
	}
	return db.Create(&SessionEvent{Kind: "closed"}).Error
}

// Offer is the one of its product.
type Offer struct {
	ID        uint
	ProductID uint
	Ends      time.Time
}

// The count comes back with or without rows, and the insert runs either way.
func deleteTheOldOnesThenInsert(db *gorm.DB, product uint) error {
	var count int
	if err := db.Raw("SELECT COUNT(*) FROM offers WHERE product_id = ?", product).Scan(&count).Error; err != nil {
		return err
	}
	if count > 0 {
		if err := db.Exec("DELETE FROM offers WHERE product_id = ?", product).Error; err != nil {
			return err
		}
	}
	return db.Exec("INSERT INTO offers (product_id, ends) VALUES (?, ?)", product, time.Now().Add(24*time.Hour)).Error
}
