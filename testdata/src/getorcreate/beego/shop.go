// Package beego looks for rows and inserts them with beego's ORM.
package beego

import "github.com/beego/beego/v2/client/orm"

// Fan has a unique index over two columns, which a method declares.
type Fan struct {
	Id     int
	UserID int `orm:"column(user_id)"`
	FanID  int `orm:"column(fan_id)"`
	Since  int
}

// TableUnique implements beego's interface.
func (*Fan) TableUnique() [][]string { return [][]string{{"UserID", "FanID"}} }

// Day counts; its index takes columns by their names.
type Day struct {
	Id   int
	Page int
	Day  int
	Hits int
}

// TableUnique implements beego's interface.
func (*Day) TableUnique() [][]string {
	return [][]string{
		[]string{"page", "day"},
	}
}

// Profile comes from another system, with its key.
type Profile struct {
	Id   int
	Name string
}

// Member has the profile in it.
type Member struct {
	Profile
	Seen int
}

func follow(o orm.Ormer, user, fan int) (err error) {
	var f Fan
	o.QueryTable("fan").Filter("user_id", user).Filter("fan_id", fan).One(&f)
	if f.Id > 0 {
		_, err = o.QueryTable("fan").Filter("id", f.Id).Delete()
		return err
	}
	_, err = o.Insert(&Fan{UserID: user, FanID: fan})
	return err
}

func followOnce(o orm.Ormer, user, fan int) error {
	f := Fan{UserID: user, FanID: fan}
	o.Read(&f, "UserID", "FanID")
	if f.Id > 0 {
		return nil
	}
	_, err := o.Insert(&f)
	return err
}

func firstFan(o orm.Ormer, user, fan int) error {
	n, err := o.QueryTable(new(Fan)).Filter("user_id", user).Count()
	if err != nil || n > 0 {
		return err
	}
	_, err = o.Insert(&Fan{UserID: user, FanID: fan}) // want "Fan is looked for.*insert two"
	return err
}

func hit(o orm.Ormer, page, day int) (err error) {
	d := &Day{}
	o.QueryTable(d).Filter("page", page).Filter("day", day).One(d)
	if d.Id == 0 {
		_, err = o.Insert(&Day{Page: page, Day: day, Hits: 1}) // want "Day is looked for.*one fails on the unique index"
		return err
	}
	d.Hits++
	_, err = o.Update(d)
	return err
}

func (Member) find(o orm.Ormer, id int) (m Member, err error) {
	err = o.QueryTable("member").Filter("id", id).One(&m)
	return m, err
}

func keep(o orm.Ormer, p Profile) error {
	if m, _ := (Member{}).find(o, p.Id); m.Id == 0 {
		_, err := o.Insert(&Member{Profile: p})
		return err
	}
	return nil
}

func fillTheEmptyTable(o orm.Ormer) error {
	if n, err := o.QueryTable(new(Day)).Count(); err != nil || n > 0 {
		return err
	}
	_, err := o.Insert(&Day{Page: 1})
	return err
}
