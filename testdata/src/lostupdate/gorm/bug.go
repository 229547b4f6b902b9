package shop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

func decrementStockThenSave(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.InStock < qty {
		return errNotEnough
	}
	p.InStock -= qty
	return db.Save(&p).Error // want "lost update: Product.InStock "
}

func incrementSoldOfPointerThenSave(ctx context.Context, db *gorm.DB, id uint) error {
	p := new(Product)
	err := db.WithContext(ctx).Where("id = ?", id).Take(p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("load product %d: %w", id, err)
	}
	p.Sold++
	if err := db.WithContext(ctx).Save(p).Error; err != nil { // want "lost update: Product.Sold "
		return fmt.Errorf("save product %d: %w", id, err)
	}
	return nil
}

func readOutsideThenSaveInTransaction(db *gorm.DB, id uint, n int) error {
	var w Wallet
	if err := db.Where(&Wallet{UserID: id}).First(&w).Error; err != nil {
		return err
	}
	return db.Transaction(func(tx *gorm.DB) error {
		w.Points += n
		if err := tx.Save(&w).Error; err != nil { // want "lost update: Wallet.Points "
			return err
		}
		return tx.Create(&LedgerEntry{WalletID: w.ID, Delta: n}).Error
	})
}

func readAndSaveInPlainTransaction(db *gorm.DB, id uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.First(&w, "user_id = ?", id).Error; err != nil {
			return err
		}
		w.Balance = w.Balance.Sub(decimal.NewFromInt(int64(n)))
		return tx.Save(&w).Error // want "lost update: Wallet.Balance "
	})
}

func addPointsBetweenBeginAndCommit(db *gorm.DB, id uint, n int) (err error) {
	tx := db.Begin()
	defer func() {
		if r := recover(); r != nil || err != nil {
			tx.Rollback()
		}
	}()
	w := Wallet{}
	if err = tx.Model(&Wallet{}).Where("user_id = ?", id).First(&w).Error; err != nil {
		return err
	}
	w.Points = w.Points + n
	if err = tx.Save(&w).Error; err != nil { // want "lost update: Wallet.Points "
		return err
	}
	return tx.Commit().Error
}

func updateOneColumnFromLoadedValue(db *gorm.DB, id uint, qty int) error {
	var p Product
	db.First(&p, id)
	return db.Model(&p).Update("in_stock", p.InStock-qty).Error // want "lost update: Product.InStock "
}

func updateOneColumnByFieldName(db *gorm.DB, id uint, qty int) error {
	var p Product
	db.First(&p, id)
	left := p.InStock - qty
	return db.Model(&Product{}).Where("id = ?", p.ID).UpdateColumn("InStock", left).Error // want "lost update: Product.InStock "
}

func updateMapFromLoadedValue(db *gorm.DB, p *Product, qty int) error {
	var fresh Product
	if err := db.First(&fresh, p.ID).Error; err != nil {
		return err
	}
	return db.Model(p).Updates(map[string]interface{}{ // want "lost update: Product.InStock "
		"in_stock": fresh.InStock - qty,
		"status":   "reserved",
	}).Error
}

func updateSelectedColumnOfLoadedRow(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Sold = p.Sold + 1
	return db.Model(&p).Select("sold").Updates(&p).Error // want "lost update: Product.Sold "
}

func updateInChainOfSeveralLines(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.
		Select("id", "in_stock").
		Where("id = ?", id).
		First(&p).Error; err != nil {
		return err
	}
	return db.
		Model(&Product{}).
		Where("id = ?", id).
		Update("in_stock", p.InStock-qty). // want "lost update: Product.InStock "
		Error
}

func scanScalarThenUpdateTable(db *gorm.DB, userID uint, amount float64) error {
	var balance float64
	if err := db.Raw("SELECT balance FROM wallets WHERE user_id = ?", userID).Scan(&balance).Error; err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	return db.Table("wallets").Where("user_id = ?", userID).Update("balance", balance-amount).Error // want "lost update: wallets.balance "
}

