package documents

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// tidied is the same text in another form.
func tidied(db *gorm.DB, id int64) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Text = strings.ReplaceAll(strings.TrimSpace(c.Text), "\r\n", "\n")
	return db.Save(&c).Error
}

func cutToFit(db *gorm.DB, id int64) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if len(c.Text) > 20 {
		c.Text = c.Text[:20]
	}
	return db.Save(&c).Error
}

// otherNote replaces the document as a whole.
func otherNote(db *gorm.DB, id int64, text string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if text != "" {
		c.Note = Note{Text: text, Set: true}
	}
	return db.Save(&c).Error
}

func otherText(db *gorm.DB, id int64, text string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if text != "" {
		c.Note = Note{Text: text}
	}
	return db.Save(&c).Error
}

func noteOf(db *gorm.DB, id int64, text string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if text != "" {
		c.Note = made(text)
	}
	return db.Save(&c).Error
}

func made(text string) Note { return Note{Text: text} }

// madeOrFound saves a row that one way has made and the other has found.
func madeOrFound(db *gorm.DB, fresh bool, id int64) error {
	var c Cart
	if fresh {
		c = Cart{Text: "x", Until: Moment{time.Now()}}
		if err := db.Create(&c).Error; err != nil {
			return err
		}
	} else if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Text = "settled"
	return db.Save(&c).Error
}

// cheap leaves rows out of a list, not out of a column.
func cheap(db *gorm.DB, ids []int64, text string) error {
	var all, some []*Cart
	if err := db.Find(&all).Error; err != nil {
		return err
	}
	for _, c := range all {
		if slices.Contains(ids, c.ID) {
			some = append(some, c)
		}
	}
	for _, c := range some[1:] {
		if err := db.Model(c).Update("text", text).Error; err != nil {
			return err
		}
	}
	return nil
}

type names struct{ db *gorm.DB }

func (n names) exists(name string) bool {
	return n.db.Where("name = ?", name).First(&Cart{}).Error == nil
}

// known cleans the list of what is not there any more.
func (n names) known(id int64) error {
	var c Cart
	if err := n.db.First(&c, id).Error; err != nil {
		return err
	}
	var known []string
	for _, name := range c.Names {
		if n.exists(name) {
			known = append(known, name)
		}
	}
	c.Names = known
	return n.db.Save(&c).Error
}
