package helpers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"strconv"
	"strings"

	"github.com/bytedance/sonic"
	gojson "github.com/goccy/go-json"
	guregu "github.com/guregu/null/v5"
	"github.com/jinzhu/copier"
	jsoniter "github.com/json-iterator/go"
	"github.com/mitchellh/mapstructure"
	"github.com/samber/lo"
	"github.com/shopspring/decimal"
	"github.com/spf13/cast"
	"github.com/volatiletech/null/v8"
	"gopkg.in/yaml.v3"
	"gorm.io/gorm"
)

func load(db *gorm.DB, id uint64) (*Account, error) {
	a := &Account{}
	if err := db.First(a, id).Error; err != nil {
		return nil, err
	}
	return a, nil
}

func decimalInString(db *gorm.DB, id uint64, amount string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	have, err := decimal.NewFromString(strings.TrimSpace(a.Balance))
	if err != nil {
		return err
	}
	add, err := decimal.NewFromString(amount)
	if err != nil {
		return err
	}
	a.Balance = have.Add(add).StringFixed(2)
	return db.Save(a).Error // want "lost update: Account.Balance "
}

func floatInString(db *gorm.DB, id uint64, amount float64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	have, err := strconv.ParseFloat(a.Balance, 64)
	if err != nil {
		return err
	}
	return db.Model(a).Update("balance", strconv.FormatFloat(have-amount, 'f', 2, 64)).Error // want "lost update: Account.Balance "
}

func bigRat(db *gorm.DB, id uint64, by *big.Rat) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	have, ok := new(big.Rat).SetString(a.Balance)
	if !ok {
		return fmt.Errorf("bad balance %q", a.Balance)
	}
	product := new(big.Rat)
	product.Mul(have, by)
	return db.Model(a).Update("balance", product.FloatString(2)).Error // want "lost update: Account.Balance "
}

func roundedByDecimal(db *gorm.DB, id uint64, percent int64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	cents := decimal.NewFromInt(a.Cents).Mul(decimal.NewFromInt(percent)).Div(decimal.NewFromInt(100)).Round(0).IntPart()
	return db.Model(a).Update("cents", cents).Error // want "lost update: Account.Cents "
}

func nullOfGuregu(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	a.Points = guregu.IntFrom(a.Points.ValueOrZero() + 1)
	return db.Save(a).Error // want "lost update: Account.Points"
}

func nullOfVolatiletech(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	bonus := a.Bonus.Int
	bonus += 10
	a.Bonus = null.IntFrom(bonus)
	return db.Save(a).Error // want "lost update: Account.Bonus"
}

func castBetweenTypes(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	text := cast.ToString(a.Cents)
	return db.Model(a).Update("cents", cast.ToInt64(text)*2).Error // want "lost update: Account.Cents "
}

func pointersOfLo(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	p := lo.ToPtr(a.Cents)
	return db.Model(a).Update("cents", lo.FromPtr(p)-1).Error // want "lost update: Account.Cents "
}

func copiedIntoDTO(db *gorm.DB, id uint64, n int64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	var dto AccountDTO
	if err := copier.Copy(&dto, a); err != nil {
		return err
	}
	dto.Cents -= n
	return db.Model(&Account{}).Where("id = ?", dto.ID).Update("cents", dto.Cents).Error // want "lost update: Account.Cents "
}

func profileInStandardJSON(db *gorm.DB, id uint64, key string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	profile := map[string]int{}
	if err := json.NewDecoder(strings.NewReader(a.Profile)).Decode(&profile); err != nil {
		return err
	}
	profile[key]++
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(profile); err != nil {
		return err
	}
	return db.Model(a).Update("profile", buf.String()).Error // want "lost update: Account.Profile "
}

var jsonAPI = jsoniter.ConfigCompatibleWithStandardLibrary

func profileInJsoniter(db *gorm.DB, id uint64, key, value string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	profile := map[string]string{}
	if err := jsonAPI.UnmarshalFromString(a.Profile, &profile); err != nil {
		return err
	}
	profile[key] = value
	if a.Profile, err = jsonAPI.MarshalToString(profile); err != nil {
		return err
	}
	return db.Save(a).Error // want "lost update: Account.Profile "
}

func profileInSonic(db *gorm.DB, id uint64, key string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	var profile map[string]any
	if err := sonic.UnmarshalString(a.Profile, &profile); err != nil {
		return err
	}
	delete(profile, key)
	text, err := sonic.MarshalString(profile)
	if err != nil {
		return err
	}
	return db.Model(a).Update("profile", text).Error // want "lost update: Account.Profile "
}

func profileInGoJSON(db *gorm.DB, id uint64, item string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	var items []string
	if err := gojson.Unmarshal([]byte(a.Profile), &items); err != nil {
		return err
	}
	out, err := gojson.Marshal(append(items, item))
	if err != nil {
		return err
	}
	return db.Model(a).Update("profile", string(out)).Error // want "lost update: Account.Profile "
}

func profileInYAML(db *gorm.DB, id uint64, patch map[string]any) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	profile := map[string]any{}
	if err := yaml.Unmarshal([]byte(a.Profile), &profile); err != nil {
		return err
	}
	maps.Copy(profile, patch)
	out, err := yaml.Marshal(profile)
	if err != nil {
		return err
	}
	a.Profile = string(out)
	return db.Save(a).Error // want "lost update: Account.Profile "
}

func profileThroughMapstructure(db *gorm.DB, id uint64) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	raw := map[string]any{}
	if err := json.Unmarshal([]byte(a.Profile), &raw); err != nil {
		return err
	}
	var profile struct{ Logins int }
	if err := mapstructure.Decode(raw, &profile); err != nil {
		return err
	}
	profile.Logins++
	out, err := json.Marshal(profile)
	if err != nil {
		return err
	}
	return db.Model(a).Update("profile", string(out)).Error // want "lost update: Account.Profile "
}

func textBuilder(db *gorm.DB, id uint64, line string) error {
	a, err := load(db, id)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(a.Profile)
	b.WriteString(line)
	return db.Model(a).Update("profile", b.String()).Error // want "lost update: Account.Profile "
}
