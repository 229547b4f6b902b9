// Package helpers moves values through conversions, codecs and copies of popular modules between the read and the write: bug.go
// loses updates, clean.go does not.
package helpers

import (
	"time"

	"github.com/gofrs/uuid"
	guregu "github.com/guregu/null/v5"
	"github.com/shopspring/decimal"
	"github.com/volatiletech/null/v8"
)

type Account struct {
	ID      uint64
	Key     uuid.UUID
	Balance string // a decimal
	Cents   int64
	Points  guregu.Int
	Bonus   null.Int
	Price   decimal.Decimal
	Profile string // JSON or YAML
	Seen    time.Time
}

// AccountDTO is what leaves the service.
type AccountDTO struct {
	ID    uint64
	Cents int64
}
