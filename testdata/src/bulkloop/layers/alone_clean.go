package layers

import (
	"errors"
	"fmt"

	"fixtures/bulkloop/layers/disk"
)

func (s *store) archive(item *Item) error {
	if err := s.db.Delete(item).Error; err != nil {
		return err
	}
	return disk.MoveFile(item.Name, "archive/"+item.Name)
}

func (s *store) movesFilesToo(items []*Item) error {
	for _, item := range items {
		if err := s.archive(item); err != nil {
			return err
		}
	}
	return nil
}

type courier interface{ SendParcel(item *Item) error }

func (s *store) mustGoBeforeTheNextIsSent(items []*Item, c courier) {
	for _, item := range items {
		if item.Count == 0 {
			s.db.Delete(item)
			continue
		}
		if c.SendParcel(item) == nil {
			s.db.Delete(item)
		}
	}
}

func (s *store) tellsThoseThatFailed(items []*Item) (failed []string) {
	for _, item := range items {
		if err := s.db.Create(item).Error; err != nil {
			failed = append(failed, item.Name)
			continue
		}
	}
	return failed
}

func (s *store) collectsErrors(items []*Item) error {
	var errs []error
	for _, item := range items {
		if err := s.db.Save(item).Error; err != nil {
			errs = append(errs, fmt.Errorf("item %d: %w", item.ID, err))
		}
	}
	return errors.Join(errs...)
}

var errDeadlock = errors.New("deadlock")

func again(run func() error) (err error) {
	for range 5 {
		if err = run(); err == nil || !errors.Is(err, errDeadlock) {
			return err
		}
	}
	return err
}

func (s *store) triesEachAgain(items []*Item) {
	for _, item := range items {
		_ = again(func() error { return s.db.Save(item).Error })
	}
}

func inBackground(run func()) {
	go func() {
		defer func() { _ = recover() }()
		run()
	}()
}

func (s *store) waitsForNone(items []*Item) {
	for _, item := range items {
		inBackground(func() { s.db.Save(item) })
	}
}

// carrier has more implementations than can be joined: of what they do, only that it reaches another machine is known.
type carrier interface{ Announce(item *Item) error }

type (
	byFile   struct{}
	byNobody struct{ n int }
	byAir    struct{ byNobody }
	bySea    struct{ byNobody }
	byRail   struct{ byNobody }
	byRoad   struct{ byNobody }
	byFoot   struct{ byNobody }
)

func (byFile) Announce(item *Item) error { return disk.MoveFile(item.Name, "out/"+item.Name) }
func (byAir) Announce(*Item) error       { return nil }
func (bySea) Announce(*Item) error       { return nil }
func (byRail) Announce(*Item) error      { return nil }
func (byRoad) Announce(*Item) error      { return nil }
func (byFoot) Announce(*Item) error      { return nil }
func (byNobody) Announce(*Item) error    { return nil }

func (s *store) notesWhatWasAnnounced(items []*Item, c carrier) error {
	for _, item := range items {
		if err := c.Announce(item); err != nil {
			return err
		}
		if err := s.db.Model(item).Update("count", 0).Error; err != nil {
			return err
		}
	}
	return nil
}
