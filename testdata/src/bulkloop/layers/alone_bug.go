package layers

import (
	"log"

	"fixtures/bulkloop/layers/disk"
)

func (s *store) nameOfThumbnail(items []*Item) error {
	for _, item := range items {
		name, err := disk.Thumbnail(item.Name)
		if err != nil {
			return err
		}
		if err := s.db.Model(item).Update("name", name).Error; err != nil { // want "Item is updated once for each of items"
			return err
		}
	}
	return nil
}

func (s *store) onlyLogsThoseThatFailed(items []*Item) {
	for _, item := range items {
		if err := s.db.Create(item).Error; err != nil { // want "Item is inserted once for each of items"
			log.Printf("item %d: %v", item.ID, err)
		}
	}
}

func (s *store) listsThoseThatWorked(items []*Item) (done []string, err error) {
	for _, item := range items {
		if err := s.db.Save(item).Error; err != nil { // want "Item is updated once for each of items"
			return done, err
		}
		done = append(done, item.Name)
	}
	return done, nil
}

func inPlace(run func() error) error { return run() }

func (s *store) triesEachOnce(items []*Item) {
	for _, item := range items {
		_ = inPlace(func() error { return s.db.Save(item).Error }) // want "Item is updated once for each of items"
	}
}

type porter interface{ Carry(item *Item) error }

type strong struct{}

func (strong) Carry(item *Item) error { return nil }

func (s *store) notesWhatWasCarried(items []*Item, p porter) error {
	for _, item := range items {
		if err := p.Carry(item); err != nil {
			return err
		}
		if err := s.db.Model(item).Update("count", 0).Error; err != nil { // want "Item is updated once for each of items"
			return err
		}
	}
	return nil
}

func (s *store) movesFilesOfSome(items []*Item) {
	for _, item := range items {
		if item.Count > 0 {
			_ = disk.MoveFile(item.Name, "archive/"+item.Name)
		}
		s.db.Delete(item) // want "Item is deleted once for each of items"
	}
}
