// Package svc calls ports whose implementations name the rows by an alias.
package svc

import (
	"context"

	"fixtures/lostupdate/aliases/domain"
	"fixtures/lostupdate/aliases/pg"
)

type Service struct {
	Repo  domain.Repository
	Plain domain.Plain
}

func New(r *pg.Repo, p *pg.Plain) *Service { return &Service{r, p} }

func (s *Service) Alias(ctx context.Context, id int64, n float64) error {
	c, err := s.Repo.FindById(ctx, id)
	if err != nil {
		return err
	}
	return s.Repo.SetBalance(ctx, c.ID, c.Balance+n) // want "lost update: Customer.Balance is read at line 19, incremented in Go and saved here; two requests that both read 5 leave 6; write"
}

func (s *Service) NoAlias(ctx context.Context, id int64, n float64) error {
	c, err := s.Plain.PlainFind(ctx, id)
	if err != nil {
		return err
	}
	return s.Plain.PlainSet(ctx, c.ID, c.Balance+n) // want "lost update: Customer.Balance is read at line"
}
