package handler

import (
	"net/http"

	"fixtures/lostupdate/layers/auth"
	"fixtures/lostupdate/layers/model"
)

func (h *Handler) spendGiftOfUserInContext(w http.ResponseWriter, r *http.Request) {
	user := r.Context().Value(auth.UserKey).(*model.User)
	if user.GiftLeft == 0 {
		http.Error(w, "no gifts left", http.StatusConflict)
		return
	}
	user.GiftLeft--
	if err := h.db.Save(user).Error; err != nil { // want "lost update: User.GiftLeft "
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (h *Handler) spendGiftOfUserByAccessor(w http.ResponseWriter, r *http.Request) {
	user, ok := auth.UserFrom(r.Context())
	if !ok {
		http.Error(w, "who?", http.StatusUnauthorized)
		return
	}
	err := h.db.Model(user).Update("gift_left", user.GiftLeft-1).Error // want "lost update: User.GiftLeft "
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
