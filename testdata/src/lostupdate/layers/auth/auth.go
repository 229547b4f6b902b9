// Package auth loads the user of a request and puts it in the context.
package auth

import (
	"context"
	"net/http"
	"strconv"

	"gorm.io/gorm"

	"fixtures/lostupdate/layers/model"
)

type ctxKey string

// UserKey is the context's key of the *model.User.
const UserKey ctxKey = "user"

// Middleware loads the user.
func Middleware(db *gorm.DB, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.Header.Get("X-User"))
		if err != nil {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		var user model.User
		if err := db.WithContext(r.Context()).First(&user, id).Error; err != nil {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), UserKey, &user)))
	})
}

// UserFrom is the user that Middleware has put in the context.
func UserFrom(ctx context.Context) (*model.User, bool) {
	u, ok := ctx.Value(UserKey).(*model.User)
	return u, ok
}
