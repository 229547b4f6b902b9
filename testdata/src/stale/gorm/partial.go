package gorm

import "gorm.io/gorm"

// Room has columns that only one function changes, each on its own.
type Room struct {
	ID       int64
	Name     string
	Capacity int
	Note     string
}

func eachColumnUnderItsOwnCondition(db *gorm.DB, id int64, name string, capacity int, note string) error {
	var r Room
	if err := db.First(&r, id).Error; err != nil {
		return err
	}
	if name != "" {
		r.Name = name
	}
	if capacity != 0 {
		r.Capacity = capacity
	}
	if note != "" {
		r.Note = note
	}
	return db.Save(&r).Error // want "stale row: Room .* though perhaps not all of Name, Capacity and Note changed; the others go back"
}

// Shift is moved by one function, and edited by another.
type Shift struct {
	ID       int64
	Teacher  int64
	Reason   string
	ClosedBy int64
}

func oneColumnIsSetOnOnePathOnly(db *gorm.DB, id, teacher int64, reason string) error {
	var s Shift
	if err := db.First(&s, id).Error; err != nil {
		return err
	}
	s.Reason = reason
	if teacher != 0 {
		s.Teacher = teacher
	}
	return db.Save(&s).Error // want "though perhaps only Reason changed; Teacher go back as they were"
}

// Ticket is closed as a whole.
type Ticket struct {
	ID       int64
	Buyer    int64
	State    string
	ClosedBy int64
}

func allColumnsUnderOneCondition(db *gorm.DB, id, by int64, done bool) error {
	var t Ticket
	if err := db.First(&t, id).Error; err != nil {
		return err
	}
	if done {
		t.State, t.ClosedBy = "closed", by
	}
	return db.Save(&t).Error
}

// Seat is taken and left; who sits where, and who said so, only inserts set.
type Seat struct {
	ID      int64
	RoomID  int64
	UserID  int64
	State   string
	AddedBy int64
}

func nobodyChangesTheOtherColumns(db *gorm.DB, id int64) error {
	var s Seat
	if err := db.First(&s, id).Error; err != nil {
		return err
	}
	s.State = "taken"
	return db.Save(&s).Error
}

func leave(db *gorm.DB, id int64) error {
	return db.Model(&Seat{}).Where("id = ?", id).Update("state", "free").Error
}

func add(db *gorm.DB, room, user, by int64) error {
	return db.Create(&Seat{RoomID: room, UserID: user, State: "new", AddedBy: by}).Error
}

// Stock is made where there is none.
type Stock struct {
	ID      int64
	GoodsID int64
	Count   int
	Bin     string
}

func theOtherColumnIsSetInANewRowOnly(db *gorm.DB, goods int64, count int) error {
	var s Stock
	if db.First(&s, "goods_id = ?", goods).RowsAffected == 0 {
		s.GoodsID = goods
	}
	s.Count = count
	return db.Save(&s).Error
}

func theOtherColumnIsWhatItWasFoundBy(db *gorm.DB, goods int64, count int) error {
	var s Stock
	if err := db.First(&s, "goods_id = ?", goods).Error; err != nil {
		return err
	}
	s.GoodsID, s.Count = goods, count
	return db.Save(&s).Error
}

func onlyTheCountIsChanged(db *gorm.DB, id int64, count int) error {
	var s Stock
	if err := db.First(&s, id).Error; err != nil {
		return err
	}
	s.Count = count
	return db.Save(&s).Error
}

// Hook is called by a job, and edited by users.
type Hook struct {
	ID   int64
	URL  string
	Next int
	Kind string
}

func edit(db *gorm.DB, id int64, url string) error {
	return db.Exec("UPDATE hooks SET url = ? WHERE id = ?", url, id).Error
}

func rowsOfAListByCopy(db *gorm.DB, next int) error {
	var hooks []Hook
	if err := db.Find(&hooks).Error; err != nil {
		return err
	}
	for _, h := range hooks {
		h.Next = next
		if err := db.Save(&h).Error; err != nil { // want "stale row: Hook .*only Next changed; URL go back"
			return err
		}
	}
	return nil
}

func rowsOfAListByIndex(db *gorm.DB, next int) error {
	var hooks []Hook
	if err := db.Find(&hooks).Error; err != nil {
		return err
	}
	for i := range hooks {
		hooks[i].Next = next
		if err := db.Save(&hooks[i]).Error; err != nil { // want "stale row: Hook .*only Next changed; URL go back"
			return err
		}
	}
	return nil
}

func rowsOfAListByPointer(db *gorm.DB, next int) error {
	var hooks []*Hook
	if err := db.Find(&hooks).Error; err != nil {
		return err
	}
	for _, h := range hooks {
		h.Next = next
		if err := db.Save(h).Error; err != nil { // want "stale row: Hook .*only Next changed; URL go back"
			return err
		}
	}
	return nil
}
