// Package handler answers requests: bug.go loses updates, clean.go does not.
package handler

import "gorm.io/gorm"

// Handler has what the handlers need.
type Handler struct{ db *gorm.DB }
