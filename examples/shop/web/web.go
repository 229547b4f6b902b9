// Package web serves a shop over HTTP.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

// A Purchase is the body of POST /buy.
type Purchase struct {
	User     int64 `json:"user"`
	Product  int64 `json:"product"`
	Quantity int64 `json:"quantity"`
}

// Shop is what the handler needs.
type Shop interface {
	// Buy sells products to a user.
	Buy(ctx context.Context, user, product, quantity int64) error
}

// ErrRefused is in the chain of errors that are the customer's, such as an empty wallet: status 409.
var ErrRefused = errors.New("refused")

// Handler serves POST /buy.
func Handler(s Shop) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /buy", func(w http.ResponseWriter, r *http.Request) {
		var p Purchase
		if err := json.NewDecoder(r.Body).Decode(&p); err != nil || p.Quantity < 1 {
			http.Error(w, "the body must be a purchase of at least one", http.StatusBadRequest)
			return
		}
		err := s.Buy(r.Context(), p.User, p.Product, p.Quantity)
		switch {
		case errors.Is(err, ErrRefused):
			http.Error(w, err.Error(), http.StatusConflict)
		case err != nil:
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return mux
}
