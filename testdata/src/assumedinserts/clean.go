package assumedinserts

import "context"

func (p *Pages) addWithoutALook(ctx context.Context, b *Bookmark) error {
	return p.marks.AddBookmark(ctx, b)
}

func (p *Pages) addBesideOneThatIsThere(ctx context.Context, userID, pageID string) error {
	b, has, err := p.marks.GetByPageAndUser(ctx, userID, pageID)
	if err != nil || !has {
		return err
	}
	return p.marks.AddBookmark(ctx, &Bookmark{UserID: b.UserID, PageID: pageID})
}
