// Package generic is a repository for any row.
package generic

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Repository stores rows of one type.
type Repository[T any] struct{ DB *gorm.DB }

// Query is a way to shape a statement.
type Query func(*gorm.DB) *gorm.DB

// ForUpdate locks what is read.
func ForUpdate(db *gorm.DB) *gorm.DB { return db.Clauses(clause.Locking{Strength: "UPDATE"}) }

// FindByID loads one row.
func (r *Repository[T]) FindByID(ctx context.Context, id any, shape ...Query) (*T, error) {
	db := r.DB.WithContext(ctx)
	for _, s := range shape {
		db = s(db)
	}
	entity := new(T)
	if err := db.First(entity, "id = ?", id).Error; err != nil {
		return nil, err
	}
	return entity, nil
}

// FindAll loads the rows that match.
func (r *Repository[T]) FindAll(ctx context.Context, where string, args ...any) ([]T, error) {
	var list []T
	err := r.DB.WithContext(ctx).Where(where, args...).Find(&list).Error
	return list, err
}

// Update writes the whole row.
func (r *Repository[T]) Update(ctx context.Context, entity *T) error {
	return r.DB.WithContext(ctx).Save(&entity).Error
}

// UpdateColumns writes some columns of a row.
func (r *Repository[T]) UpdateColumns(ctx context.Context, entity *T, columns map[string]any) error {
	return r.DB.WithContext(ctx).Model(entity).Updates(columns).Error
}

// UpdateAny writes some columns of a row of any model.
func UpdateAny(db *gorm.DB, model any, columns map[string]any) error {
	return db.Model(model).Updates(columns).Error
}

// Create inserts a row.
func (r *Repository[T]) Create(ctx context.Context, entity *T) error {
	return r.DB.WithContext(ctx).Create(entity).Error
}

// WithTx is the repository in a transaction.
func (r *Repository[T]) WithTx(tx *gorm.DB) *Repository[T] { return &Repository[T]{DB: tx} }

// Store is what services see of a Repository.
type Store[T any] interface {
	FindByID(ctx context.Context, id any, shape ...Query) (*T, error)
	Update(ctx context.Context, entity *T) error
	Create(ctx context.Context, entity *T) error
}
