package shop

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

func decrementByExpression(db *gorm.DB, id uint, qty int) error {
	res := db.Model(&Product{}).Where("id = ? AND in_stock >= ?", id, qty).Update("in_stock", gorm.Expr("in_stock - ?", qty))
	if res.Error == nil && res.RowsAffected == 0 {
		return errNotEnough
	}
	return res.Error
}

func decrementLoadedRowByExpression(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).UpdateColumn("in_stock", gorm.Expr("in_stock - ?", qty)).Error
}

func expressionInsideMap(db *gorm.DB, w *Wallet, n int) error {
	return db.Model(w).Updates(map[string]interface{}{
		"points":     gorm.Expr("points + ?", n),
		"updated_at": time.Now(),
	}).Error
}

func expressionAsStructLiteral(db *gorm.DB, id uint) error {
	return db.Model(&Product{}).Where("id = ?", id).Update("sold", clause.Expr{SQL: "sold + ?", Vars: []interface{}{1}}).Error
}

func caseExpression(db *gorm.DB, id uint, n int) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	return db.Model(&w).Updates(map[string]interface{}{
		"points": gorm.Expr("CASE WHEN points > ? THEN points - ? ELSE 0 END", n, n),
	}).Error
}

// UpdateBalance sounds like a setter and is atomic.
func UpdateBalance(db *gorm.DB, userID uint, delta float64) error {
	return db.Exec("UPDATE wallets SET balance = balance + ? WHERE user_id = ?", delta, userID).Error
}

func callSetterThatIsAtomic(db *gorm.DB, userID uint, price float64) error {
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	return UpdateBalance(db, w.UserID, -price)
}

func lockRowThenSave(db *gorm.DB, userID uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&w, "user_id = ?", userID).Error; err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(&w).Error
	})
}

func lockRowBetweenBeginAndCommit(db *gorm.DB, id uint, qty int) error {
	tx := db.Begin()
	defer tx.Rollback()
	var p Product
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsNoWait}).
		Where("id = ?", id).Take(&p).Error
	if err != nil {
		return err
	}
	p.InStock -= qty
	if err := tx.Model(&p).Update("in_stock", p.InStock).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func lockWithRawSQL(db *gorm.DB, userID uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var points int
		if err := tx.Raw("SELECT points FROM wallets WHERE user_id = ? FOR UPDATE", userID).Scan(&points).Error; err != nil {
			return err
		}
		return tx.Exec("UPDATE wallets SET points = ? WHERE user_id = ?", points-n, userID).Error
	})
}

func lockWallet(tx *gorm.DB, userID uint) (*Wallet, error) {
	var w Wallet
	err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).Where("user_id = ?", userID).First(&w).Error
	return &w, err
}

func lockInHelper(db *gorm.DB, userID uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		w, err := lockWallet(tx, userID)
		if err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(w).Error
	})
}

func findWallet(db *gorm.DB, userID uint, strength string) (*Wallet, error) {
	var w Wallet
	q := db
	if strength != "" {
		q = q.Clauses(clause.Locking{Strength: strength})
	}
	err := q.Where("user_id = ?", userID).First(&w).Error
	return &w, err
}

func lockByArgument(db *gorm.DB, userID uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		w, err := findWallet(tx, userID, "UPDATE")
		if err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(w).Error
	})
}

func lockByScope(db *gorm.DB, userID uint, n int) error {
	forUpdate := func(tx *gorm.DB) *gorm.DB { return tx.Clauses(clause.Locking{Strength: "UPDATE"}) }
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.Scopes(forUpdate).First(&w, "user_id = ?", userID).Error; err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(&w).Error
	})
}

func readAgainUnderLock(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	if w.Points < n {
		return errNotEnough
	}
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&w, w.ID).Error; err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(&w).Error
	})
}

