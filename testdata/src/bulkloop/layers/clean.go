package layers

import (
	"context"
	"net/http"
	"os"
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

type Receipt struct {
	ID     uint
	ItemID uint
}

type Movement struct {
	ID     uint
	ItemID uint
}

func (s *store) sell(item *Item) error {
	if err := s.db.Model(item).Update("count", 0).Error; err != nil {
		return err
	}
	if err := s.db.Create(&Receipt{ItemID: item.ID}).Error; err != nil {
		return err
	}
	return s.db.Create(&Movement{ItemID: item.ID}).Error
}

func (s *store) operationOnThreeTables(items []*Item) error {
	for _, item := range items {
		if err := s.sell(item); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) findOrAdd(name string) (*Item, error) {
	var item Item
	if err := s.db.Where("name = ?", name).First(&item).Error; err == nil {
		return &item, nil
	}
	item.Name = name
	return &item, s.db.Create(&item).Error
}

func (s *store) goesOnWithWhatWasFound(names []string, print func(*Item)) error {
	for _, name := range names {
		item, err := s.findOrAdd(name)
		if err != nil {
			return err
		}
		print(item)
	}
	return nil
}

func (s *store) removeWithPicture(item *Item) error {
	if err := os.Remove(item.Name + ".png"); err != nil {
		return err
	}
	return s.db.Delete(item).Error
}

func (s *store) removesFilesToo(items []*Item) error {
	for _, item := range items {
		if err := s.removeWithPicture(item); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) notesWhatWasSent(items []*Item, url string) error {
	for _, item := range items {
		if _, err := http.Post(url+item.Name, "text/plain", nil); err != nil {
			continue
		}
		if err := s.db.Model(item).Update("count", 0).Error; err != nil {
			return err
		}
	}
	return nil
}

func (s *store) addsListForEach(groups map[string]*[]Item) error {
	for _, items := range groups {
		if err := s.addGroup(*items); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) addGroup(items []Item) error { return s.db.Create(&items).Error }
