package repo

import (
	"context"
	"sync"

	"github.com/shopspring/decimal"

	"fixtures/lostupdate/layers/model"
)

// Memory is a WalletRepository for tests. It reads and writes no database.
type Memory struct {
	mu   sync.Mutex
	rows map[uint64]*model.Wallet
}

var _ WalletRepository = (*Memory)(nil)

func (m *Memory) GetByUserID(_ context.Context, userID uint64) (*model.Wallet, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rows[userID], nil
}

func (m *Memory) GetByUserIDForUpdate(ctx context.Context, userID uint64) (*model.Wallet, error) {
	return m.GetByUserID(ctx, userID)
}

func (m *Memory) Get(_ context.Context, id uint64) (model.Wallet, error) { return *m.rows[id], nil }

func (m *Memory) Update(_ context.Context, w *model.Wallet) error {
	m.rows[w.UserID] = w
	return nil
}

func (m *Memory) UpdateColumns(context.Context, uint64, map[string]any) error { return nil }

func (m *Memory) UpdateBalance(_ context.Context, id uint64, delta decimal.Decimal) error {
	m.rows[id].Balance = m.rows[id].Balance.Add(delta)
	return nil
}

func (m *Memory) SetPoints(_ context.Context, id uint64, points int64) error {
	m.rows[id].Points = points
	return nil
}

func (m *Memory) UpdateIfVersion(context.Context, *model.Wallet, int) (bool, error) { return true, nil }

func (m *Memory) InTx(_ context.Context, fn func(tx WalletRepository) error) error { return fn(m) }