func lockOnParentGuardsChildren(db *gorm.DB, userID uint, name string, k int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var u User
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&u, userID).Error; err != nil {
			return err
		}
		var it Inventory
		if err := tx.Where("user_id = ? AND name = ?", u.ID, name).First(&it).Error; err != nil {
			return err
		}
		it.Quantity += k
		return tx.Save(&it).Error
	})
}

func withLockedWallet(db *gorm.DB, userID uint, fn func(w *Wallet) error) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&w, "user_id = ?", userID).Error; err != nil {
			return err
		}
		if err := fn(&w); err != nil {
			return err
		}
		return tx.Save(&w).Error
	})
}

func changeInCallbackOfLockingRepository(db *gorm.DB, userID uint, n int) error {
	return withLockedWallet(db, userID, func(w *Wallet) error {
		return w.Withdraw(n)
	})
}

func compareVersionAndSet(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	res := db.Model(&Wallet{}).Where("id = ? AND version = ?", w.ID, w.Version).Updates(map[string]interface{}{
		"points":  w.Points + n,
		"version": w.Version + 1,
	})
	if res.RowsAffected == 0 {
		return errNotEnough
	}
	return res.Error
}

func compareOldValueAndSet(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	res := db.Model(&p).Where("in_stock = ?", p.InStock).Update("in_stock", p.InStock-qty)
	if res.RowsAffected != 1 {
		return errNotEnough
	}
	return res.Error
}

func compareOldValueInWhereMap(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	where := map[string]interface{}{"id": p.ID, "in_stock": p.InStock}
	return db.Model(&Product{}).Where(where).Updates(map[string]interface{}{"in_stock": p.InStock - qty}).Error
}

func versionOfOptimisticLockPlugin(db *gorm.DB, id uint, n int) error {
	var b Budget
	if err := db.First(&b, id).Error; err != nil {
		return err
	}
	return db.Model(&b).Updates(&Budget{Left: b.Left - n}).Error
}

func serializableTransaction(db *gorm.DB, userID uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.First(&w, "user_id = ?", userID).Error; err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(&w).Error
	}, &sql.TxOptions{Isolation: sql.LevelSerializable})
}

func serializableBegin(ctx context.Context, db *gorm.DB, userID uint, n int) error {
	tx := db.WithContext(ctx).Begin(&sql.TxOptions{Isolation: sql.LevelSerializable})
	defer tx.Rollback()
	var w Wallet
	if err := tx.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	w.Points -= n
	if err := tx.Save(&w).Error; err != nil {
		return err
	}
	return tx.Commit().Error
}

func upsertCounter(db *gorm.DB, day string) error {
	return db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "day"}},
		DoUpdates: clause.Assignments(map[string]interface{}{"hits": gorm.Expr("counters.hits + 1")}),
	}).Create(&Counter{Day: day, Hits: 1}).Error
}

func saveRowJustCreated(db *gorm.DB, day string) error {
	c := Counter{Day: day}
	if err := db.Create(&c).Error; err != nil {
		return err
	}
	c.Hits++
	return db.Save(&c).Error
}

func insertRowDerivedFromAnother(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	copied := Product{Name: p.Name + " (copy)", Position: p.Position + 1, InStock: p.InStock}
	return db.Create(&copied).Error
}

func setAbsoluteValueOfRequest(db *gorm.DB, id uint, stock int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.InStock = stock
	return db.Model(&p).Update("in_stock", p.InStock).Error
}

func setClock(db *gorm.DB, id uint) error {
	var u User
	if err := db.First(&u, id).Error; err != nil {
		return err
	}
	u.ExpiresAt = time.Now().AddDate(0, 1, 0)
	return db.Save(&u).Error
}

func setConstantStatus(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	now := time.Now()
	o.Status, o.PaidAt = "paid", &now
	return db.Save(&o).Error
}

func recomputeFromOtherRows(db *gorm.DB, userID uint) error {
	var u User
	if err := db.First(&u, userID).Error; err != nil {
		return err
	}
	var n int64
	if err := db.Model(&Order{}).Where("user_id = ?", userID).Count(&n).Error; err != nil {
		return err
	}
	return db.Model(&u).Update("gift_left", int(n)/10).Error
}

