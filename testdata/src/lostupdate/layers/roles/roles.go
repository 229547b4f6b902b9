// Package roles keeps lists of names in columns, and changes them with functions of another package.
package roles

import (
	"errors"

	"xorm.io/xorm"

	"fixtures/lostupdate/layers/lists"
)

var engine *xorm.Engine

var errInvalid = errors.New("invalid")

type Permission struct {
	Id    int64
	Name  string
	Roles []string
}

func get(name string) (*Permission, error) {
	p := Permission{Name: name}
	if has, err := engine.Get(&p); err != nil || !has {
		return nil, err
	}
	return &p, nil
}

// ByRole are the permissions that name a role.
func ByRole(role string) ([]*Permission, error) {
	permissions := []*Permission{}
	err := engine.Where("roles like ?", role).Find(&permissions)
	return permissions, err
}

// Update saves a permission.
func Update(name string, p *Permission) error {
	if p.Name == "" {
		return errInvalid
	}
	old, err := get(name)
	if err != nil || old == nil {
		return err
	}
	_, err = engine.ID(old.Id).AllCols().Update(p)
	return err
}

func replaced(list []string, old, by string) []string {
	var out []string
	for _, v := range list {
		if v == old {
			out = append(out, by)
		} else {
			out = append(out, v)
		}
	}
	return out
}

// RenameRole changes the name in all permissions.
func RenameRole(role, by string) error {
	permissions, err := ByRole(role)
	if err != nil {
		return err
	}
	for _, p := range permissions {
		p.Roles = replaced(p.Roles, role, by)
		if err := Update(p.Name, p); err != nil { // want "lost update: Permission.Roles is read at line 64, filtered in Go"
			return err
		}
	}
	return nil
}

func cleaned(list []string) []string {
	var out []string
	for _, v := range list {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

// Rename changes another column, and cleans the list.
func Rename(id int64, name string) error {
	var p Permission
	if _, err := engine.ID(id).Get(&p); err != nil {
		return err
	}
	p.Name = name
	p.Roles = cleaned(p.Roles)
	return Update(name, &p)
}

// DeleteRole takes a role out of all permissions.
func DeleteRole(role string) error {
	permissions, err := ByRole(role)
	if err != nil {
		return err
	}
	for _, p := range permissions {
		p.Roles = lists.Without(p.Roles, role)
		if err := Update(p.Name, p); err != nil { // want "lost update: Permission.Roles"
			return err
		}
	}
	return nil
}
