package gormsqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	_ "modernc.org/sqlite"

	"github.com/rmwlint/rmwlint/examples/gormsqlite"
)

type order struct {
	ID    int64
	Group string // a keyword, so that a name that is not quoted fails
	Total int
}

func open(t *testing.T) *gorm.DB {
	conn, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "orders.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	db, err := gorm.Open(gormsqlite.On(conn), &gorm.Config{Logger: logger.Discard})
	require.NoError(t, err)
	require.NoError(t, db.Exec(`CREATE TABLE orders (id INTEGER PRIMARY KEY, "group" TEXT, total INTEGER)`).Error)
	return db
}

func TestCreateReadUpdateDelete(t *testing.T) {
	db := open(t)
	o := order{Group: "a", Total: 2}
	require.NoError(t, db.Create(&o).Error)
	require.Equal(t, int64(1), o.ID)
	batch := []order{{Group: "b", Total: 3}, {Group: "c", Total: 4}}
	require.NoError(t, db.Create(&batch).Error)
	require.Equal(t, int64(3), batch[1].ID)

	var got order
	require.NoError(t, db.First(&got, 2).Error)
	require.Equal(t, order{2, "b", 3}, got)
	got.Group = "quote's"
	require.NoError(t, db.Save(&got).Error)
	require.NoError(t, db.Model(&got).Where("orders.`group` = ?", "quote's").Update("total", gorm.Expr("total + ?", 10)).Error)
	require.NoError(t, db.Where(&order{Group: "quote's"}).Order("orders.total").Limit(1).Offset(0).Take(&got).Error)
	require.Equal(t, 13, got.Total)
	require.ErrorIs(t, db.Where("total > ?", 100).First(&order{}).Error, gorm.ErrRecordNotFound)

	require.NoError(t, db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&order{ID: 2, Group: "b"}).Error)
	require.NoError(t, db.Delete(&order{}, 1).Error)
	var n int64
	require.NoError(t, db.Model(&order{}).Count(&n).Error)
	require.Equal(t, int64(2), n)
}

func TestNestedTransaction(t *testing.T) {
	db := open(t)
	require.NoError(t, db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Create(&order{Group: "kept"}).Error; err != nil {
			return err
		}
		err := tx.Transaction(func(inner *gorm.DB) error {
			if err := inner.Create(&order{Group: "gone"}).Error; err != nil {
				return err
			}
			return gorm.ErrInvalidData
		})
		require.ErrorIs(t, err, gorm.ErrInvalidData)
		return nil
	}))
	var groups []string
	require.NoError(t, db.Model(&order{}).Pluck("group", &groups).Error)
	require.Equal(t, []string{"kept"}, groups)
}

func TestRowLockIsAnError(t *testing.T) {
	db := open(t)
	err := db.Clauses(clause.Locking{Strength: "UPDATE"}).Find(&[]order{}).Error
	require.ErrorContains(t, err, "no row locks")
}