func computeAnotherColumn(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	o.Total = p.Price
	return db.Model(&o).Update("total", o.Total).Error
}

func computeDeltaForTheLogOnly(db *gorm.DB, id uint, stock int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	delta := stock - p.InStock
	if err := db.Model(&p).Update("in_stock", stock).Error; err != nil {
		return err
	}
	return db.Create(&LedgerEntry{WalletID: id, Delta: delta, After: p.InStock + delta}).Error
}

func positionAfterAnotherRow(db *gorm.DB, previous, id uint) error {
	var before, p Product
	if err := db.First(&before, previous).Error; err != nil {
		return err
	}
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update("position", before.Position+1).Error
}

var walletMu sync.Mutex

func holdMutexFromReadToWrite(db *gorm.DB, userID uint, n int) error {
	walletMu.Lock()
	defer walletMu.Unlock()
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	w.Points -= n
	return db.Save(&w).Error
}

func computeForResponseOnly(db *gorm.DB, id uint, qty int) (int, error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return 0, err
	}
	p.InStock -= qty
	return p.InStock, nil
}

func writeOtherColumnsThanTheChanged(db *gorm.DB, id uint, qty int) (int, error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return 0, err
	}
	p.InStock -= qty
	p.Status = "checked"
	return p.InStock, db.Model(&p).Select("status").Updates(&p).Error
}

func omitTheChangedColumn(db *gorm.DB, id uint, qty int) (int, error) {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return 0, err
	}
	p.InStock -= qty
	return p.InStock, db.Omit("in_stock").Save(&p).Error
}

func genericAPIWithExpression(ctx context.Context, db *gorm.DB, id uint, qty int) error {
	_, err := gorm.G[Product](db).Where("id = ?", id).Update(ctx, "in_stock", gorm.Expr("in_stock - ?", qty))
	return err
}

func genericAPIWithLock(ctx context.Context, db *gorm.DB, id uint, qty int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		p, err := gorm.G[Product](tx, clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).First(ctx)
		if err != nil {
			return err
		}
		_, err = gorm.G[Product](tx).Where("id = ?", id).Update(ctx, "in_stock", p.InStock-qty)
		return err
	})
}

func updateAllRowsInOneStatement(db *gorm.DB) error {
	return db.Model(&Wallet{}).Where("points > 0").Update("points", gorm.Expr("points * 9 / 10")).Error
}

func softDeleteThatCountsDown(db *gorm.DB, w *Wallet) error {
	return db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Delete(&LedgerEntry{}, "wallet_id = ?", w.ID).Error; err != nil {
			return err
		}
		return tx.Model(w).Update("points", 0).Error
	})
}

func logInByEmailThenTouchByID(db *gorm.DB, email string) error {
	var u User
	if err := db.First(&u, "email = ?", email).Error; err != nil {
		return err
	}
	return db.Model(&User{}).Where("id = ?", u.ID).Update("expires_at", time.Now().Add(time.Hour)).Error
}

func saveASecondOrderLikeTheFirst(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	next := Order{UserID: o.UserID, Quantity: o.Quantity * 2, Status: "open"}
	return db.Save(&next).Error // no key: an insert
}

func cancelOnceOrWhereNothingIsKnown(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var p Product
		if err := tx.First(&p, id).Error; err != nil {
			return err
		}
		if p.Status == "cancelled" {
			return errNotEnough
		}
		res := tx.Model(&p).Where("(status <> ? OR status IS NULL)", "cancelled").Update("status", "cancelled")
		if res.Error != nil || res.RowsAffected == 0 {
			return errNotEnough
		}
		return tx.Model(&Wallet{}).Where("id = ?", 1).Update("points", gorm.Expr("points + ?", n)).Error
	})
}