func scanScalarThenExec(db *gorm.DB, userID uint, n int) error {
	var points int
	row := db.Raw("SELECT points FROM wallets WHERE user_id = ?", userID).Row()
	if err := row.Scan(&points); err != nil {
		return err
	}
	return db.Exec("UPDATE wallets SET points = ? WHERE user_id = ?", points+n, userID).Error // want "lost update: wallets.points "
}

func pluckThenUpdate(db *gorm.DB, id uint) error {
	var stocks []int
	if err := db.Model(&Product{}).Where("id = ?", id).Pluck("in_stock", &stocks).Error; err != nil || len(stocks) == 0 {
		return err
	}
	return db.Model(&Product{}).Where("id = ?", id).Update("in_stock", stocks[0]-1).Error // want "lost update: (Product.InStock|products.in_stock) "
}

func selectScalarThenUpdate(db *gorm.DB, id uint, n int) error {
	var points int
	db.Model(&Wallet{}).Select("points").Where("id = ?", id).Scan(&points)
	return db.Model(&Wallet{}).Where("id = ?", id).Update("points", points+n).Error // want "lost update: (Wallet.Points|wallets.points) "
}

// saveWalletFields is what a dynamic repository looks like: the columns come in a map.
func saveWalletFields(db *gorm.DB, id uint, fields map[string]interface{}) error {
	return db.Model(&Wallet{}).Where("id = ?", id).Updates(fields).Error
}

func carryNewValueInMap(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	if err := db.Where("user_id = ?", userID).First(&w).Error; err != nil {
		return err
	}
	return saveWalletFields(db, w.ID, map[string]interface{}{"points": w.Points + n}) // want "lost update: Wallet.Points "
}

func carryNewValueInMapFilledLater(db *gorm.DB, userID uint, n int, note string) error {
	var w Wallet
	if err := db.Where("user_id = ?", userID).First(&w).Error; err != nil {
		return err
	}
	fields := make(map[string]interface{})
	fields["updated_at"] = time.Now()
	if note != "" {
		fields["points"] = w.Points - n
	}
	return saveWalletFields(db, w.ID, fields) // want "lost update: Wallet.Points "
}

func writeThroughTwinStruct(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	if err := db.Where("user_id = ?", userID).First(&w).Error; err != nil {
		return err
	}
	fresh := Wallet{ID: w.ID, Points: w.Points + n}
	return db.Updates(&fresh).Error // want "lost update: Wallet.Points "
}

func writeThroughTwinPointer(db *gorm.DB, old *Wallet, d int) error {
	var now Wallet
	if err := db.First(&now, old.ID).Error; err != nil {
		return err
	}
	patch := &Wallet{}
	patch.ID = now.ID
	patch.Points = now.Points - d
	return db.Model(patch).Updates(patch).Error // want "lost update: Wallet.Points "
}

func changePreloadedAssociation(db *gorm.DB, userID uint, n int) error {
	var u User
	if err := db.Preload("Wallet").First(&u, userID).Error; err != nil {
		return err
	}
	w := u.Wallet
	w.Points += n
	return db.Save(&w).Error // want "lost update: Wallet.Points "
}

func changePreloadedAssociationInPlace(db *gorm.DB, userID uint, n int) error {
	var u User
	if err := db.Preload("Wallet").First(&u, userID).Error; err != nil {
		return err
	}
	u.Wallet.Points -= n
	return db.Save(&u.Wallet).Error // want "lost update: Wallet.Points "
}

func changeElementOfPreloadedSlice(db *gorm.DB, userID, orderID uint) error {
	var u User
	if err := db.Preload("Orders").First(&u, userID).Error; err != nil {
		return err
	}
	for _, o := range u.Orders {
		if o.ID == orderID {
			o.Quantity++
			return db.Save(o).Error // want "lost update: Order.Quantity "
		}
	}
	return nil
}

// repository is generic; Save gets a pointer to a pointer.
type repository[T any] struct{ db *gorm.DB }

