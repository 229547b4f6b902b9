// Package bookings is a service whose repository is not in sight: what its methods do is told by their names.
package bookings

import (
	"errors"
	"time"
)

// Booking is a row.
type Booking struct {
	ID        uint
	UserID    uint
	Status    string
	Points    int
	ExpiresAt time.Time
	Notes     string
}

// Invoice is another.
type Invoice struct {
	ID        uint
	BookingID uint
}

// Repo is implemented elsewhere.
type Repo interface {
	Get(id uint) (*Booking, error)
	Update(b *Booking) error
	UpdateStatus(id uint, status string) error
	UpdateExpiresAt(id uint, t time.Time) error
	ExtendExpiry(id uint, expiresAt time.Time) error
	UpdateNotes(id uint, notes string) error
	PointUpdate(id uint, b *Booking) error
	CreateInvoice(i *Invoice) error
	AddBalance(userID uint, amount int) error
	DecreaseQuantity(id uint, n int) error
	StateUpdate(b *Booking)
}

type service struct{ repo Repo }

var errClosed = errors.New("closed")

func (s *service) closeAndInvoice(id uint) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	if b.Status != "open" {
		return errClosed
	}
	if err := s.repo.UpdateStatus(id, "closed"); err != nil { // want "lost update: Booking.Status is tested"
		return err
	}
	return s.repo.CreateInvoice(&Invoice{BookingID: id})
}

func (s *service) invoiceAndClose(id uint) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	if b.Status != "open" {
		return errClosed
	}
	if err := s.repo.CreateInvoice(&Invoice{BookingID: id}); err != nil {
		return err
	}
	b.Status = "closed"
	return s.repo.Update(b) // want "lost update: Booking.Status is tested"
}

func (s *service) closeAndRefund(id uint) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	if b.Status != "open" {
		return errClosed
	}
	if err := s.repo.UpdateStatus(id, "closed"); err != nil { // want "lost update: Booking.Status is tested"
		return err
	}
	return s.repo.AddBalance(b.UserID, 5)
}

func (s *service) closeAlone(id uint) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	if b.Status != "open" {
		return errClosed
	}
	return s.repo.UpdateStatus(id, "closed")
}

// Whether the repository repeats the test is not in sight.
func (s *service) take(id uint, n int) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	if b.Points < n {
		return errClosed
	}
	return s.repo.DecreaseQuantity(id, n)
}

func (s *service) verbLast(id uint, n int) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	b.Points -= n
	return s.repo.PointUpdate(id, b) // want "lost update: Booking.Points "
}

// The name is not that of the row, nor of one of its columns.
func (s *service) verbOfAnother(id uint, n int) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	b.Points -= n
	s.repo.StateUpdate(b)
	return nil
}

func (s *service) extend(id uint, days int) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	return s.repo.ExtendExpiry(id, b.ExpiresAt.AddDate(0, 0, days)) // want "lost update: Booking.ExpiresAt "
}

func (s *service) setTime(id uint, days int) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	return s.repo.UpdateExpiresAt(id, b.ExpiresAt.AddDate(0, 0, days)) // want "lost update: Booking.ExpiresAt "
}

func (s *service) restart(id uint, days int) error {
	if _, err := s.repo.Get(id); err != nil {
		return err
	}
	return s.repo.UpdateExpiresAt(id, time.Now().AddDate(0, 0, days))
}

func (s *service) note(id uint, text string) error {
	b, err := s.repo.Get(id)
	if err != nil {
		return err
	}
	return s.repo.UpdateNotes(id, b.Notes+"\n"+text) // want "lost update: Booking.Notes "
}

func (s *service) rename(id uint, text string) error {
	if _, err := s.repo.Get(id); err != nil {
		return err
	}
	return s.repo.UpdateNotes(id, text)
}
