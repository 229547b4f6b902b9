package iface

import (
	"context"

	"fixtures/lostupdate/layers/model"
)

func (ws *Wallets) addPointsAtomically(ctx context.Context, userID uint64, n int64) error {
	w, err := ws.store.FindByUserID(ctx, userID)
	if err != nil {
		return err
	}
	return ws.store.AddPoints(ctx, w.ID, n)
}

func (ws *Wallets) nameSaysThatTheReadLocks(ctx context.Context, userID uint64, n int64) error {
	return ws.store.WithTx(ctx, func(tx WalletStore) error {
		w, err := tx.FindByUserIDForUpdate(ctx, userID)
		if err != nil {
			return err
		}
		w.Points -= n
		return tx.Save(ctx, w)
	})
}

func (ws *Wallets) createDerived(ctx context.Context, userID uint64) error {
	w, err := ws.store.FindByUserID(ctx, userID)
	if err != nil {
		return err
	}
	return ws.store.Create(ctx, &model.Wallet{UserID: w.UserID + 1, Points: w.Points + 1})
}

func (ws *Wallets) tellOfChangedCopy(ctx context.Context, userID uint64, n int64) error {
	w, err := ws.store.FindByUserID(ctx, userID)
	if err != nil {
		return err
	}
	w.Points += n
	return ws.notify.Send(ctx, w)
}