func (r *repository[T]) Get(id uint) (*T, error) {
	var e T
	if err := r.db.First(&e, id).Error; err != nil {
		return nil, err
	}
	return &e, nil
}

func (r *repository[T]) Update(e *T) error { return r.db.Save(&e).Error }

type productRepo struct{ repository[Product] }

func sellThroughGenericRepository(r *productRepo, id uint, qty int) error {
	p, err := r.Get(id)
	if err != nil {
		return err
	}
	p.InStock -= qty
	return r.Update(p) // want "lost update: Product.InStock "
}

// store hands out itself on a transaction.
type store struct{ db *gorm.DB }

func (s *store) inTx(fn func(*store) error) error {
	return s.db.Transaction(func(tx *gorm.DB) error { return fn(&store{db: tx}) })
}

func (s *store) user(id uint) (*User, error) {
	var u User
	err := s.db.First(&u, id).Error
	return &u, err
}

func (s *store) updateUser(u *User) error { return s.db.Save(u).Error }

func changeCapturedRowInTransactionHelper(s *store, id uint, n int) error {
	u, err := s.user(id)
	if err != nil {
		return err
	}
	return s.inTx(func(tx *store) error {
		u.GiftLeft -= n
		return tx.updateUser(u) // want "lost update: User.GiftLeft "
	})
}

type userKey struct{}

func withUser(ctx context.Context, db *gorm.DB, id uint) (context.Context, error) {
	u := &User{}
	if err := db.First(u, id).Error; err != nil {
		return nil, err
	}
	return context.WithValue(ctx, userKey{}, u), nil
}

func changeUserOfContext(ctx context.Context, db *gorm.DB) error {
	u := ctx.Value(userKey{}).(*User)
	u.GiftLeft--
	return db.Save(u).Error // want "lost update: User.GiftLeft "
}

type payRequest struct {
	WalletID       uint
	CurrentBalance decimal.Decimal
	Price          decimal.Decimal
}

func payWithRequest(db *gorm.DB, req payRequest) error {
	left := req.CurrentBalance.Sub(req.Price)
	if left.IsNegative() {
		return errNotEnough
	}
	return db.Model(&Wallet{}).Where("id = ?", req.WalletID).Update("balance", left).Error // want "lost update: Wallet.Balance "
}

func copyBalanceIntoRequest(db *gorm.DB, userID uint, price decimal.Decimal) error {
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	req := payRequest{WalletID: w.ID, CurrentBalance: w.Balance, Price: price}
	return payWithRequest(db, req)
}

func encrypt(s string) string { return "enc:" + s }
func decrypt(s string) string { return s[4:] }

func changeEncryptedMoney(db *gorm.DB, id uint, amount float64) error {
	var u User
	if err := db.First(&u, id).Error; err != nil {
		return err
	}
	money, err := strconv.ParseFloat(decrypt(u.Money), 64)
	if err != nil {
		return err
	}
	if money-amount < 0 {
		return errNotEnough
	}
	u.Money = encrypt(fmt.Sprintf("%f", money-amount))
	return db.Model(&User{}).Where("id = ?", id).Updates(&u).Error // want "lost update: User.Money "
}

func changeNumberKeptAsText(db *gorm.DB, userID uint, wei *big.Int) error {
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	have, ok := new(big.Int).SetString(w.Wei, 10)
	if !ok {
		return errors.New("bad amount")
	}
	have.Add(have, wei)
	w.Wei = have.String()
	return db.Save(&w).Error // want "lost update: Wallet.Wei "
}

func saturatingAdd(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func computeInHelper(db *gorm.DB, id uint, n int64) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Sold = saturatingAdd(p.Sold, n)
	return db.Save(&p).Error // want "lost update: Product.Sold "
}

func extendExpiry(db *gorm.DB, id uint) error {
	var u User
	if err := db.First(&u, id).Error; err != nil {
		return err
	}
	u.ExpiresAt = u.ExpiresAt.AddDate(0, 1, 0)
	return db.Save(&u).Error // want "lost update: User.ExpiresAt "
}

