// Package mappers has rows that become structs of the domain, and documents that may be missing.
package mappers

import (
	"time"

	"gorm.io/gorm"
)

type model struct {
	ID        uint
	ExpiresAt time.Time
	Notes     string
	Extra     map[string]any `gorm:"serializer:json"`
	Profile   *profile       `gorm:"serializer:json"`
	Cards     []card         `gorm:"serializer:json"`
}

type profile struct{ Visits int }

type card struct{ ID int }

// Entity is what the rest of the program knows.
type Entity struct {
	ID        uint
	ExpiresAt time.Time
	Notes     string
}

func toEntity(m *model) *Entity { return &Entity{m.ID, m.ExpiresAt, m.Notes} }

type store struct{ db *gorm.DB }

// Get loads one.
func (s *store) Get(id uint) (*Entity, error) {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return nil, err
	}
	return toEntity(&m), nil
}

func (s *store) extend(id uint, by time.Duration) error {
	e, err := s.Get(id)
	if err != nil {
		return err
	}
	return s.db.Model(&model{}).Where("id = ?", id).Update("expires_at", e.ExpiresAt.Add(by)).Error // want "lost update: model.ExpiresAt "
}

func (s *store) restart(id uint, by time.Duration) error {
	if _, err := s.Get(id); err != nil {
		return err
	}
	return s.db.Model(&model{}).Where("id = ?", id).Update("expires_at", time.Now().Add(by)).Error
}

func (s *store) note(id uint, text string) error {
	e, err := s.Get(id)
	if err != nil {
		return err
	}
	return s.db.Model(&model{}).Where("id = ?", id).Update("notes", e.Notes+"\n"+text).Error // want "lost update: model.Notes "
}

func (s *store) putExtra(id uint, key string, value any) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	if m.Extra == nil {
		m.Extra = map[string]any{}
	}
	m.Extra[key] = value
	return s.db.Model(&m).Update("extra", m.Extra).Error // want "lost update: model.Extra "
}

func (s *store) saveExtra(id uint, key string, value any) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	if m.Extra == nil {
		m.Extra = map[string]any{}
	}
	m.Extra[key] = value
	return s.db.Save(&m).Error // want "lost update: model.Extra "
}

func (s *store) visit(id uint) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	if m.Profile == nil {
		m.Profile = &profile{}
	}
	m.Profile.Visits++
	return s.db.Save(&m).Error // want "lost update: model.Profile "
}

func (s *store) replaceExtra(id uint) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	m.Extra = map[string]any{"a": 1}
	m.Extra["b"] = 2
	return s.db.Save(&m).Error
}

func (s *store) givenExtra(id uint, given map[string]any) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	if given == nil {
		given = map[string]any{}
	}
	given["seen"] = true
	m.Extra = given
	return s.db.Save(&m).Error
}

// A list of structs with keys is a document all the same.
func (s *store) addCard(id uint, c int) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	m.Cards = append(m.Cards, card{ID: c})
	return s.db.Save(&m).Error // want "lost update: model.Cards "
}

func (s *store) setCards(id uint, cards []card) error {
	var m model
	if err := s.db.First(&m, id).Error; err != nil {
		return err
	}
	m.Cards = cards
	return s.db.Save(&m).Error
}
