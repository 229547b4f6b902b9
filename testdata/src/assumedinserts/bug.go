// Package assumedinserts looks for rows, and adds them, through an interface of which no implementation is in sight.
package assumedinserts

import (
	"context"
	"errors"
)

var errThere = errors.New("is there already")

// Bookmark is a user's mark on a page.
type Bookmark struct {
	ID     string
	UserID string
	PageID string
}

type bookmarks interface {
	GetByPageAndUser(ctx context.Context, userID, pageID string) (b *Bookmark, exist bool, err error)
	AddBookmark(ctx context.Context, b *Bookmark) error
	FindUnder(ctx context.Context, userID string) (*Bookmark, error)
}

// Pages are read, and marked.
type Pages struct{ marks bookmarks }

func (p *Pages) addIfThereIsNone(ctx context.Context, b *Bookmark) error {
	_, has, err := p.marks.GetByPageAndUser(ctx, b.UserID, b.PageID)
	if err != nil {
		return err
	}
	if has {
		return errThere
	}
	return p.marks.AddBookmark(ctx, b) // want `duplicate row: Bookmark is looked for at line .*assumed: no implementation`
}

func (p *Pages) addIfNil(ctx context.Context, userID string) error {
	b, err := p.marks.FindUnder(ctx, userID)
	if err != nil {
		return err
	}
	if b == nil {
		return p.marks.AddBookmark(ctx, &Bookmark{UserID: userID}) // want `duplicate row: Bookmark is looked for at line `
	}
	return nil
}