func changeKeyOfJSONColumn(db *gorm.DB, id uint, key, value string) error {
	var u User
	if err := db.First(&u, id).Error; err != nil {
		return err
	}
	settings := map[string]string{}
	if u.Settings != "" {
		if err := json.Unmarshal([]byte(u.Settings), &settings); err != nil {
			return err
		}
	}
	settings[key] = value
	data, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	u.Settings = string(data)
	return db.Model(&u).Update("settings", u.Settings).Error // want "lost update: User.Settings "
}

func deleteKeyOfJSONColumn(db *gorm.DB, id uint, key string) error {
	var u User
	if err := db.First(&u, id).Error; err != nil {
		return err
	}
	var settings map[string]any
	if err := json.Unmarshal([]byte(u.Settings), &settings); err != nil {
		return err
	}
	delete(settings, key)
	data, _ := json.Marshal(settings)
	return db.Model(&User{}).Where("id = ?", id).UpdateColumn("settings", string(data)).Error // want "lost update: User.Settings "
}

func appendTag(db *gorm.DB, id uint, tag string) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.Tags = append(p.Tags, tag)
	return db.Save(&p).Error // want "lost update: Product.Tags "
}

func toggleActive(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update("active", !p.Active).Error // want "lost update: Product.Active "
}

func changeWallet(db *gorm.DB, id uint, change func(*Wallet) (*Wallet, error)) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	changed, err := change(&w)
	if err != nil {
		return err
	}
	return db.Save(changed).Error
}

func loadCallbackSave(db *gorm.DB, id uint, n int) error {
	return changeWallet(db, id, func(w *Wallet) (*Wallet, error) { // want "lost update: Wallet.Points "
		if w.Points < n {
			return nil, errNotEnough
		}
		w.Points -= n
		return w, nil
	})
}

func compensateOnTheSameStaleRow(db *gorm.DB, id uint, qty int, pay func() error) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.InStock -= qty
	if err := db.Save(&p).Error; err != nil { // want "lost update: Product.InStock "
		return err
	}
	if err := pay(); err != nil {
		p.InStock += qty
		db.Save(&p) // want "lost update: Product.InStock "
		return err
	}
	return nil
}

func getWallet(db *gorm.DB, userID uint) (Wallet, error) {
	var w Wallet
	err := db.First(&w, "user_id = ?", userID).Error
	return w, err
}

func updateWallet(db *gorm.DB, w Wallet) error { return db.Save(&w).Error }

func passRowByValue(db *gorm.DB, userID uint, n int) error {
	w, err := getWallet(db, userID)
	if err != nil {
		return err
	}
	w.Points += n
	return updateWallet(db, w) // want "lost update: Wallet.Points "
}

func creditGiven(db *gorm.DB, w Wallet, n int) error {
	w.Points += n
	return updateWallet(db, w) // want "lost update: Wallet.Points "
}

func passRowDownTwoCalls(db *gorm.DB, userID uint, n int) error {
	w, err := getWallet(db, userID)
	if err != nil {
		return err
	}
	return creditGiven(db, w, n)
}

func withdrawByMethodOfModel(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	if err := db.First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	if err := w.Withdraw(n); err != nil {
		return err
	}
	return db.Save(&w).Error // want "lost update: Wallet.Points "
}

func addToElementFoundByName(db *gorm.DB, userID uint, name string, k int) error {
	var inv []Inventory
	if err := db.Where("user_id = ?", userID).Find(&inv).Error; err != nil {
		return err
	}
	q := k
	for _, it := range inv {
		if it.Name == name {
			q = it.Quantity + k
		}
	}
	return db.Model(&Inventory{}).Where("user_id = ? AND name = ?", userID, name).Update("quantity", q).Error // want "lost update: Inventory.Quantity "
}

