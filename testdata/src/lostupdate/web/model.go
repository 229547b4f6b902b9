// Package web answers requests with gin, echo and fiber: bug.go loses updates, clean.go does not.
package web

import "gorm.io/gorm"

type User struct {
	ID     uint
	Name   string
	Points int
}

type spend struct {
	Points int `json:"points" form:"points" query:"points"`
}

// API has the handlers.
type API struct{ db *gorm.DB }
