package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
	"gorm.io/gorm"
)

func (api *API) ginSet(c *gin.Context) {
	var u User
	if err := api.db.First(&u, c.Param("id")).Error; err != nil {
		c.AbortWithStatus(http.StatusNotFound)
		return
	}
	if err := c.ShouldBindJSON(&u); err != nil { // the request's values, not the row's
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	if err := api.db.Save(&u).Error; err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, u)
}

func (api *API) ginSpendByExpression(c *gin.Context) {
	var in spend
	if err := c.ShouldBindQuery(&in); err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	res := api.db.Model(&User{}).Where("id = ? AND points >= ?", c.Param("id"), in.Points).
		Update("points", gorm.Expr("points - ?", in.Points))
	if res.Error != nil || res.RowsAffected == 0 {
		c.AbortWithStatus(http.StatusConflict)
	}
}

func (api *API) echoRename(c echo.Context) error {
	var u User
	if err := api.db.First(&u, c.Param("id")).Error; err != nil {
		return err
	}
	u.Name = c.FormValue("name")
	return api.db.Model(&u).Update("name", u.Name).Error
}

func (api *API) fiberDouble(c *fiber.Ctx) error {
	var in spend
	if err := c.QueryParser(&in); err != nil {
		return err
	}
	return api.db.Model(&User{}).Where("id = ?", c.Params("id")).Update("points", in.Points*2).Error
}