func decrementEveryElementByIndex(db *gorm.DB, userID uint) error {
	var inv []Inventory
	if err := db.Where("user_id = ?", userID).Find(&inv).Error; err != nil {
		return err
	}
	for i := 0; i < len(inv); i++ {
		inv[i].Quantity--
		if err := db.Save(&inv[i]).Error; err != nil { // want "lost update: Inventory.Quantity "
			return err
		}
	}
	return nil
}

func saveColumns(db *gorm.DB, p *Product, columns []string) error {
	return db.Model(p).Select(columns).Updates(p).Error
}

func saveStock(db *gorm.DB, p *Product) error {
	return saveColumns(db, p, []string{"in_stock", "sold"})
}

func writeColumnsNamedTwoCallersUp(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	p.InStock--
	return saveStock(db, &p) // want "lost update: Product.InStock "
}

func countHitsOfRowFoundOrCreated(db *gorm.DB, day string) error {
	c := Counter{Day: day}
	if err := db.FirstOrCreate(&c, Counter{Day: day}).Error; err != nil {
		return err
	}
	c.Hits++
	return db.Save(&c).Error // want "lost update: Counter.Hits "
}

func askForLockTheOldWay(db *gorm.DB, userID uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var w Wallet
		if err := tx.Set("gorm:query_option", "FOR UPDATE").First(&w, "user_id = ?", userID).Error; err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(&w).Error // want "lost update: Wallet.Points "
	})
}

// The handle may be a transaction's: whether a lock is taken outside of one is for another pass to say.
func lockOutsideOfTransaction(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	if err := db.Clauses(clause.Locking{Strength: "UPDATE"}).First(&w, "user_id = ?", userID).Error; err != nil {
		return err
	}
	w.Points -= n
	return db.Save(&w).Error
}

func lockInOneTransactionWriteInAnother(db *gorm.DB, userID uint, n int) error {
	var w Wallet
	err := db.Transaction(func(tx *gorm.DB) error {
		return tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&w, "user_id = ?", userID).Error
	})
	if err != nil {
		return err
	}
	w.Points -= n
	return db.Save(&w).Error // want "lost update: Wallet.Points "
}

func guardWithInequalityButSetAbsolute(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	res := db.Model(&Product{}).Where("id = ? AND in_stock >= ?", id, qty).Update("in_stock", p.InStock-qty) // want "lost update: Product.InStock "
	if res.RowsAffected == 0 {
		return errNotEnough
	}
	return res.Error
}

func bindLoadedValueIntoExpression(db *gorm.DB, id uint, qty int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&p).Update("in_stock", gorm.Expr("?", p.InStock-qty)).Error // want "lost update: Product.InStock "
}

func incrementPointerColumn(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	n := 1
	if p.Reserved != nil {
		n = *p.Reserved + 1
	}
	p.Reserved = &n
	return db.Save(&p).Error // want "lost update: Product.Reserved "
}

func decrementNullableColumn(db *gorm.DB, id uint) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	if p.Limit.Valid {
		p.Limit.Int64--
	}
	return db.Save(&p).Error // want "lost update: Product.Limit"
}

func updateThroughGenericAPI(ctx context.Context, db *gorm.DB, id uint, qty int) error {
	p, err := gorm.G[Product](db).Where("id = ?", id).First(ctx)
	if err != nil {
		return err
	}
	_, err = gorm.G[Product](db).Where("id = ?", id).Update(ctx, "in_stock", p.InStock-qty) // want "lost update: Product.InStock "
	return err
}

func ternaryByIf(db *gorm.DB, id uint, d int) error {
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	next := p.InStock + d
	if next < 0 {
		next = 0
	}
	return db.Model(&p).Updates(Product{InStock: next}).Error // want "lost update: Product.InStock "
}

func transferBetweenTwoRows(db *gorm.DB, from, to uint, n int) error {
	return db.Transaction(func(tx *gorm.DB) error {
		var a, b Wallet
		if err := tx.First(&a, from).Error; err != nil {
			return err
		}
		if err := tx.First(&b, to).Error; err != nil {
			return err
		}
		a.Points -= n
		b.Points += n
		if err := tx.Save(&a).Error; err != nil { // want "lost update: Wallet.Points "
			return err
		}
		return tx.Save(&b).Error // want "lost update: Wallet.Points "
	})
}

