package shop

import (
	"context"

	"gorm.io/gorm"
)

// A shelf has its statements in functions of their own.
type shelf struct{ db *gorm.DB }

func (s *shelf) save(ctx context.Context, p *Product) error {
	return s.db.WithContext(ctx).Save(p).Error
}

func (s *shelf) setStock(id uint, n int) error {
	if err := s.db.Model(&Product{}).Where("id = ?", id).Update("stock", n).Error; err != nil {
		return err
	}
	return nil
}

func (s *shelf) setPoints(w *Wallet, n int) (err error) {
	result := s.db.Model(w).Update("points", n)
	return result.Error
}

// touch does something besides.
func (s *shelf) touch(p *Product) error {
	s.db.Model(&Wallet{}).Where("id = ?", 1).Update("points", 0)
	return s.db.Save(p).Error
}

func (s *shelf) subtractThenSave(ctx context.Context, id uint, n int) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Stock < n {
		return errSoldOut
	}
	p.Stock -= n
	return s.save(ctx, &p) // want "(?i)lost update: Product.Stock"
}

func (s *shelf) subtractThenSet(id uint, n int) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	if err := s.setStock(p.ID, p.Stock-n); err != nil { // want "(?i)lost update: Product.Stock"
		return err
	}
	return nil
}

func addThenSetPoints(s *shelf, id uint, n int) error {
	var w Wallet
	if err := s.db.First(&w, id).Error; err != nil {
		return err
	}
	return s.setPoints(&w, w.Points+n) // want "(?i)lost update: Wallet.Points"
}

func addThenTouch(s *shelf, id uint, n int) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock += n
	return s.touch(&p) // want "(?i)lost update: Product.Stock.*which may serve others as well"
}

// saver hides who saves.
type saver interface {
	save(ctx context.Context, p *Product) error
}

func addThenSaveSomehow(ctx context.Context, db *gorm.DB, s saver, id uint, n int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Stock += n
	return s.save(ctx, &p) // want "(?i)lost update: Product.Stock.*behind save of an interface"
}

func (s *shelf) setSold(id uint, n int64) error {
	return s.db.
		Model(&Product{}).
		Where("id = ?", id).
		Update("sold", n).Error
}

func (s *shelf) addToSold(ids []uint, n int64) error {
	for _, id := range ids {
		if id > 0 {
			var p Product
			if err := s.db.First(&p, id).Error; err != nil {
				return err
			}
			if err := s.setSold(p.ID, p.Sold+n); err != nil { // want "(?i)lost update: Product.Sold"
				return err
			}
		}
	}
	return nil
}

// setActive does something besides.
func (s *shelf) setActive(id uint, active bool) error {
	var err = s.touch(&Product{})
	err = s.db.Model(&Product{}).Where("id = ?", id).Update("active", active).Error
	return err
}

func (s *shelf) toggle(id uint) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	return s.setActive(p.ID, !p.Active) // want "(?i)lost update: Product.Active.*which may serve others as well"
}

func (s *shelf) subtractWithComment(id uint, n int) error {
	var p Product
	if err := s.db.First(&p, id).Error; err != nil {
		return err
	}
	return s.setStock(p.ID, p.Stock-n /* sold */) // want "(?i)lost update: Product.Stock.*a comment would be lost"
}
