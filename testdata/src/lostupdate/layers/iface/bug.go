package iface

import (
	"context"

	"fixtures/lostupdate/layers/model"
)

func (ws *Wallets) addPoints(ctx context.Context, userID uint64, n int64) error {
	w, err := ws.store.FindByUserID(ctx, userID)
	if err != nil {
		return err
	}
	w.Points += n
	return ws.store.Save(ctx, w) // want "lost update: Wallet.Points "
}

func (ws *Wallets) addPointsInTransaction(ctx context.Context, userID uint64, n int64) error {
	return ws.store.WithTx(ctx, func(tx WalletStore) error {
		w, err := tx.FindByUserID(ctx, userID)
		if err != nil {
			return err
		}
		if w.Points < n {
			return model.ErrNotEnough
		}
		w.Points -= n
		return tx.Save(ctx, w) // want "lost update: Wallet.Points "
	})
}
