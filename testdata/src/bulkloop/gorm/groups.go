package shop

import "gorm.io/gorm"

// branch is a place in a tree.
type branch struct {
	ID       uint
	ParentID uint
	Name     string
}

type bundle struct {
	ids  []uint
	name string
}

// chain needs the key of the row before.
func chain(db *gorm.DB, names []string) error {
	var last uint
	for _, n := range names {
		s := &branch{Name: n, ParentID: last}
		if err := db.Create(s).Error; err != nil {
			return err
		}
		last = s.ID
	}
	return nil
}

// belowFirst needs the key of the first row.
func belowFirst(db *gorm.DB, names []string) error {
	var first *branch
	for i, n := range names {
		s := &branch{Name: n}
		if i > 0 {
			s.ParentID = first.ID
		}
		if err := db.Create(s).Error; err != nil {
			return err
		}
		if i == 0 {
			first = s
		}
	}
	return nil
}

// belowGiven needs no key that it makes.
func belowGiven(db *gorm.DB, parent uint, names []string) error {
	for _, n := range names {
		s := &branch{Name: n, ParentID: parent}
		if err := db.Create(s).Error; err != nil { // want "branch is inserted once for each of names"
			return err
		}
	}
	return nil
}

// renameGroups is one statement a group already.
func renameGroups(db *gorm.DB, groups []bundle) error {
	for _, g := range groups {
		if err := db.Model(&Product{}).Where("id IN ?", g.ids).Update("name", g.name).Error; err != nil {
			return err
		}
	}
	return nil
}

// firstFree looks for one that nobody has taken.
func firstFree(db *gorm.DB, candidates []Product) (*Product, error) {
	for _, p := range candidates {
		res := db.Model(&Product{}).Where("id = ? AND active = ?", p.ID, false).Update("active", true)
		if res.Error != nil {
			return nil, res.Error
		}
		if res.RowsAffected == 0 {
			continue
		}
		return &p, nil
	}
	return nil, errNotEnough
}

type migration struct {
	version int
	run     func(db *gorm.DB) error
}

// migrate does something else each time.
func migrate(db *gorm.DB, todo []migration) error {
	for _, m := range todo {
		if err := m.run(db); err != nil {
			return err
		}
		if err := db.Create(&branch{Name: "applied", ParentID: uint(m.version)}).Error; err != nil {
			return err
		}
	}
	return nil
}
