package handler

import (
	"encoding/json"
	"net/http"

	"gorm.io/gorm"

	"fixtures/lostupdate/layers/auth"
)

func (h *Handler) renameUserInContext(w http.ResponseWriter, r *http.Request) {
	user, ok := auth.UserFrom(r.Context())
	if !ok {
		http.Error(w, "who?", http.StatusUnauthorized)
		return
	}
	var body struct{ Name string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := h.db.Model(user).Update("name", body.Name).Error; err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (h *Handler) spendGiftByExpression(w http.ResponseWriter, r *http.Request) {
	user, _ := auth.UserFrom(r.Context())
	res := h.db.Model(user).Where("gift_left > 0").Update("gift_left", gorm.Expr("gift_left - 1"))
	if res.Error != nil || res.RowsAffected == 0 {
		http.Error(w, "no gifts left", http.StatusConflict)
	}
}
