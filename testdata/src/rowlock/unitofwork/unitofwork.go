// Package accounts works on ports: what is behind them is in packages that it does not import.
package accounts

import (
	"context"
	"log"
)

type User struct {
	ID   string `gorm:"primaryKey"`
	Name string
}

type AuditEntry struct {
	ID   string `gorm:"primaryKey"`
	Text string
}

type Columns struct{ Name *string }

type Users interface {
	Get(ctx context.Context, id string) (*User, error)
	Update(ctx context.Context, u *User) error
	UpdateColumns(ctx context.Context, id string, c *Columns) error
	Delete(ctx context.Context, id string) error
}

type Audit interface {
	Create(ctx context.Context, e *AuditEntry) error
}

// A UnitOfWork hands itself to the function that it runs in a transaction.
type UnitOfWork interface {
	Do(ctx context.Context, fn func(within UnitOfWork) error) error
	Users() Users
	Audit() Audit
	Repository(kind any) (any, error)
}

// A Carrier hands the function a context, too: the transaction may be there.
type Carrier interface {
	Do(ctx context.Context, fn func(ctx context.Context, within Carrier) error) error
	Users() Users
}

// A Folder is walked through: nothing of it saves.
type Folder interface {
	Walk(fn func(sub Folder) error) error
	Name() string
}

type service struct {
	work    UnitOfWork
	carrier Carrier
}

func (s *service) writeOnTheOuterWork(ctx context.Context, id string) error {
	return s.work.Do(ctx, func(_ UnitOfWork) error {
		return s.work.Users().Delete(ctx, id) // want "row lock: the write of User runs outside of the transaction begun at line 58: .*; no implementation of Do is in sight"
	})
}

func (s *service) oneWriteOnEach(ctx context.Context, u, v *User) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		if err := within.Users().Update(ctx, u); err != nil {
			return err
		}
		return s.work.Users().Update(ctx, v) // want "row lock: the write of User runs outside of the transaction begun at line 64"
	})
}

func (s *service) readOnTheOuterWork(ctx context.Context, id, name string) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		u, err := s.work.Users().Get(ctx, id) // want "row lock: the row of User is read outside of the transaction begun at line 73, which writes it"
		if err != nil {
			return err
		}
		u.Name = name
		return within.Users().Update(ctx, u)
	})
}

// users is how the repository is asked for by its kind.
func users(work UnitOfWork) (Users, error) {
	all, err := work.Repository((*Users)(nil))
	if err != nil {
		return nil, err
	}
	return all.(Users), nil
}

func (s *service) askedForOnTheOuterWork(ctx context.Context, id string, c *Columns) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		all, err := users(s.work)
		if err != nil {
			return err
		}
		return all.UpdateColumns(ctx, id, c) // want "row lock: the write of User runs outside of the transaction begun at line 93"
	})
}

func (s *service) askedForWithin(ctx context.Context, id string, c *Columns) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		all, err := users(within)
		if err != nil {
			return err
		}
		return all.UpdateColumns(ctx, id, c)
	})
}

func (s *service) nothingRunsWithin(ctx context.Context, id string) error {
	if err := s.work.Users().Delete(ctx, id); err != nil {
		return err
	}
	return s.work.Do(ctx, func(UnitOfWork) error { // want "row lock: no statement runs in the transaction that begins here"
		log.Print("committing")
		return nil
	})
}

func (s *service) allWithin(ctx context.Context, id, name string) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		u, err := within.Users().Get(ctx, id)
		if err != nil {
			return err
		}
		u.Name = name
		return within.Users().Update(ctx, u)
	})
}

func (s *service) recordThatOutlivesTheRollback(ctx context.Context, u *User) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		if err := s.work.Audit().Create(ctx, &AuditEntry{Text: "trying"}); err != nil {
			return err
		}
		return within.Users().Update(ctx, u)
	})
}

func (s *service) beforeTheWork(ctx context.Context, id string, u *User) error {
	if err := s.work.Users().Delete(ctx, id); err != nil {
		return err
	}
	return s.work.Do(ctx, func(within UnitOfWork) error { return within.Users().Update(ctx, u) })
}

func (s *service) handedOn(ctx context.Context, u *User) error {
	return s.work.Do(ctx, func(within UnitOfWork) error { return s.save(ctx, within, u) })
}

func (s *service) save(ctx context.Context, work UnitOfWork, u *User) error {
	return work.Users().Update(ctx, u)
}

func (s *service) contextThatMayCarryIt(ctx context.Context, id string) error {
	return s.carrier.Do(ctx, func(ctx context.Context, _ Carrier) error {
		return s.carrier.Users().Delete(ctx, id)
	})
}

func (s *service) functionOfAnother(ctx context.Context, fn func() error) error {
	return s.work.Do(ctx, func(UnitOfWork) error { return fn() })
}

func count(f Folder) (n int, err error) {
	err = f.Walk(func(Folder) error {
		n++
		return nil
	})
	return n, err
}

func (s *service) writeColumnsOnTheOuterWork(ctx context.Context, id, name string) error {
	return s.work.Do(ctx, func(_ UnitOfWork) error {
		return s.work.Users().UpdateColumns(ctx, id, &Columns{Name: &name}) // want "row lock: the write of User runs outside of the transaction begun at line [0-9]+"
	})
}

func (s *service) writeColumnsOnTheInnerWork(ctx context.Context, id, name string) error {
	return s.work.Do(ctx, func(within UnitOfWork) error {
		return within.Users().UpdateColumns(ctx, id, &Columns{Name: &name})
	})
}