func scanRowsThenSave(db *gorm.DB) error {
	rows, err := db.Model(&Inventory{}).Where("quantity > 0").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	var all []Inventory
	for rows.Next() {
		var it Inventory
		if err := db.ScanRows(rows, &it); err != nil {
			return err
		}
		all = append(all, it)
	}
	for _, it := range all {
		it.Quantity -= 1
		if err := db.Save(&it).Error; err != nil { // want "lost update: Inventory.Quantity "
			return err
		}
	}
	return nil
}

func decayEveryWalletInBatches(db *gorm.DB) error {
	var ws []*Wallet
	return db.Where("points > ?", 0).FindInBatches(&ws, 100, func(tx *gorm.DB, batch int) error {
		for _, w := range ws {
			w.Points = w.Points * 9 / 10
			if err := tx.Save(w).Error; err != nil { // want "lost update: Wallet.Points "
				return err
			}
		}
		return nil
	}).Error
}

// walletCache stands in front of the table.
var walletCache sync.Map

func cachedWallet(db *gorm.DB, userID uint) (*Wallet, error) {
	if v, ok := walletCache.Load(userID); ok {
		return v.(*Wallet), nil
	}
	w := &Wallet{}
	if err := db.First(w, "user_id = ?", userID).Error; err != nil {
		return nil, err
	}
	walletCache.Store(userID, w)
	return w, nil
}

func readThroughCache(db *gorm.DB, userID uint, n int) error {
	w, err := cachedWallet(db, userID)
	if err != nil {
		return err
	}
	w.Points -= n
	return db.Save(w).Error // want "lost update: Wallet.Points "
}

func payOrderThatIsNotPaid(db *gorm.DB, id uint) error {
	var o Order
	if err := db.First(&o, id).Error; err != nil {
		return err
	}
	if o.Status == "paid" {
		return nil
	}
	o.Status = "paid"
	if err := db.Save(&o).Error; err != nil { // want "lost update: Order.Status is tested with the value read at line "
		return err
	}
	return db.Create(&Inventory{UserID: o.UserID, Quantity: o.Quantity}).Error
}

// restock adds what the database has to the line, not the other way round.
func restock(db *gorm.DB, lines []Inventory) error {
	for _, l := range lines {
		var have int
		if err := db.Raw("SELECT in_stock FROM products WHERE id = ?", l.ID).Scan(&have).Error; err != nil {
			return err
		}
		l.Quantity += have
		if err := db.Exec("UPDATE products SET in_stock = ? WHERE id = ?", l.Quantity, l.ID).Error; err != nil { // want "lost update: products.in_stock "
			return err
		}
	}
	return nil
}

func takeStockUnderAMutexOfItsOwn(db *gorm.DB, id uint, n int) error {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	var p Product
	if err := db.First(&p, id).Error; err != nil {
		return err
	}
	return db.Model(&Product{}).Where("id = ?", id).Update("in_stock", p.InStock-n).Error // want "lost update: Product.InStock "
}

func addLineToNote(db *gorm.DB, id uint, line string) error {
	var e LedgerEntry
	if err := db.First(&e, id).Error; err != nil {
		return err
	}
	e.Note += line
	return db.Save(&e).Error // want "LedgerEntry.Note is read at line .*, put together with other text in Go and saved here; of two requests that both read the same value, one is lost"
}

// The oldest goes, the newest comes: two of them at once leave one.
func rollTheHistoryOn(db *gorm.DB, id uint, mark string) error {
	var w Wallet
	if err := db.First(&w, id).Error; err != nil {
		return err
	}
	w.Wei = w.Wei[1:] + mark
	return db.Save(&w).Error // want "lost update: Wallet.Wei"
}
