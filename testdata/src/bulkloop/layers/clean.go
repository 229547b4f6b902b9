package layers

import (
	"context"
	"sync"

	"github.com/samber/lo"
)

func (s *store) addSlice(items []*Item) error { return s.db.Create(items).Error }

func (s *Service) addOnce(ctx context.Context, items []*Item) error {
	for _, item := range items {
		item.Count++
	}
	return s.items.Add(ctx, items[0])
}

func (s *store) nestedLoopsFillOneSlice(names [][]string) error {
	var items []*Item
	for _, group := range names {
		for _, name := range group {
			items = append(items, &Item{Name: name})
		}
	}
	return s.addSlice(items)
}

func (s *store) helperRunsOnce(items []Item) error {
	return once(items, func(item Item) error { return s.db.Save(&item).Error })
}

func once(items []Item, run func(Item) error) error {
	for _, item := range items {
		if item.Count > 0 {
			return run(item)
		}
	}
	return nil
}

func (s *store) inParallel(items []Item) {
	var wait sync.WaitGroup
	for _, item := range items {
		wait.Go(func() { s.db.Save(&item) })
	}
	wait.Wait()
}

func (s *store) saveWhatWasComputed(items []Item) error {
	total := Item{Name: "total"}
	lo.ForEach(items, func(item Item, _ int) { total.Count += item.Count })
	return s.db.Save(&total).Error
}

type task interface{ run(s *store) error }

type rename struct{ from, to string }

func (r rename) run(s *store) error {
	return s.db.Model(&Item{}).Where("name = ?", r.from).Update("name", r.to).Error
}

func (s *store) eachTaskIsAnother(tasks []task) error {
	for _, t := range tasks {
		if err := t.run(s); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) sameRowForAll(items []Item, log *Item) error {
	for _, item := range items {
		log.Count += item.Count
		if err := log.save(s.db); err != nil {
			return err
		}
	}
	return nil
}
