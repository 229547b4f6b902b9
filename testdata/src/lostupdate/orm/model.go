// Package shop is a shop on orm: bug.go loses updates, clean.go does not.
package shop

import "errors"

var errSoldOut = errors.New("sold out")

type Product struct {
	ID       int64 `orm:"id,pk,auto"`
	Name     string
	Price    float64
	InStock  int
	Reserved int
	Version  int
}

type Counter struct {
	Day  string `orm:"day,pk"`
	Hits int
}
