// Package game is a game on xorm whose transactions do not hold all that they should.
package game

import "xorm.io/xorm"

type Role struct {
	Id    int64
	Name  string
	Users []string
}

type User struct {
	Id   int64
	Name string
}

var engine *xorm.Engine

func readBesideTheSession(name string) error {
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	var roles []*Role
	if err := engine.Find(&roles); err != nil { // want "row lock: the row of Role is read outside of the transaction begun at line 22, which writes it"
		return err
	}
	for _, r := range roles {
		r.Users = append(r.Users, name)
		if _, err := session.ID(r.Id).Update(r); err != nil {
			return err
		}
	}
	return session.Commit()
}

func saveUser(u *User) error {
	_, err := engine.ID(u.Id).Update(u)
	return err
}

func writeBesideTheSession(u *User, r *Role) error {
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	if _, err := session.Insert(r); err != nil {
		return err
	}
	if err := saveUser(u); err != nil { // want "row lock: the write of User runs outside of the transaction begun at line 46"
		return err
	}
	return session.Commit()
}

func allOnTheSession(u *User, r *Role) error {
	session := engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	if _, err := session.Insert(r); err != nil {
		return err
	}
	if _, err := session.ID(u.Id).Update(u); err != nil {
		return err
	}
	return session.Commit()
}
