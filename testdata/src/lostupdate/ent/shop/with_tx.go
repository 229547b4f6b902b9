package shop

import "context"

// WithTx runs a function in a transaction. Somebody has added it to what is generated.
func WithTx(ctx context.Context, client *Client, fn func(tx *Tx) error) error {
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}
