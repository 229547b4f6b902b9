package documents

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"gorm.io/gorm"
)

func removeLine(db *gorm.DB, id int64, sku string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	var items []Line
	if err := json.Unmarshal([]byte(c.Text), &items); err != nil {
		return err
	}
	var left []Line
	for _, it := range items {
		if it.ID != sku {
			left = append(left, it)
		}
	}
	b, err := json.Marshal(left)
	if err != nil {
		return err
	}
	c.Text = string(b)
	return db.Save(&c).Error // want "lost update: Cart.Text is read"
}

func removeListed(db *gorm.DB, id int64, gone []string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	var left []Line
	for _, it := range c.Lines {
		if !slices.Contains(gone, it.ID) {
			left = append(left, it)
		}
	}
	c.Lines = left
	return db.Save(&c).Error // want "lost update: Cart.Lines is read"
}

func removeKnown(db *gorm.DB, id int64, skus []string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, s := range skus {
		gone[s] = true
	}
	var left []Line
	for _, it := range c.Lines {
		if gone[it.ID] {
			continue
		}
		left = append(left, it)
	}
	c.Lines = left
	return db.Save(&c).Error // want "lost update: Cart.Lines is read"
}

func removeCompared(db *gorm.DB, id int64, gone []string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	var left []string
	for _, n := range c.Names {
		keep := true
		for _, g := range gone {
			if g == n {
				keep = false
				break
			}
		}
		if keep {
			left = append(left, n)
		}
	}
	c.Names = left
	return db.Save(&c).Error // want "lost update: Cart.Names is read"
}

func deleteFunc(db *gorm.DB, id int64, sku string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Lines = slices.DeleteFunc(c.Lines, func(it Line) bool { return it.ID == sku })
	return db.Save(&c).Error // want "lost update: Cart.Lines is read"
}

func firstTaken(db *gorm.DB, id int64) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Lines = c.Lines[1:]
	return db.Save(&c).Error // want "lost update: Cart.Lines is read"
}

func firstWordTaken(db *gorm.DB, id int64) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	words := strings.Split(c.Text, ",")
	c.Text = strings.Join(words[1:], ",")
	return db.Save(&c).Error // want "lost update: Cart.Text is read"
}

func replaced(db *gorm.DB, id int64, old, with string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Text = strings.ReplaceAll(c.Text, old, with)
	return db.Save(&c).Error // want "lost update: Cart.Text is read"
}

func replacer(db *gorm.DB, id int64, old, with string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Text = strings.NewReplacer(old, with).Replace(c.Text)
	return db.Save(&c).Error // want "lost update: Cart.Text is read"
}

var spaces = regexp.MustCompile(` +`)

func pattern(db *gorm.DB, id int64, with string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Text = spaces.ReplaceAllString(c.Text, with)
	return db.Save(&c).Error // want "lost update: Cart.Text is read"
}

func partOfNote(db *gorm.DB, id int64, text string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if text != "" {
		c.Note.Text = text
	}
	return db.Save(&c).Error // want "lost update: Cart.Note is read"
}

func copyOfNote(db *gorm.DB, id int64, text string) error {
	var c Cart
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	n := c.Note
	n.Text = text
	c.Note = n
	return db.Save(&c).Error // want "lost update: Cart.Note is read"
}
