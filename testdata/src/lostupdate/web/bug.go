package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

func (api *API) ginSpend(c *gin.Context) {
	var in spend
	if err := c.ShouldBindJSON(&in); err != nil {
		c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
		return
	}
	var u User
	if err := api.db.First(&u, c.Param("id")).Error; err != nil {
		c.AbortWithStatus(http.StatusNotFound)
		return
	}
	if u.Points < in.Points {
		c.AbortWithStatus(http.StatusConflict)
		return
	}
	u.Points -= in.Points
	if err := api.db.Save(&u).Error; err != nil { // want "lost update: User.Points "
		_ = c.AbortWithError(http.StatusInternalServerError, err)
		return
	}
	c.JSON(http.StatusOK, u)
}

func (api *API) ginAuth(c *gin.Context) {
	user := &User{}
	if err := api.db.Where("name = ?", c.GetHeader("X-User")).First(user).Error; err != nil {
		c.AbortWithStatus(http.StatusUnauthorized)
		return
	}
	c.Set("user", user)
	c.Next()
}

func (api *API) ginSpendOfUserInContext(c *gin.Context) {
	user := c.MustGet("user").(*User)
	user.Points--
	if err := api.db.Save(user).Error; err != nil { // want "lost update: User.Points "
		c.AbortWithStatus(http.StatusInternalServerError)
	}
}

func (api *API) echoSpend(c echo.Context) error {
	id, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	var in spend
	if err := c.Bind(&in); err != nil {
		return err
	}
	u := User{}
	if err := api.db.Take(&u, id).Error; err != nil {
		return err
	}
	if err := api.db.Model(&u).Update("points", u.Points-in.Points).Error; err != nil { // want "lost update: User.Points "
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (api *API) fiberSpend(c *fiber.Ctx) error {
	in := new(spend)
	if err := c.BodyParser(in); err != nil {
		return c.Status(fiber.StatusBadRequest).JSON(fiber.Map{"error": err.Error()})
	}
	id, _ := c.ParamsInt("id")
	var u User
	if err := api.db.First(&u, id).Error; err != nil {
		return fiber.ErrNotFound
	}
	u.Points -= in.Points
	if err := api.db.Save(&u).Error; err != nil { // want "lost update: User.Points "
		return err
	}
	return c.JSON(u)
}
