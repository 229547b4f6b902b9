package helpers

import (
	"encoding/json"
	"time"

	"github.com/gofrs/uuid"
	"github.com/jinzhu/copier"
	"github.com/shopspring/decimal"
	"gopkg.in/yaml.v3"
	"gorm.io/gorm"
)

func profileOfRequest(db *gorm.DB, id uint64, profile map[string]string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	data, err := json.Marshal(profile)
	if err != nil {
		return err
	}
	return db.Model(a).Update("profile", string(data)).Error
}

func readProfileOnly(db *gorm.DB, id uint64) (map[string]any, error) {
	a, err := load(db, id)
	if err != nil {
		return nil, err
	}
	var profile map[string]any
	if err := yaml.Unmarshal([]byte(a.Profile), &profile); err != nil {
		return nil, err
	}
	profile["seen"] = time.Now()
	return profile, db.Model(a).Update("seen", time.Now()).Error
}

func copyOfRequestOverLoaded(db *gorm.DB, id uint64, dto AccountDTO) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	if err := copier.Copy(a, &dto); err != nil {
		return err
	}
	return db.Model(a).Update("cents", a.Cents).Error
}

func copyOfLoadedForTheAnswer(db *gorm.DB, id uint64) (AccountDTO, error) {
	var dto AccountDTO
	a, err := load(db, id)
	if err != nil {
		return dto, err
	}
	err = copier.Copy(&dto, a)
	dto.Cents *= 100
	return dto, err
}

func newKey(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	if a.Key, err = uuid.NewV4(); err != nil {
		return err
	}
	return db.Model(a).Update("key", a.Key.String()).Error
}

func priceOfAnotherTable(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	var rate float64
	if err := db.Raw("SELECT rate FROM rates WHERE day = CURRENT_DATE").Scan(&rate).Error; err != nil {
		return err
	}
	return db.Model(a).Update("price", decimal.NewFromFloat(rate).Mul(decimal.NewFromInt(3))).Error
}
