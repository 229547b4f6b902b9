package gorm

import (
	"errors"

	"gorm.io/gorm"
)

// Word is counted.
type Word struct {
	ID    uint
	Text  string `gorm:"index"`
	Times int
}

func countTheWord(db *gorm.DB, text string) error {
	var w Word
	db.Where("text = ?", text).Limit(1).Find(&w)
	if w.ID > 0 {
		return db.Model(&Word{}).Where("text = ?", text).Update("times", gorm.Expr("times + 1")).Error
	}
	if err := db.Create(&Word{Text: text, Times: 1}).Error; err != nil {
		return db.Model(&Word{}).Where("text = ?", text).Update("times", gorm.Expr("times + 1")).Error
	}
	return nil
}

type words struct{ db *gorm.DB }

func (s words) find(text string) (*Word, error) {
	var w Word
	err := s.db.Where("text = ?", text).First(&w).Error
	return &w, err
}

func (s words) create(w *Word) error { return s.db.Create(w).Error }

func (s words) readAgain(text string) (*Word, error) {
	w, err := s.find(text)
	if err == nil || !errors.Is(err, gorm.ErrRecordNotFound) {
		return w, err
	}
	w = &Word{Text: text}
	if err := s.create(w); err != nil {
		if other, err := s.find(text); err == nil {
			return other, nil
		}
		return nil, err
	}
	return w, nil
}

func (s words) giveUp(text string) (*Word, error) {
	w, err := s.find(text)
	if err == nil || !errors.Is(err, gorm.ErrRecordNotFound) {
		return w, err
	}
	w = &Word{Text: text}
	if err := s.create(w); err != nil { // want "Word is looked for"
		return nil, err
	}
	return s.find(text)
}

var errTaken = errors.New("taken")

func (s words) createOnce(w *Word) error {
	err := s.db.Create(w).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return errTaken
	}
	return err
}

func (s words) findThenCreateOnce(text string) error {
	_, err := s.find(text)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return s.createOnce(&Word{Text: text})
	}
	return err
}

type counter struct {
	db    *gorm.DB
	texts chan string
	done  chan struct{}
}

func (c *counter) run() {
	for text := range c.texts {
		var w Word
		if err := c.db.First(&w, "text = ?", text).Error; errors.Is(err, gorm.ErrRecordNotFound) {
			c.db.Create(&Word{Text: text})
		}
	}
}

func (c *counter) runOnce(text string) {
	<-c.done
	var w Word
	if err := c.db.First(&w, "text = ?", text).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		c.db.Create(&Word{Text: text}) // want "Word is looked for"
	}
}
