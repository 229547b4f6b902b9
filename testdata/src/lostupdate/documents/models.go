// Package documents keeps lists and structs in columns.
package documents

import "time"

// Cart keeps its lines in a column.
type Cart struct {
	ID    int64
	Text  string
	Lines []Line   `gorm:"serializer:json"`
	Names []string `gorm:"serializer:json"`
	Note  Note     `gorm:"serializer:json"`
	Until Moment
}

// Line is a line of a cart.
type Line struct {
	ID string
	N  int
}

// Note is a document.
type Note struct {
	Text string
	Set  bool
}

// Moment is a time of the program's own type.
type Moment struct{ time.Time }
